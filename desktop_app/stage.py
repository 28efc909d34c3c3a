"""The preview with everything that is said on top of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.overlay import Card, Message, Pill, WayOn
from desktop_app.playback import State
from desktop_app.preview import Preview
from desktop_app.translation import error_text, tr
from vtoonify_rt.errors import AppError

Align = Qt.AlignmentFlag
LEAST, LEAST_COMPACT = (320, 240), (160, 90)  # width and height
ROOM, ROOM_COMPACT = (14,) * 4, (6,) * 4  # around what lies on the picture


class Stage(Preview):
    """The preview, and on it one card, a hint, the recording light, and messages.

    Signals:
        retry_wanted: Open the same source again.
        sample_wanted: Play the sample clip.
        choice_wanted: Let the user choose another source.
    """

    retry_wanted = Signal()
    sample_wanted = Signal()
    choice_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card()
        self.hint = Pill("hint")
        self.light = Pill("light")
        self.message = Message()
        self._layout = layout = QGridLayout(self)
        layout.setContentsMargins(*ROOM)
        layout.setRowStretch(1, 1)
        for column in (0, 2):
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.light, 0, 0, Align.AlignLeft | Align.AlignTop)
        layout.addWidget(self.card, 1, 0, 1, 3, Align.AlignCenter)
        layout.addWidget(self.hint, 2, 0, 1, 3, Align.AlignHCenter)
        layout.addWidget(self.message, 3, 0, 1, 3)
        self.card.hide()

    def set_compact(self, compact: bool) -> None:
        """Fill a small window with the picture, and say things there in few words; or go back."""
        self.set_framed(not compact)
        self.set_filling(compact)
        self.setMinimumSize(*(LEAST_COMPACT if compact else LEAST))
        self._layout.setContentsMargins(*(ROOM_COMPACT if compact else ROOM))
        self.card.set_compact(compact)

    def show_state(
        self, state: State, source: str, error: AppError | None, *, is_sample: bool
    ) -> None:
        """Say how the playing of `source` goes: nothing while it runs."""
        if state is State.IDLE:  # nothing was tried since `show_error`
            return
        if state is State.RUNNING:
            self.card.hide()
        elif state is State.OPENING:
            self.card.say(tr("Opening {source}…", source=source), busy=True)
        elif state is State.LOADING:
            self.card.say(tr("Loading the style…"), busy=True)
        elif state is State.STALLED:
            self.card.say(
                tr("No picture comes from {source}", source=source),
                tr("It goes on as soon as there is one."),
                busy=True,
                ways_on=self._ways_on(is_sample, again=False),
            )
        elif state is State.ENDED:
            ways = [(tr("Play again"), self.retry_wanted.emit), self._choice()]
            self.card.say(tr("{source} has ended", source=source), ways_on=ways)
        elif error is not None:
            message, hint = error_text(error)
            ways = self._ways_on(is_sample, again=True)
            self.card.say(message, hint, trouble=True, ways_on=ways)

    def _ways_on(self, is_sample: bool, *, again: bool) -> list[WayOn]:
        ways: list[WayOn] = []
        if again:
            ways.append((tr("Try again"), self.retry_wanted.emit))
        if not is_sample:
            ways.append((tr("Play the sample clip"), self.sample_wanted.emit))
        return [*ways, self._choice()]

    def _choice(self) -> WayOn:
        return tr("Choose another source"), self.choice_wanted.emit

    def show_error(self, error: AppError) -> None:
        """Say what keeps the app from working at all."""
        message, hint = error_text(error)
        self.card.say(message, hint, trouble=True)

    def show_hint(self, *, no_face: bool) -> None:
        """Say that there is no face, or no longer."""
        self.hint.say(tr("No face found: come into the picture") if no_face else "")

    def tell(
        self,
        text: str,
        *,
        trouble: bool = False,
        way_on: WayOn | None = None,
    ) -> None:
        """Say something in passing."""
        self.message.say(text, trouble=trouble, way_on=way_on)

    def tell_error(self, error: AppError, way_on: WayOn | None = None) -> None:
        """Say what went wrong while the picture goes on."""
        message, hint = error_text(error)
        self.message.say(sentence(message, hint), trouble=True, way_on=way_on)


def sentence(message: str, hint: str) -> str:
    """Join message and hint as `str(AppError)` does, in the chosen language."""
    if not hint:
        return tr("{message}.", message=message)
    return tr("{message}. {hint}.", message=message, hint=hint)
