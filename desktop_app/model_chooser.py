"""Which model's looks are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from checkpoint.manifest import ModelManifest
from desktop_app.icons import icon
from desktop_app.source_chooser import unmarked
from desktop_app.translation import language, tr
from desktop_app.widgets import row, tool_button

GAP = 56  # pixels of the button that the name cannot have


class ModelChooser(QWidget):
    """A button with a menu of the models, and at its end a way to more of them.

    Signals:
        chosen: The user wants to see the looks of the model with this id.
        more_wanted: The user wants other models than these.
    """

    chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: Sequence[ModelManifest] = ()
        self._shown: ModelManifest | None = None
        self.menu = QMenu(self)
        self.button = tool_button("source")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setMenu(self.menu)
        row(self).addWidget(self.button)

    def show_models(self, models: Sequence[ModelManifest], shown: ModelManifest) -> None:
        """Offer `models` with `shown` chosen; emits nothing."""
        self._models, self._shown = models, shown
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.menu.clear()
        group = QActionGroup(self.menu)
        for model in self._models:
            action = self.menu.addAction(unmarked(model_name(model)))
            action.setActionGroup(group)
            action.setCheckable(True)
            action.setChecked(model is self._shown)
            action.triggered.connect(lambda _, model_id=model.id: self.chosen.emit(model_id))
        self.menu.addSeparator()
        more = self.menu.addAction(icon("styles"), tr("Get more styles…"))
        more.triggered.connect(self.more_wanted)
        self._show_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name to the new width."""
        self._show_name()

    def _show_name(self) -> None:
        name = model_name(self._shown) if self._shown is not None else ""
        room = self.button.width() - GAP
        short = self.button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        self.button.setIcon(icon("down"))
        self.button.setText(f" {unmarked(short)}")
        self.button.setToolTip(name)
        self.button.setAccessibleName(tr("Model: {name}", name=name))


def model_name(model: ModelManifest) -> str:
    """Return the name of a model in the chosen language; one of made-up weights says so."""
    name = (model.name_zh if language() == "zh" else "") or model.name
    return tr("{name} (synthetic weights)", name=name) if model.synthetic else name
