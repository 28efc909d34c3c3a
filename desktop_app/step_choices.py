"""What the first steps offer to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QWidget

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from checkpoint.store import find_style
from desktop_app.colours import palette_for
from desktop_app.scale import GAP_S
from desktop_app.source_chooser import unmarked
from desktop_app.style_button import THUMB, StyleButton
from desktop_app.style_offers import model_thumbnail, offers_of
from desktop_app.widgets import empty, focus_on_checked, grid, push_button, row, tab_to_checked

COLUMNS = 2


class Choices(QWidget):
    """A few sentences in two columns, one of them taken; arrow keys move within.

    Signals:
        chosen: The user took the one with this key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._offered: list[tuple[str, str]] = []
        self._buttons: dict[str, QPushButton] = {}
        self._grid = grid(self, gap_x=GAP_S, gap_y=GAP_S)

    def offer(self, offered: Sequence[tuple[str, str]]) -> None:
        """Show (key, text) of each; one without a key is a button only, and never taken."""
        if list(offered) == self._offered:
            return
        holder = self.window().focusWidget()  # also while the window is not active yet
        focused = next((key for key, button in self._buttons.items() if button is holder), None)
        self._offered = list(offered)
        for button in self._buttons.values():
            self._group.removeButton(button)
        empty(self._grid)
        self._buttons = {}
        for place, (key, text) in enumerate(offered):
            button = push_button("cardButton", unmarked(text), checkable=bool(key))
            button.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            self._buttons[key] = button
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            button.show()  # now, and not when Qt comes to it: it may get the focus
            if key:
                self._group.addButton(button)
        if focused in self._buttons:
            self._buttons[focused].show()  # what is not shown yet takes no focus
            self._buttons[focused].setFocus()

    def select(self, key: str) -> None:
        """Take the one with `key`, if it is offered; emits nothing."""
        if key in self._buttons and key:
            self._buttons[key].setChecked(True)
        tab_to_checked([button for known, button in self._buttons.items() if known])

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons, in order."""
        return list(self._buttons.values())

    def take_focus(self) -> None:
        """Give the keyboard to the one that is taken, or the first."""
        focus_on_checked(self.buttons)

    def button(self, key: str) -> QPushButton:
        """Return the button of `key`."""
        return self._buttons[key]


class StyleStrip(QScrollArea):
    """The looks of a model side by side.

    Signals:
        chosen: The user took the look with this id.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ModelManifest | None = None
        self._group = QButtonGroup(self)
        self.buttons: list[StyleButton] = []
        self._strip = QWidget()
        self._row = row(self._strip)
        self.setObjectName("strip")
        self.setWidget(self._strip)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(THUMB + 44)

    def offer(self, models: Sequence[ModelManifest]) -> None:
        """Show the looks of the first of `models`."""
        model = models[0] if models else None
        if model is self._model:
            return
        self._model = model
        empty(self._row)
        self.buttons = []
        offers = offers_of(model, models) if model is not None else ()
        for number, offer in enumerate(offers, start=1):
            button = StyleButton(offer, number, model_thumbnail)
            button.setMinimumWidth(THUMB + 6)
            button.setPalette(palette_for(Qt.ColorScheme.Dark))  # it lies on the picture
            button.clicked.connect(lambda _, style_id=offer.style_id: self.chosen.emit(style_id))
            self._group.addButton(button)
            self.buttons.append(button)
            self._row.addWidget(button)
            button.show()
        tab_to_checked(self.buttons)

    def select(self, style_id: str) -> None:
        """Ring the look `style_id`, if it is one of these; emits nothing."""
        if self._model is None:
            return
        try:
            _, style = find_style(style_id, [self._model])
        except ModelError:
            return
        button = self.buttons[self._model.styles.index(style)]
        button.setChecked(True)
        tab_to_checked(self.buttons)
        QTimer.singleShot(0, button, lambda: self.ensureWidgetVisible(button))  # once laid out

    def take_focus(self) -> None:
        """Give the keyboard to the look that is taken, or the first."""
        focus_on_checked(self.buttons)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        for button in self.buttons:
            button.retranslate()
