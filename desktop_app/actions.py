"""Everything that can be done by menu or key, once: the menus, the buttons and the list of
shortcuts all read it here."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop_app.action_texts import keys_of, name, unmarked
from desktop_app.choice_menu import ChoiceMenu
from desktop_app.icons import give_symbol, symbol_of
from desktop_app.panic_key import PANIC_KEYS
from desktop_app.theme import THEMES
from desktop_app.translation import LANGUAGES, tr

NUMBERED_STYLES = 9
STEPS = (",", ".", "[", "]")  # keys that may be held down


class Actions(QObject):
    """The window's actions, in its menu bar.

    Signals:
        style_wanted: The look at this place, counted from 1.
        style_stepped: The look after (1) or before (-1) the present one.
        degree_stepped: More (1) or less (-1) of the look.
    """

    style_wanted = Signal(int)
    style_stepped = Signal(int)
    degree_stepped = Signal(int)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._recording = False
        self.open = self._make(QKeySequence(QKeySequence.StandardKey.Open), "folder")
        self.more_styles = self._make("Ctrl+Shift+S", "styles")
        self.record = self._make("R", "record")
        self.pause = self._make("P", "pause", checkable=True)
        self.save_replay = self._make("L", "replay")
        self.save_gif = self._make("G", "film")
        self.snapshot = self._make("S", "snapshot")
        self.quit = self._make(QKeySequence(QKeySequence.StandardKey.Quit))
        self.mirror = self._make("M", "mirror", checkable=True)
        self.compare = self._make("C", "compare", checkable=True)
        self.fullscreen = self._make("F11", "fullscreen", checkable=True)
        self.compact = self._make("F9", "compact")
        self.less_motion = self._make("", checkable=True)
        self.style_back = self._make(",", "left")
        self.style_forward = self._make(".", "right")
        self.find_style = self._make("Ctrl+F", "search")
        self.favourite = self._make("F", "star")
        self.swap = self._make("X", "swap")
        self.both = self._make("Shift+C", "compare", checkable=True)
        self.weaker = self._make("[")
        self.stronger = self._make("]")
        self.virtual_camera = self._make("V", "broadcast", checkable=True)
        self.shutter = self._make("H", "shutter", checkable=True)
        self.panic = self._make(PANIC_KEYS, "eye-off")
        self.show_again = self._make("", "eye")
        self.setup = self._make("")
        self.help = self._make("F1")
        self.start_again = self._make("")
        self.hints = self._make("", checkable=True)
        self.why_slow = self._make("")
        self.diagnostics = self._make("")
        self.log = self._make("")
        self.about = self._make("")
        self.styles = [self._make(str(n)) for n in range(1, NUMBERED_STYLES + 1)]
        self._connect()
        self._make_menus()
        self.retranslate()

    def _connect(self) -> None:
        for number, action in enumerate(self.styles, start=1):
            action.triggered.connect(lambda _, number=number: self.style_wanted.emit(number))
        self.style_back.triggered.connect(lambda: self.style_stepped.emit(-1))
        self.style_forward.triggered.connect(lambda: self.style_stepped.emit(1))
        self.weaker.triggered.connect(lambda: self.degree_stepped.emit(-1))
        self.stronger.triggered.connect(lambda: self.degree_stepped.emit(1))
        self.quit.triggered.connect(self._window.close)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._file.setTitle(tr("&File"))
        self._view.setTitle(tr("&View"))
        self._look.setTitle(tr("&Look"))
        self._output.setTitle(tr("&Output"))
        self._help.setTitle(tr("&Help"))
        system = tr("As the system")
        self.languages.name(tr("&Language"), {None: system, "en": "English", "zh": "简体中文"})
        self.themes.name(tr("Colo&urs"), {None: system, "light": tr("Light"), "dark": tr("Dark")})
        self._name_files()
        self._name_views()
        self._name_looks()
        self._name_others()
        self._name_helps()
        self._name_record()

    def _name_files(self) -> None:
        name(self.open, tr("&Open a file…"))
        name(self.more_styles, tr("Get &more styles…"))
        name(self.snapshot, tr("&Snapshot"))
        self.snapshot.setToolTip(
            tr(
                "Save the picture. The unstylized one is kept, on this computer only, "
                "for the thumbnails of new styles."
            )
        )
        name(self.pause, tr("&Pause the recording"))
        name(self.save_replay, tr("Save the &last 30 seconds"))
        name(self.save_gif, tr("Save a &GIF of the last seconds"))
        name(self.quit, tr("&Quit"))

    def _name_views(self) -> None:
        name(self.mirror, tr("&Mirror"))
        self.mirror.setToolTip(tr("Show the preview as in a mirror; recordings stay as they are"))
        name(self.compare, tr("&Compare"))
        self.compare.setToolTip(tr("Divide the picture into original and stylized"))
        name(self.fullscreen, tr("&Full screen"))
        name(self.compact, tr("Com&pact window"))
        self.compact.setToolTip(tr("The picture alone, small, above all other windows"))
        name(self.less_motion, tr("L&ess motion"))

    def _name_looks(self) -> None:
        name(self.style_back, tr("Style before"))
        name(self.style_forward, tr("Next style"))
        name(self.weaker, tr("Less of the style"))
        name(self.stronger, tr("More of the style"))
        name(self.find_style, tr("&Find a style"))
        name(self.favourite, tr("A favourite, or no lon&ger"))
        name(self.swap, tr("Swap &A and B"))
        self.swap.setToolTip(tr("Show the other one of the two looks that are compared"))
        name(self.both, tr("A and B side &by side"))
        self.both.setToolTip(tr("Divide the picture into the two looks"))
        for number, action in enumerate(self.styles, start=1):
            action.setText(tr("Style {number}", number=number))

    def _name_others(self) -> None:
        name(self.virtual_camera, tr("&Virtual camera"))
        self.virtual_camera.setToolTip(tr("Let other programs use the picture as their camera"))
        name(self.shutter, tr("Privacy &shutter"))
        self.shutter.setToolTip(tr("Show others a card until you open it again"))
        name(self.panic, tr("&Hide me at once"))
        name(self.show_again, tr("Show &me again"))
        name(self.setup, tr("Set &up the virtual camera…"))

    def _name_helps(self) -> None:
        name(self.help, tr("Keyboard &shortcuts"))
        name(self.start_again, tr("First st&eps"))
        name(self.hints, tr("Show &hints"))
        name(self.why_slow, tr("&Why is it slow?"))
        name(self.diagnostics, tr("&Copy diagnostics"))
        self.diagnostics.setToolTip(
            tr("Copy what helps to find a fault, as text, without personal data")
        )
        name(self.log, tr("Show the &log"))
        name(self.about, tr("&About VToonify RT"))

    @property
    def recording(self) -> bool:
        """Whether the record action would stop a recording."""
        return self._recording

    def add_menu_of_looks(self, menu: QMenu) -> None:
        """Show `menu` within that of the looks."""
        self._look.addSeparator()
        self._look.addMenu(menu)

    def show_recording(self, active: bool) -> None:
        """Let the record action say what it would do now."""
        if active != self._recording:
            self._recording = active
            self._name_record()

    def _name_record(self) -> None:
        active = self._recording
        self.record.setText(tr("Stop &recording") if active else tr("Start &recording"))
        self.record.setIconText(tr("Stop") if active else tr("Record"))
        give_symbol(self.record, "stop" if active else "record")

    def show_others(self, *, camera: bool, shutter: bool, hidden: bool) -> None:
        """Let the actions say whether others see the virtual camera, and what of the user."""
        self.virtual_camera.setChecked(camera)
        self.shutter.setChecked(shutter)
        self.panic.setEnabled(not hidden)
        self.show_again.setEnabled(hidden)

    def redraw_icons(self) -> None:
        """Draw the icons in the palette's present colours."""
        for action in self._window.actions():
            if symbol := symbol_of(action):
                give_symbol(action, symbol)

    def shortcuts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return (group, (keys, what they do) of each action in it) of everything with a key."""
        picture = [
            (tr("Hold Space or B"), tr("Show the original")),
            ("← →", tr("Move the divider, with the focus on the picture")),
            (f"1 – {NUMBERED_STYLES}", tr("Choose a style")),  # noqa: RUF001
            ("Esc", tr("Leave full screen or the compact window")),
        ]
        groups = [(tr("Picture"), picture)]
        for menu in (self._view, self._look, self._file, self._output, self._help):
            keyed = [action for action in menu.actions() if not action.shortcut().isEmpty()]
            rows = [(keys_of(action), action.iconText()) for action in keyed]
            groups.append((unmarked(menu.title()), rows))
        return groups

    def _make(
        self, keys: QKeySequence | str, symbol: str = "", *, checkable: bool = False
    ) -> QAction:
        action = QAction(self._window)
        if symbol:
            give_symbol(action, symbol)
        action.setShortcut(QKeySequence(keys))
        action.setAutoRepeat(keys in STEPS)  # else a key held too long opens the shutter again
        action.setCheckable(checkable)
        self._window.addAction(action)  # so that its key works while the menu bar is hidden
        return action

    def _make_menus(self) -> None:
        bar = self._window.menuBar()
        menus = [QMenu(bar) for _ in range(5)]
        self._file, self._view, self._look, self._output, self._help = menus
        for menu in menus:
            bar.addMenu(menu)
        self.languages = ChoiceMenu((None, *LANGUAGES), self._view)
        self.themes = ChoiceMenu((None, *THEMES), self._view)
        self._file.addActions([self.open, self.more_styles])
        self._file.addSeparator()
        takes = [self.snapshot, self.record, self.pause, self.save_replay, self.save_gif]
        self._file.addActions(takes)
        self._file.addSeparator()
        self._file.addAction(self.quit)
        self._view.addActions([self.mirror, self.compare, self.fullscreen, self.compact])
        self._view.addSeparator()
        self._look.addActions([self.find_style, self.favourite])
        self._look.addActions([self.style_back, self.style_forward, self.weaker, self.stronger])
        self._look.addSeparator()
        self._look.addActions([self.swap, self.both])
        self._view.addMenu(self.themes)
        self._view.addMenu(self.languages)
        self._view.addAction(self.less_motion)
        self._output.addActions([self.virtual_camera, self.setup])
        self._output.addSeparator()
        self._output.addActions([self.shutter, self.panic, self.show_again])
        self._help.addActions([self.help, self.start_again, self.hints])
        self._help.addSeparator()
        self._help.addActions([self.why_slow, self.diagnostics, self.log, self.about])
