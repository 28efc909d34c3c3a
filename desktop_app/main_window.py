"""The window: lays out the parts and connects them; the parts do the work."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop_app.actions import Actions
from desktop_app.appearance import MARGINS, Appearance, Places
from desktop_app.background import Background
from desktop_app.controls import Controls
from desktop_app.face_desk import FaceDesk
from desktop_app.file_choice import ask_for_file
from desktop_app.first_steps import Destination
from desktop_app.gallery import Gallery
from desktop_app.help_desk import HelpDesk
from desktop_app.icons import app_icon
from desktop_app.input_window import InputWindow
from desktop_app.others_view import OthersParts, OthersView
from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.progress import Progress, Views, show_in_folder
from desktop_app.recording import Recording
from desktop_app.recording_view import RecordingParts, RecordingView
from desktop_app.run_time import SAMPLE, RunTime
from desktop_app.settings import Settings
from desktop_app.slowness import Slowness
from desktop_app.stage import Stage
from desktop_app.styles_panel import StylesPanel
from desktop_app.transport import StatusLine, Transport
from desktop_app.widgets import column, row, timer
from vtoonify_rt.errors import AppError
from vtoonify_rt.log_file import log_path

KEEP_MS = 1000  # after the last change of a setting
COLOUR_MS = 10  # after new colours, so that what the user does comes between them and the icons


class MainWindow(InputWindow):
    """The whole app but for the process around it; `start` begins to play.

    `keep` is called in a background thread with settings that are to be remembered.
    """

    def __init__(
        self,
        run_time: RunTime,
        settings: Settings,
        keep: Callable[[Settings], None] = lambda settings: None,
    ) -> None:
        super().__init__()
        self._keep = keep
        self._keep_soon = timer(self, KEEP_MS, once=True)
        self._keep_soon.timeout.connect(self._keep_settings)
        self._colour_soon = timer(self, COLOUR_MS, once=True)
        self._colour_soon.timeout.connect(self._colour)
        self.background = Background(self)
        self.playback = Playback(run_time, settings.stylize, parent=self)
        self.player = Player(run_time, settings, self.playback, self.background, parent=self)
        self.recording = Recording(run_time, self.playback, self.background, parent=self)
        self.commands = Actions(self)
        self.stage = Stage()
        self.playback.prepare = self.stage.ready.prepare
        self.controls = Controls()
        self.faces = FaceDesk(self.controls, self.stage, self.player, self.playback)
        self.status = StatusLine()
        self.slowness = Slowness(self.player, self)
        self.styles = StylesPanel(run_time, self.player, self.stage, self)
        self._transport = Transport(self.commands)
        self.player.changed.connect(self._show_choices)  # first: the others ask for names
        self.player.changed.connect(self._keep_soon.start)
        views = Views(
            stage=self.stage,
            status=self.status,
            commands=self.commands,
            sources=self.controls.source,
            slowness=self.slowness,
        )
        self.progress = Progress(self.player, self.playback, self.recording, views)
        player, playback = self.player, self.playback
        self.help = HelpDesk(
            self, self.commands, self.stage, player, playback, self.recording, self.background
        )
        places = self._lay_out(settings)
        self.appearance = Appearance(self, self.commands, self.player, self.stage, places)
        parts = OthersParts(self.commands, self.stage, self.controls)
        self.others = OthersView(self, run_time, player, playback, self.background, parts)
        shared = self.player, self.playback, self.stage, self.background
        self.gallery = Gallery(run_time, self.controls, self.commands, self.styles.open, *shared)
        recorded = RecordingParts(self.recording, self.commands, self.stage, self.controls)
        self.takes = RecordingView(self, run_time, player, playback, self.background, recorded)
        self._connect_controls()
        self._connect_commands()
        self.styles.models_changed.connect(self._show_models)
        self.stage.sample_wanted.connect(lambda: self._choose_source(SAMPLE))
        self.stage.choice_wanted.connect(self.controls.source.open_menu)
        self.stage.styles_wanted.connect(self.styles.open)
        self.setWindowIcon(app_icon())
        self.setWindowTitle("VToonify RT")
        self.retranslate()

    @property
    def settings(self) -> Settings:
        """What is to be remembered."""
        return replace(self.player.settings, geometry=bytes(self.saveGeometry().data()))

    def start(self) -> None:
        """Begin to play; what is wrong with the installation is said in the picture."""
        try:
            self.player.start()
        except AppError as error:
            self.stage.show_error(error)
        self._show_models()
        self.styles.start()
        self.appearance.start(self.background)
        self.help.start()
        self.others.start()
        self.gallery.start()

    def shut_down(self, timeout: float) -> bool:
        """Finish a recording and stop everything; return whether all of it has ended."""
        self._keep_soon.blockSignals(True)  # from here on whoever ends the window keeps them
        self.recording.stop()
        self.others.shut_down()
        self.gallery.shut_down()
        self.takes.shut_down()
        self.appearance.shut()  # also where the window was never closed
        stopped = self.styles.shut_down(timeout)
        stopped = self.playback.shut_down(timeout) and stopped
        return self.background.shut_down(timeout) and stopped

    def _lay_out(self, settings: Settings) -> Places:
        below = QWidget()
        bottom = column(below, margins=(0, 12, 0, 0))
        bottom.addWidget(self._transport)
        figures = row(gap=12)
        figures.addWidget(self.status, 1)
        figures.addWidget(self.slowness.line)
        figures.addWidget(self.styles.line)
        bottom.addLayout(figures)
        picture = column(gap=0)
        picture.addWidget(self.stage, 1)
        picture.addWidget(below)
        centre = QWidget()
        frame = row(centre, gap=16, margins=MARGINS)
        frame.addLayout(picture, 1)
        frame.addWidget(self.controls)
        self.setCentralWidget(centre)
        self.setMinimumSize(QSize(900, 600))
        self.resize(1280, 688)  # a 16:9 picture nearly fills its place, on a small screen too
        self.restoreGeometry(settings.geometry)  # empty or of a screen that is gone: ignored
        self.stage.setFocus()
        around = (self.menuBar(), self.controls, below)
        return Places(frame=frame, picture=picture, around=around)

    def _connect_controls(self) -> None:
        self.controls.connect_to(self.player)
        self.controls.source.chosen.connect(self._choose_source)
        self.controls.source.file_wanted.connect(self._ask_for_file)
        self.controls.styles.chooser.more_wanted.connect(self.styles.open)
        self.controls.styles.chosen.connect(self.help.note_pick)
        self.help.destination_chosen.connect(self.others.take_destination)
        self.stage.steps.source_chosen.connect(self._choose_source)
        self.help.destination_chosen.connect(self._show_destination)

    def _connect_commands(self) -> None:
        commands = self.commands
        commands.open.triggered.connect(self._ask_for_file)
        commands.more_styles.triggered.connect(self.styles.open)
        commands.mirror.triggered.connect(self.player.set_mirror)
        commands.compare.toggled.connect(lambda on: self.stage.set_wipe(0.5 if on else None))
        commands.why_slow.triggered.connect(self.slowness.open)
        commands.log.triggered.connect(lambda: show_in_folder(log_path()))
        self.original_held.connect(self.stage.show_original)
        self.escaped.connect(lambda: commands.fullscreen.setChecked(False))
        self.file_dropped.connect(self._choose_source)

    def retranslate(self) -> None:
        """Set all texts in the chosen language."""
        windows = self.slowness, self.styles, self.help, self.gallery
        for part in (self.commands, self.stage, self.controls, *windows):
            part.retranslate()
        self.commands.languages.select(self.player.settings.language)
        self._show_choices()
        for view in (self.progress, self.others, self.takes):
            view.show_all()

    def _keep_settings(self) -> None:
        settings = self.settings
        self.background.start(lambda: self._keep(settings), lambda _: None, self.stage.tell_error)

    def _show_models(self) -> None:
        self.controls.set_models(self.player.models)
        self._show_choices()

    def _show_choices(self) -> None:
        player = self.player
        self.controls.show_choices(player)
        self.commands.mirror.setChecked(player.mirror)
        self.stage.set_mirror(player.mirror)
        self.controls.source.show_no_camera(player.no_camera)

    def _colour(self) -> None:
        """Draw in the palette's present colours what has colours of its own."""
        self.commands.redraw_icons()
        for part in (self.controls, self.gallery, self.styles):
            part.retranslate()

    def _choose_source(self, source: str) -> None:
        self.recording.stop()
        self.stage.message.dismiss()
        self.stage.clear()
        self.player.choose_source(source)

    def _show_destination(self, destination: Destination) -> None:
        self.controls.show_page("look" if destination == "look" else "output")

    def _ask_for_file(self) -> None:
        if name := ask_for_file(self):
            self._choose_source(name)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language, colours, or focus."""
        super().changeEvent(event)
        kind = event.type()
        if kind == QEvent.Type.LanguageChange:
            self.retranslate()
        elif kind == QEvent.Type.PaletteChange:
            self._colour_soon.start()
        elif kind == QEvent.Type.ActivationChange:
            self.help.note_active(self.isActiveWindow())
            if not self.isActiveWindow():
                self.stage.show_original(False)  # the key may be released elsewhere

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop; `shut_down` waits for the end once the window is gone."""
        self._keep_soon.stop()
        self.recording.stop()
        self.playback.stop()
        self.styles.window.close()
        self.appearance.shut()
        event.accept()
