"""The preview with everything that is said on top of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.first_steps import FirstSteps
from desktop_app.others_sign import OthersSign
from desktop_app.overlay import Card, Message, Pill, WayOn
from desktop_app.playback import State
from desktop_app.preview import Preview
from desktop_app.remedies import Remedy, open_camera_settings, passing_remedy, remedies
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
        styles_wanted: Show what is installed, and what there is to get.
        diagnostics_wanted: Copy what helps to find a fault.
    """

    retry_wanted = Signal()
    sample_wanted = Signal()
    choice_wanted = Signal()
    styles_wanted = Signal()
    diagnostics_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card()
        self.hint = Pill("hint")
        self.light = Pill("light")
        self.message = Message()
        self.steps = FirstSteps()
        self._sign: OthersSign | None = None
        self.compared = False  # whether the user has seen the original
        self._layout = layout = QGridLayout(self)
        layout.setContentsMargins(*ROOM)
        layout.setRowStretch(1, 1)
        for column in (0, 2):
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.light, 0, 0, Align.AlignLeft | Align.AlignTop)
        layout.addWidget(self.card, 1, 0, 1, 3, Align.AlignCenter)
        layout.addWidget(self.steps, 2, 0, 1, 3, Align.AlignHCenter)
        layout.addWidget(self.hint, 3, 0, 1, 3, Align.AlignHCenter)
        layout.addWidget(self.message, 4, 0, 1, 3)
        self.card.hide()

    def show_original(self, original: bool) -> None:
        """Show the captured picture whole, or go back to the stylized one."""
        self.compared = self.compared or original
        super().show_original(original)

    def set_wipe(self, wipe: float | None) -> None:
        """Divide the picture at `wipe`, clipped to 0..1, or show it undivided."""
        self.compared = self.compared or wipe is not None
        super().set_wipe(wipe)

    def place_sign(self, sign: OthersSign) -> None:
        """Put a sign that says what others see into the upper right corner."""
        self._sign = sign
        self._lay_sign(compact=False)

    def _lay_sign(self, *, compact: bool) -> None:
        """Put the sign beside the light, or below it where there is no room for both."""
        place = (1, 0, 1, 3) if compact else (0, 2, 2, 1)
        if self._sign is not None:
            self._layout.removeWidget(self._sign)
            self._layout.addWidget(self._sign, *place, Align.AlignRight | Align.AlignTop)

    def set_compact(self, compact: bool) -> None:
        """Fill a small window with the picture, and say things there in few words; or go back."""
        self.set_framed(not compact)
        self.set_filling(compact)
        self.setMinimumSize(*(LEAST_COMPACT if compact else LEAST))
        self._layout.setContentsMargins(*(ROOM_COMPACT if compact else ROOM))
        self.card.set_compact(compact)
        self._lay_sign(compact=compact)
        if self._sign is not None:
            self._sign.set_compact(compact)
        if compact:
            self.steps.hide()

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
                ways_on=self._ways_on(("sample", "choice"), is_sample),
            )
        elif state is State.ENDED:
            again: WayOn = (tr("Play again"), self.retry_wanted.emit)
            ways = [again, *self._ways_on(("choice",), is_sample)]
            self.card.say(tr("{source} has ended", source=source), ways_on=ways)
        elif error is not None:
            message, hint = error_text(error)
            ways = self._ways_on(remedies(error), is_sample)
            self.card.say(message, hint, trouble=True, ways_on=ways)

    def _ways_on(self, wanted: Sequence[Remedy], is_sample: bool = False) -> list[WayOn]:
        known: dict[Remedy, WayOn] = {
            "again": (tr("Try again"), self.retry_wanted.emit),
            "settings": (tr("Open the camera settings"), open_camera_settings),
            "sample": (tr("Play the sample clip"), self.sample_wanted.emit),
            "choice": (tr("Choose another source"), self.choice_wanted.emit),
            "styles": (tr("Show the styles"), self.styles_wanted.emit),
            "diagnostics": (tr("Copy diagnostics"), self.diagnostics_wanted.emit),
        }
        return [known[remedy] for remedy in wanted if not (remedy == "sample" and is_sample)]

    def show_error(self, error: AppError) -> None:
        """Say what keeps the app from working at all."""
        message, hint = error_text(error)
        self.card.say(message, hint, trouble=True, ways_on=self._ways_on(("diagnostics",)))

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

    def give_hint(self, text: str, way_on: WayOn | None = None) -> None:
        """Say something that may help."""
        self.message.say(text, hint=True, way_on=way_on)

    def tell_error(self, error: AppError, way_on: WayOn | None = None) -> None:
        """Say what went wrong while the picture goes on; without `way_on`, with what helps."""
        message, hint = error_text(error)
        remedy = passing_remedy(error)
        if way_on is None and remedy is not None:
            way_on = self._ways_on((remedy,))[0]
        self.message.say(sentence(message, hint), trouble=True, way_on=way_on)


def sentence(message: str, hint: str) -> str:
    """Join message and hint as `str(AppError)` does, in the chosen language."""
    if not hint:
        return tr("{message}.", message=message)
    return tr("{message}. {hint}.", message=message, hint=hint)
