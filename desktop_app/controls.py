"""The panel beside the picture: source, look, strength, colours, crop."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from checkpoint.manifest import ModelManifest
from desktop_app.framing import Framing
from desktop_app.motion import Motion
from desktop_app.palette_row import PaletteRow
from desktop_app.player import Player
from desktop_app.source_chooser import SourceChooser
from desktop_app.strength import Strength
from desktop_app.style_grid import StyleGrid
from desktop_app.translation import tr
from desktop_app.widgets import column, label

WIDTH = 324


class Controls(QScrollArea):
    """Shows what is chosen, and holds the controls that choose; it decides nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceChooser()
        self.styles = StyleGrid()
        self.strength = Strength()
        self.palettes = PaletteRow()
        self.framing = Framing()
        self.motion = Motion()
        self._models: Sequence[ModelManifest] = ()
        self._source_label = label("section")
        self._style_label = label("section")
        self._palette_label = label("section")
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for section in (self.framing, self.motion):
            section.unfolded.connect(lambda section=section: self._reveal(section))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("controls")
        layout = column(content, margins=(4, 2, 16, 12))
        parts: list[QWidget | None] = [
            self._source_label,
            self.source,
            None,
            self._style_label,
            self.styles,
            None,
            self.strength,
            None,
            self._palette_label,
            self.palettes,
            self.framing,
            self.motion,
        ]
        for part in parts:
            if part is None:
                layout.addSpacing(10)
            else:
                layout.addWidget(part)
        layout.addStretch()
        self.setWidget(content)

    def _reveal(self, section: QWidget) -> None:
        """Scroll to the section that was opened, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(section))

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._source_label.setText(tr("Source"))
        self._style_label.setText(tr("Style"))
        self._palette_label.setText(tr("Palette"))
        for part in (self.source, self.styles, self.strength, self.palettes):
            part.retranslate()
        for section in (self.framing, self.motion):
            section.retranslate()

    def set_models(self, models: Sequence[ModelManifest]) -> None:
        """Offer the looks of these models."""
        self.styles.set_models(models)

    def show_choices(self, player: Player) -> None:
        """Show what is chosen; emits nothing."""
        config = player.config
        self.source.show_sources(player.cameras, player.source, looking=player.looking)
        self.styles.select(config.style)
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
