"""Everything that can be done by menu or key, once: the menus, the buttons and the list of
shortcuts all read it here."""

import re

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop_app.icons import icon
from desktop_app.translation import LANGUAGES, Language, tr

NUMBERED_STYLES = 9


class Actions(QObject):
    """The window's actions, in its menu bar.

    Signals:
        style_wanted: The look at this place, counted from 1.
        degree_stepped: More (1) or less (-1) of the look.
        language_wanted: "en", "zh", or None for that of the desktop.
    """

    style_wanted = Signal(int)
    degree_stepped = Signal(int)
    language_wanted = Signal(object)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._recording = False
        self.open = self._make(QKeySequence(QKeySequence.StandardKey.Open), "folder")
        self.more_styles = self._make("Ctrl+Shift+S", "styles")
        self.record = self._make("R", "record")
        self.snapshot = self._make("S", "snapshot")
        self.quit = self._make(QKeySequence(QKeySequence.StandardKey.Quit))
        self.mirror = self._make("M", "mirror", checkable=True)
        self.compare = self._make("C", "compare", checkable=True)
        self.fullscreen = self._make("F11", "fullscreen", checkable=True)
        self.weaker = self._make("[")
        self.stronger = self._make("]")
        self.help = self._make("F1")
        self.why_slow = self._make("")
        self.log = self._make("")
        self.about = self._make("")
        self.styles = [self._make(str(n)) for n in range(1, NUMBERED_STYLES + 1)]
        for number, action in enumerate(self.styles, start=1):
            action.triggered.connect(lambda _, number=number: self.style_wanted.emit(number))
        self.weaker.triggered.connect(lambda: self.degree_stepped.emit(-1))
        self.stronger.triggered.connect(lambda: self.degree_stepped.emit(1))
        self.quit.triggered.connect(window.close)
        self.languages = self._make_languages()
        self._menus = self._make_menus()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        menus = (tr("&File"), tr("&View"), tr("&Language"), tr("&Help"))
        for menu, title in zip(self._menus, menus, strict=True):
            menu.setTitle(title)
        name(self.open, tr("&Open a file…"))
        name(self.more_styles, tr("Get &more styles…"))
        name(self.snapshot, tr("&Snapshot"))
        self.snapshot.setToolTip(
            tr(
                "Save the picture. The unstylized one is kept, on this computer only, "
                "for the thumbnails of new styles."
            )
        )
        name(self.quit, tr("&Quit"))
        name(self.mirror, tr("&Mirror"))
        self.mirror.setToolTip(tr("Show the preview as in a mirror; recordings stay as they are"))
        name(self.compare, tr("&Compare"))
        self.compare.setToolTip(tr("Divide the picture into original and stylized"))
        name(self.fullscreen, tr("&Full screen"))
        name(self.weaker, tr("Less of the style"))
        name(self.stronger, tr("More of the style"))
        name(self.help, tr("Keyboard &shortcuts"))
        name(self.why_slow, tr("&Why is it slow?"))
        name(self.log, tr("Show the &log"))
        name(self.about, tr("&About VToonify RT"))
        for number, action in enumerate(self.styles, start=1):
            action.setText(tr("Style {number}", number=number))
        self.languages[None].setText(tr("As the system"))
        self._name_record()

    @property
    def recording(self) -> bool:
        """Whether the record action would stop a recording."""
        return self._recording

    def show_recording(self, active: bool) -> None:
        """Let the record action say what it would do now."""
        if active != self._recording:
            self._recording = active
            self._name_record()

    def _name_record(self) -> None:
        active = self._recording
        self.record.setText(tr("Stop &recording") if active else tr("Start &recording"))
        self.record.setIconText(tr("Stop") if active else tr("Record"))
        self.record.setIcon(icon("stop" if active else "record"))

    def redraw_icons(self) -> None:
        """Draw the icons in the palette's present colours."""
        for action, name in (
            (self.open, "folder"),
            (self.more_styles, "styles"),
            (self.snapshot, "snapshot"),
            (self.mirror, "mirror"),
            (self.compare, "compare"),
            (self.fullscreen, "fullscreen"),
        ):
            action.setIcon(icon(name))
        self._name_record()

    def list(self) -> list[tuple[str, str]]:
        """Return (keys, what they do) of everything with a key, for the help."""
        rows = [
            (tr("Hold Space or B"), tr("Show the original")),
            ("← →", tr("Move the divider, with the focus on the picture")),
        ]
        named = [self.record, self.snapshot, self.mirror, self.compare, self.fullscreen]
        named += [self.weaker, self.stronger, self.open, self.more_styles, self.help, self.quit]
        for action in named:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            rows.append((keys, action.iconText()))
        rows.insert(4, (f"1 – {NUMBERED_STYLES}", tr("Choose a style")))  # noqa: RUF001
        return rows

    def _make(
        self, keys: QKeySequence | str, symbol: str = "", *, checkable: bool = False
    ) -> QAction:
        action = QAction(icon(symbol) if symbol else QIcon(), "", self._window)
        action.setShortcut(QKeySequence(keys))
        action.setCheckable(checkable)
        self._window.addAction(action)  # so that its key works while the menu bar is hidden
        return action

    def _make_languages(self) -> dict[Language | None, QAction]:
        group = QActionGroup(self)
        names = {None: "", "en": "English", "zh": "简体中文"}
        actions: dict[Language | None, QAction] = {}
        for key in (None, *LANGUAGES):
            action = QAction(names[key], group)
            action.setCheckable(True)
            action.triggered.connect(lambda _, key=key: self.language_wanted.emit(key))
            actions[key] = action
        return actions

    def _make_menus(self) -> tuple[QMenu, QMenu, QMenu, QMenu]:
        bar = self._window.menuBar()
        file, view, help_ = bar.addMenu(""), bar.addMenu(""), QMenu(bar)
        language = QMenu(view)
        file.addActions([self.open, self.more_styles, self.snapshot, self.record])
        file.addSeparator()
        file.addAction(self.quit)
        view.addActions([self.mirror, self.compare, self.fullscreen])
        view.addSeparator()
        view.addActions([self.weaker, self.stronger])
        view.addSeparator()
        view.addMenu(language)
        language.addActions(list(self.languages.values()))
        bar.addMenu(help_)
        help_.addActions([self.help, self.why_slow, self.log, self.about])
        return file, view, language, help_


def name(action: QAction, text: str) -> None:
    """Give an action its menu text, and buttons and lists the same without mnemonic and dots."""
    action.setText(text)
    action.setIconText(re.sub(r"\(&\w\)|&|…", "", text))
