"""How steady the picture is in motion, and what is held when the machine cannot keep up."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from desktop_app.fold import Fold
from desktop_app.segmented import Segmented
from desktop_app.translation import tr
from desktop_app.widgets import column, label, row
from vtoonify_rt.config import GovernorConfig

STEP = 5  # percent, for one press of a key
GOALS: Mapping[str, GovernorConfig] = {
    "30": GovernorConfig(mode="fps", target=30),
    "24": GovernorConfig(mode="fps", target=24),
    "latency": GovernorConfig(mode="latency", target=60),
    "off": GovernorConfig(mode="off"),
}


class Motion(Fold):
    """A section that folds: the smoothing in time, and the governor's goal.

    Signals:
        smoothing_chosen: The user wants this much, 0 to 1.
        goal_chosen: The user wants this GovernorConfig.
    """

    smoothing_chosen = Signal(float)
    goal_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steady_label, self._value = label(), label("value")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(4 * STEP)
        self.slider.valueChanged.connect(self._emit_smoothing)
        self._goal_label = label()
        self._goals = Segmented(list(GOALS))
        self._goals.chosen.connect(lambda key: self.goal_chosen.emit(GOALS[key]))
        head = row()
        head.addWidget(self._steady_label)
        head.addStretch()
        head.addWidget(self._value)
        layout = column(self.content, margins=(0, 2, 0, 0))
        layout.addLayout(head)
        layout.addWidget(self.slider)
        layout.addSpacing(4)
        layout.addWidget(self._goal_label)
        layout.addWidget(self._goals)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Motion and speed"))
        self.draw_arrow()
        self._steady_label.setText(tr("Steadiness"))
        self.slider.setAccessibleName(tr("Steadiness of the picture in percent"))
        self.slider.setToolTip(tr("Less flicker; 0 % shows every picture as the model paints it"))
        self._show_value()
        self._goal_label.setText(tr("Keep it fluent"))
        texts = {
            "30": tr("30 fps"),
            "24": tr("24 fps"),
            "latency": tr("Low latency"),
            "off": tr("Off"),
        }
        self._goals.name(tr("Keep it fluent"), texts)
        lowers = tr("Lowers the detail when the machine cannot keep up, and raises it again")
        for key in ("30", "24"):
            self._goals.explain(key, lowers)
        self._goals.explain("latency", tr("Lowers the detail until the latency is below 60 ms"))
        self._goals.explain("off", tr("The detail stays as it was chosen, however slow it is"))

    def show_choices(self, smoothing: float, goal: GovernorConfig) -> None:
        """Show what is chosen; emits nothing."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * smoothing))
        self.slider.blockSignals(False)
        self._show_value()
        self._goals.select(next((key for key, known in GOALS.items() if known == goal), None))

    def _show_value(self) -> None:
        percent = self.slider.value()
        self._value.setText(f"{percent} %" if percent else tr("Off"))

    def _emit_smoothing(self, percent: int) -> None:
        self._show_value()
        self.smoothing_chosen.emit(percent / 100)
