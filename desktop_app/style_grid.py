"""The looks as thumbnails, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QWidget

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from checkpoint.store import find_style
from desktop_app.model_chooser import ModelChooser
from desktop_app.style_button import THUMB, StyleButton
from desktop_app.widgets import column, empty, grid, tab_through, tab_to_checked

COLUMNS = 3
MAX_ROWS = 4  # that are shown whole; of more the next begins, so that one sees it go on
MAX_HEIGHT = round(2.55 * (THUMB + 34))  # of a grid with more rows


class StyleGrid(QWidget):
    """Every look of one model, and a choice of the model where there are several.

    Arrow keys move within, number keys come from the menu.

    Signals:
        chosen: The user chose the look with this id ("style", or "model/style").
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: Sequence[ModelManifest] = ()
        self._shown: ModelManifest | None = None
        self._selected = ""  # the look as it was asked for last
        self._group = QButtonGroup(self)  # exclusive
        self._buttons: list[StyleButton] = []
        self.chooser = ModelChooser()
        self.chooser.chosen.connect(self._browse)
        self._area = _Area()
        self._grid = grid(self._area.content, gap_x=6, gap_y=10)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        layout = column(self)
        layout.addWidget(self.chooser)
        layout.addWidget(self._area)

    def set_models(self, models: Sequence[ModelManifest]) -> None:
        """Offer the looks of `models`; those of the first, or of the selected look, are shown."""
        self._models = models
        self._shown = None
        if models:
            wished, self._selected = self._selected, ""
            self._show_model(models[0])
            self.select(wished)

    def select(self, style_id: str) -> None:
        """Ring the look `style_id` and show its model; emits nothing.

        While the same look stays selected, the user may look through another model.
        """
        if style_id == self._selected or not self._models:
            return
        self._selected = style_id
        try:
            model, _ = find_style(style_id, self._models)
        except ModelError:
            return
        if model is not self._shown:
            self._show_model(model)
        self._ring()

    def choose_number(self, number: int) -> None:
        """Choose the look at place `number`, counted from 1, as a click would."""
        if 1 <= number <= len(self._buttons):
            self._buttons[number - 1].click()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.chooser.retranslate()
        for button in self._buttons:
            button.retranslate()

    def _browse(self, model_id: str) -> None:
        """Show the looks of another model; none of them is chosen by that."""
        for model in self._models:
            if model.id == model_id and model is not self._shown:
                self._show_model(model)
                self._ring()

    def _show_model(self, model: ModelManifest) -> None:
        for button in self._buttons:
            self._group.removeButton(button)
        empty(self._grid)
        self._shown = model
        self._buttons = []
        for place, style in enumerate(model.styles):
            style_id = style.id if model is self._models[0] else f"{model.id}/{style.id}"
            button = StyleButton(style_id, style, place + 1)
            button.clicked.connect(lambda _, style_id=style_id: self.chosen.emit(style_id))
            self._group.addButton(button)
            self._buttons.append(button)
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            button.show()  # now, and not when Qt comes to it
        self._area.scrolls = len(model.styles) > COLUMNS * MAX_ROWS
        self._area.updateGeometry()
        self._area.verticalScrollBar().setValue(0)
        self.chooser.show_models(self._models, model)
        tab_through([self.chooser.button, *self._buttons])
        tab_to_checked(self._buttons)

    def _ring(self) -> None:
        """Ring the selected look if its model is the one that is shown."""
        try:
            model, style = find_style(self._selected, self._models)
        except ModelError:
            return
        if model is not self._shown:
            return
        button = self._buttons[model.styles.index(style)]
        button.setChecked(True)
        tab_to_checked(self._buttons)
        # Once it is laid out.
        QTimer.singleShot(0, button, lambda: self._area.ensureWidgetVisible(button))


class _Area(QScrollArea):
    """As high as its content, or `MAX_HEIGHT` if it `scrolls`."""

    def __init__(self) -> None:
        super().__init__()
        self.scrolls = False
        self.content = QWidget()
        self.content.setObjectName("controls")
        self.setWidget(self.content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the content, or of as much of it as is shown."""
        hint = self.content.sizeHint()
        return QSize(hint.width(), MAX_HEIGHT) if self.scrolls else hint

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is not squeezed."""
        return self.sizeHint()
