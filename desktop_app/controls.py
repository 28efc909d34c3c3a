"""The panel beside the picture: the source, and pages for the look, the picture, and the output."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from checkpoint.manifest import ModelManifest
from desktop_app.faces import Faces
from desktop_app.framing import Framing
from desktop_app.motion import Motion
from desktop_app.others_section import OthersSection
from desktop_app.page import Page
from desktop_app.palette_row import PaletteRow
from desktop_app.player import Player
from desktop_app.recording_section import RecordingSection
from desktop_app.segmented import Segmented
from desktop_app.source_chooser import SourceChooser
from desktop_app.strength import Strength
from desktop_app.style_grid import StyleGrid
from desktop_app.translation import tr
from desktop_app.virtual_camera_section import VirtualCameraSection
from desktop_app.widgets import column, label

WIDTH = 324
PAGES = ("look", "picture", "output")


class Controls(QWidget):
    """Shows what is chosen, and holds the controls that choose; it decides nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceChooser()
        self.styles = StyleGrid()
        self.strength = Strength()
        self.palettes = PaletteRow()
        self.faces = Faces()
        self.framing = Framing()
        self.motion = Motion()
        self.virtual_camera = VirtualCameraSection()
        self.others = OthersSection()
        self.recording = RecordingSection()
        self._palette_label = label("section")
        self._chooser = Segmented(PAGES)
        self._chooser.chosen.connect(self.show_page)
        look = (self.styles, None, self.strength, None, self._palette_label, self.palettes)
        picture = (self.faces, self.framing, self.motion)
        output = (self.virtual_camera, None, self.others, None, self.recording)
        self._pages = {"look": Page(look), "picture": Page(picture), "output": Page(output)}
        self.setFixedWidth(WIDTH)
        self._lay_out()
        self.show_page("look")
        self.retranslate()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        head = column(gap=10, margins=(4, 2, 16, 0))
        head.addWidget(self.source)
        head.addWidget(self._chooser)
        layout = column(self, gap=12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def show_page(self, key: str) -> None:
        """Show the page `key`, one of `PAGES`."""
        self._chooser.select(key)
        self._stack.setCurrentWidget(self._pages[key])

    def connect_to(self, player: Player) -> None:
        """Let `player` do what is chosen; what to open and what plays, the window
        sees to, and which face a look is for, the desk of faces."""
        self.source.refresh_wanted.connect(player.look_for_cameras)
        self.framing.padding_chosen.connect(lambda padding: player.change(padding=padding))
        self.framing.crop_chosen.connect(lambda pixels: player.change(crop_px=pixels))
        self.framing.surroundings_chosen.connect(lambda key: player.change(surroundings=key))
        self.framing.no_face_chosen.connect(lambda choice: player.change(no_face=choice))
        self.motion.smoothing_chosen.connect(lambda amount: player.change(smoothing=amount))
        self.motion.goal_chosen.connect(player.choose_governor)
        self.palettes.chosen.connect(player.choose_palette)
        self.palettes.customs_changed.connect(player.keep_palettes)

    def add_to_look(self, section: QWidget) -> None:
        """Show `section` at the end of the page of looks."""
        self._pages["look"].add(section)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._palette_label.setText(tr("Palette"))
        names = {"look": tr("Look"), "picture": tr("Picture"), "output": tr("Output")}
        self._chooser.name(tr("Page"), names)
        look = (self.source, self.styles, self.strength, self.palettes)
        picture = (self.faces, self.framing, self.motion)
        for part in (*look, *picture, self.virtual_camera, self.others, self.recording):
            part.retranslate()

    def set_models(self, models: Sequence[ModelManifest]) -> None:
        """Offer the looks of these models."""
        self.styles.set_models(models)

    def show_choices(self, player: Player) -> None:
        """Show what is chosen; emits nothing."""
        config = player.config
        self.source.show_sources(player.cameras, player.source, looking=player.looking)
        self.styles.select(config.style)
        self.faces.show_choices(player.settings.stylize.faces)
        self.framing.show_choices(player.settings.stylize)
        self.motion.show_choices(player.settings.stylize.smoothing, player.settings.governor)
        fixed = player.look is not None and player.look[0].fixed_degree is not None
        self.strength.show_degree(config.degree, fixed=fixed)
        self._palette_label.setVisible(player.palette is not None)
        self.palettes.setVisible(player.palette is not None)
        if player.look is not None and player.palette is not None:
            model, style = player.look
            given = [style.palette, *(other.palette for other in model.styles if other.palette)]
            self.palettes.show_palettes(given, player.settings.palettes, player.palette)
