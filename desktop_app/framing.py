"""How much around the face is stylized, how finely, and what is shown without a face."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from desktop_app.fold import Fold
from desktop_app.segmented import Segmented
from desktop_app.translation import tr
from desktop_app.widgets import column, grid, label
from vtoonify_rt.config import MAX_PADDING, MIN_PADDING, Padding, StyleConfig

PRESETS = {
    "close": Padding(left=150, right=150, top=170, bottom=150),
    "normal": Padding(),
    "wide": Padding(left=280, right=280, top=260, bottom=280),
}
SIZES = {"320": 320, "384": 384, "512": 512}
SIDES = ("left", "right", "top", "bottom")


class Framing(Fold):
    """A section that folds: crop presets and margins, crop size, what lies around, and no face.

    Signals:
        padding_chosen: The user wants this Padding.
        crop_chosen: The user wants this crop size, in pixels.
        surroundings_chosen: The user wants "stylized" or "camera".
        no_face_chosen: The user wants "hold" or "blur".
    """

    padding_chosen = Signal(object)
    crop_chosen = Signal(int)
    surroundings_chosen = Signal(str)
    no_face_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = Segmented(list(PRESETS))
        self._presets.chosen.connect(lambda key: self.padding_chosen.emit(PRESETS[key]))
        self.spins = {side: self._spin() for side in SIDES}
        self._labels = {side: label() for side in SIDES}
        self._size_label, self._around_label, self._no_face_label = label(), label(), label()
        self._sizes = Segmented(list(SIZES))
        self._sizes.chosen.connect(lambda key: self.crop_chosen.emit(SIZES[key]))
        self._around = Segmented(["stylized", "camera"])
        self._around.chosen.connect(self.surroundings_chosen)
        self._no_face = Segmented(["hold", "blur"])
        self._no_face.chosen.connect(self.no_face_chosen)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        margins = grid(gap_y=6)
        for place, side in enumerate(SIDES):
            y, x = place // 2, 2 * (place % 2)
            margins.addWidget(self._labels[side], y, x)
            margins.addWidget(self.spins[side], y, x + 1)
        margins.setColumnStretch(1, 1)
        margins.setColumnStretch(3, 1)
        content = column(self.content, margins=(0, 2, 0, 0))
        content.addWidget(self._presets)
        content.addLayout(margins)
        for caption, choice in (
            (self._size_label, self._sizes),
            (self._around_label, self._around),
            (self._no_face_label, self._no_face),
        ):
            content.addSpacing(4)
            content.addWidget(caption)
            content.addWidget(choice)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Crop and face"))
        self.draw_arrow()
        self._presets.name(
            tr("Crop"), {"close": tr("Tight"), "normal": tr("Normal"), "wide": tr("Wide")}
        )
        sides = (tr("Left"), tr("Right"), tr("Top"), tr("Bottom"))
        for side, text in zip(SIDES, sides, strict=True):
            self._labels[side].setText(text)
            self.spins[side].setAccessibleName(tr("Crop margin: {side}", side=text))
            self.spins[side].setToolTip(tr("From the eyes; they are 64 apart"))
        self._size_label.setText(tr("Detail"))
        texts = {"320": tr("Fast"), "384": tr("Normal"), "512": tr("Fine")}
        self._sizes.name(tr("Detail"), texts)
        for key, pixels in SIZES.items():
            self._sizes.explain(key, tr("{pixels} pixels across the crop", pixels=pixels))
        self._around_label.setText(tr("Around the crop"))
        texts = {"stylized": tr("Softly stylized"), "camera": tr("Camera picture")}
        self._around.name(tr("Around the crop"), texts)
        self._no_face_label.setText(tr("When no face is found"))
        self._no_face.name(
            tr("When no face is found"), {"hold": tr("Keep the last picture"), "blur": tr("Blur")}
        )

    def show_choices(self, config: StyleConfig) -> None:
        """Show what is chosen; emits nothing."""
        for side, spin in self.spins.items():
            spin.blockSignals(True)
            spin.setValue(getattr(config.padding, side))
            spin.blockSignals(False)
        self._presets.select(next((k for k, p in PRESETS.items() if p == config.padding), None))
        self._sizes.select(next((k for k, p in SIZES.items() if p == config.crop_px), None))
        self._around.select(config.surroundings)
        self._no_face.select(config.no_face)

    def _spin(self) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(MIN_PADDING, MAX_PADDING)
        spin.setSingleStep(10)
        spin.lineEdit().setTextMargins(4, 0, 0, 0)
        spin.setKeyboardTracking(False)  # not every digit on the way to a number
        spin.valueChanged.connect(self._emit_padding)
        return spin

    def _emit_padding(self) -> None:
        values = {side: spin.value() for side, spin in self.spins.items()}
        self.padding_chosen.emit(Padding(**values))
