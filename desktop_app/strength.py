"""How much of the look is given."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from desktop_app.translation import tr
from desktop_app.widgets import column, label, row

STEP = 5  # percent, for one press of a key


class Strength(QWidget):
    """A slider from 0 to 100 percent.

    Signals:
        chosen: The user wants this degree, 0 to 1.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("section")
        self._value = label("value")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(4 * STEP)
        self.slider.valueChanged.connect(self._emit)
        head = row()
        head.addWidget(self._name)
        head.addStretch()
        head.addWidget(self._value)
        layout = column(self, gap=4)
        layout.addLayout(head)
        layout.addWidget(self.slider)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._name.setText(tr("Strength"))
        self.slider.setAccessibleName(tr("Strength of the style in percent"))
        self.slider.setToolTip(tr("0 % is the picture as it is"))

    def show_degree(self, degree: float, *, fixed: bool) -> None:
        """Show `degree`; `fixed`: the model knows no other. Emits nothing."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * degree))
        self.slider.blockSignals(False)
        self.slider.setEnabled(not fixed)
        self._value.setText(f"{self.slider.value()} %")

    def step(self, count: int) -> None:
        """Move by `count` steps, as a key would."""
        if self.slider.isEnabled():
            self.slider.setValue(self.slider.value() + count * STEP)

    def _emit(self, percent: int) -> None:
        self._value.setText(f"{percent} %")
        self.chosen.emit(percent / 100)
