"""How the window looks, as the user wants it: colours, language, motion, and the compact window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QBoxLayout, QMainWindow, QWidget

from desktop_app.actions import Actions
from desktop_app.background import Background
from desktop_app.calm import ask_desktop, choose_less_motion, less_motion, obey_desktop
from desktop_app.compact import CompactWindow
from desktop_app.player import Player
from desktop_app.stage import Stage
from desktop_app.theme import Theme, choose_theme
from desktop_app.translation import Language, set_language, system_language

MARGINS = (16, 8, 4, 10)  # of the window


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things lie in the full window."""

    frame: QBoxLayout  # everything
    picture: QBoxLayout  # its first part is the stage
    around: Sequence[QWidget]  # what full screen does without


class Appearance(QObject):
    """Carries out what the View menu offers, and remembers it."""

    def __init__(
        self,
        window: QMainWindow,
        commands: Actions,
        player: Player,
        stage: Stage,
        places: Places,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._player = player
        self._stage = stage
        self._places = places
        self._shut = False
        self.compact = CompactWindow(self._call_actions(), window)
        self.compact.addActions(window.actions())  # their keys work there, too
        self.compact.left.connect(self.leave_compact)
        for wanted in (stage.choice_wanted, stage.styles_wanted):
            wanted.connect(self.show_full)  # before what they ask for, which is there
        commands.fullscreen.toggled.connect(self._set_fullscreen)
        commands.compact.triggered.connect(self.toggle_compact)
        commands.themes.chosen.connect(self._choose_theme)
        commands.languages.chosen.connect(self._choose_language)
        commands.less_motion.triggered.connect(self._choose_motion)
        chosen = player.settings.window
        choose_less_motion(chosen.less_motion)
        choose_theme(_app(), chosen.theme)
        commands.themes.select(chosen.theme)

    def start(self, background: Background) -> None:
        """Ask the desktop how it wants things to move."""
        background.start(ask_desktop, self._obey_desktop, lambda _: None)
        self._show_motion()

    def _call_actions(self) -> Sequence[QAction]:
        """What one needs during a call, as the compact window's bar shows it."""
        commands = self._commands
        styles = [commands.style_back, commands.style_forward]
        private = [commands.shutter]
        return [*styles, commands.snapshot, commands.record, *private, commands.compact]

    def _set_fullscreen(self, fullscreen: bool) -> None:
        for part in self._places.around:
            part.setHidden(fullscreen)
        self._stage.set_framed(not fullscreen)
        margins = (0, 0, 0, 0) if fullscreen else MARGINS
        self._places.frame.setContentsMargins(*margins)
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if fullscreen else state & ~full)

    def toggle_compact(self) -> None:
        """Show the picture alone in a small window, or the full window again."""
        if self.compact.isVisible():
            self.leave_compact()
            return
        self._commands.fullscreen.setChecked(False)
        self.compact.take(self._stage)
        self.compact.place(self._player.settings.window.compact)
        self.compact.show()
        self._window.hide()
        self.compact.activateWindow()
        self._stage.setFocus()

    def show_full(self) -> None:
        """Show the full window, whichever there is now."""
        if self.compact.isVisible():
            self.leave_compact()

    def leave_compact(self) -> None:
        """Show the full window again."""
        self._player.keep_part("window", compact=bytes(self.compact.saveGeometry().data()))
        self.compact.give_back(self._places.picture)
        self._window.show()
        self.compact.hide()
        self._window.activateWindow()
        self._stage.setFocus()

    def shut(self) -> None:
        """Leave no window behind when the full one is closed, for good."""
        if self._shut:
            return
        self._shut = True
        if self.compact.isVisible():
            self._player.keep_part("window", compact=bytes(self.compact.saveGeometry().data()))
            self.compact.give_back(self._places.picture)
            self.compact.hide()
        # It has no parent that would: left to Python, it might be deleted in another thread.
        self.compact.deleteLater()

    def _choose_language(self, chosen: Language | None) -> None:
        self._player.choose_language(chosen)
        set_language(chosen or system_language())

    def _choose_theme(self, theme: Theme | None) -> None:
        choose_theme(_app(), theme)
        self._player.keep_part("window", theme=theme)

    def _obey_desktop(self, wants_less: bool) -> None:
        obey_desktop(wants_less)
        self._show_motion()

    def _choose_motion(self, less: bool) -> None:
        choose_less_motion(less)
        self._player.keep_part("window", less_motion=less)

    def _show_motion(self) -> None:
        self._commands.less_motion.setChecked(less_motion())


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # a widget exists
    return app
