"""What helps the user along: the first steps, hints, the shortcuts, and a text for who helps."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.actions import Actions
from desktop_app.background import Background
from desktop_app.black_picture import BlackPicture
from desktop_app.dialogs import about_dialog, shortcuts_dialog
from desktop_app.first_steps import Destination
from desktop_app.hints import Facts, HintChoice, hint_text
from desktop_app.playback import Playback, State
from desktop_app.player import Player
from desktop_app.recording import Recording
from desktop_app.run_time import is_camera
from desktop_app.stage import Stage
from desktop_app.state_lines import personal_names, state_lines
from desktop_app.translation import tr
from desktop_app.widgets import timer
from vtoonify_rt.doctor.diagnostics import diagnostics

LOOK_MS = 1000  # between two looks for what a hint would help with
GRAIN = 24  # every so manieth pixel tells how bright a picture is


class HelpDesk(QObject):
    """Owns no widget of its own: it speaks by the stage and by dialogs of `window`.

    Signals:
        destination_chosen: The first steps ended with this Destination.
    """

    destination_chosen = Signal(str)

    def __init__(
        self,
        window: QWidget,
        commands: Actions,
        stage: Stage,
        player: Player,
        playback: Playback,
        recording: Recording,
        background: Background,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._stage = stage
        self._player = player
        self._playback = playback
        self._recording = recording
        self._background = background
        self._clock = clock
        self._choice = HintChoice(player.settings.window.hints_told)
        self._black = BlackPicture(stage)
        self._picks, self._numbered, self._compacted = 0, False, False
        self._left: float | None = None  # when the user went to another program
        self._away = 0.0
        self._look = timer(self, LOOK_MS)
        self._look.timeout.connect(self.look)
        self._connect()

    def _connect(self) -> None:
        commands, steps = self._commands, self._stage.steps
        commands.help.triggered.connect(self._list_shortcuts)
        commands.about.triggered.connect(
            lambda: about_dialog(self._front(), self.copy_diagnostics).open()
        )
        commands.diagnostics.triggered.connect(self.copy_diagnostics)
        commands.start_again.triggered.connect(self.begin)
        commands.hints.setChecked(self._player.settings.window.hints)
        commands.hints.triggered.connect(self._want_hints)
        commands.style_wanted.connect(self._note_number)
        commands.compact.triggered.connect(self._note_compact)
        self._stage.diagnostics_wanted.connect(self.copy_diagnostics)
        steps.refresh_wanted.connect(self._player.look_for_cameras)
        steps.style_chosen.connect(lambda style: self._player.change(style=style))
        steps.ended.connect(self._end_steps)
        self._player.changed.connect(self._refill_steps)

    def start(self) -> None:
        """Begin to look for what helps; at the very first start, with the first steps."""
        self._look.start()
        if not self._player.settings.window.started:
            self.begin()

    def begin(self) -> None:
        """Show the first steps, from the first on."""
        self._fill_steps()
        self._stage.steps.begin()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._stage.steps.retranslate()
        self._refill_steps()

    def note_pick(self) -> None:
        """Take note that the user chose a style, by pointer if no key was pressed for it."""
        self._picks += 1

    def _note_number(self) -> None:
        self._numbered = True

    def _note_compact(self) -> None:
        self._compacted = True

    def note_active(self, active: bool) -> None:
        """Take note that the user comes back to the window, or goes to another program."""
        now = self._clock()
        if not active:
            self._left = now
        elif self._left is not None:
            self._away, self._left = now - self._left, None

    def look(self) -> None:
        """Give a hint where one helps; a timer calls it once a second."""
        facts = self._facts()
        self._away = 0.0
        self._black.look(facts.brightness if facts.camera else None)
        stage = self._stage
        free = not (stage.message.text or stage.card.title or stage.steps.step)
        wanted = self._player.settings.window.hints and stage.isVisible()
        hint = self._choice.look(facts, self._clock(), free=free and wanted)
        if hint is not None:
            self._player.keep_part("window", hints_told=dict(self._choice.told))
            text = hint_text(hint.id, self._player.settings.stylize.no_face)
            stage.give_hint(text, (tr("No hints"), lambda: self._want_hints(False)))

    def _facts(self) -> Facts:
        runs = self._playback.state is State.RUNNING
        frame, live = self._stage.frame, self._playback.live
        seen = (frame.before if frame.before is not None else frame.image) if frame else None
        return Facts(
            camera=runs and is_camera(self._player.source),
            brightness=float(seen[::GRAIN, ::GRAIN].mean()) if runs and seen is not None else None,
            compared=self._stage.compared,
            picks=0 if self._numbered else self._picks,
            hidden=runs and live is not None and not live.face and self._recording.active,
            away=0.0 if self._compacted else self._away,
        )

    def _want_hints(self, wanted: bool) -> None:
        self._commands.hints.setChecked(wanted)
        self._player.keep_part("window", hints=wanted)
        if not wanted:
            self._stage.message.dismiss()

    def _front(self) -> QWidget:
        """The window that a dialog belongs to: the full one, or the compact one in its place."""
        return self._window if self._window.isVisible() else self._stage.window()

    def _list_shortcuts(self) -> None:
        shortcuts_dialog(self._commands.shortcuts, self._front()).open()

    def copy_diagnostics(self) -> None:
        """Put a text about this computer, and how it goes, on the clipboard."""
        state = state_lines(self._player, self._playback)
        names = personal_names(self._player)
        self._background.start(
            lambda: diagnostics(state, names=names), self._copy, self._stage.tell_error
        )

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._stage.tell(tr("Copied: versions, devices, last errors; no names of yours"))

    def _refill_steps(self) -> None:
        if self._stage.steps.step:
            self._fill_steps()

    def _fill_steps(self) -> None:
        player, steps = self._player, self._stage.steps
        steps.show_sources(player.cameras, player.source, looking=player.looking)
        steps.show_styles(player.models, player.settings.stylize.style)

    def _end_steps(self, destination: Destination | None) -> None:
        self._player.keep_part("window", started=True)
        self._stage.setFocus()
        if destination == "recording":
            self._stage.tell(tr("Press R, or Record below the picture, to begin."))
        if destination is not None:
            self.destination_chosen.emit(destination)
