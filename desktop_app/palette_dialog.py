"""Make a palette of one's own, colour by colour, from dark to light."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QToolButton,
    QWidget,
)

from desktop_app.scale import DIALOG, GAP_M
from desktop_app.settings import Palette
from desktop_app.translation import tr
from desktop_app.widgets import column, empty, label, name_button, push_button, row, tool_button

MIN_COLOURS = 2
MAX_COLOURS = 8


def gradient(palette: Palette, left: float, right: float) -> QLinearGradient:
    """Return the palette's colours evenly spaced from x = `left` to `right`."""
    ramp = QLinearGradient(left, 0, right, 0)
    for index, colour in enumerate(palette):
        ramp.setColorAt(index / (len(palette) - 1), QColor(colour))
    return ramp


class Ramp(QWidget):
    """A bar that runs through a palette."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setMinimumSize(QSize(280, 40))
        self.colours = palette

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient(self.colours, 0, self.width()))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)


class PaletteDialog(QDialog):
    """Edits one palette; what is chosen shows in the picture at once.

    Signals:
        changed: The palette is this one now (also while the dialog is still open).
    """

    changed = Signal(tuple)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours: Palette = palette
        self.setWindowTitle(tr("Palette"))
        self._ramp = Ramp(palette)
        self._wells = row(gap=6)
        self.more = self._tool("+", tr("Add a lighter colour"), self._add)
        self.fewer = self._tool("−", tr("Remove the lightest colour"), self._remove)  # noqa: RUF001
        hint = label("faint", tr("Shadows take the first colour, highlights the last."))
        colours = row()
        colours.addLayout(self._wells)
        colours.addStretch()
        colours.addWidget(self.fewer)
        colours.addWidget(self.more)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        buttons.button(kinds.Save).setText(tr("Save"))
        buttons.button(kinds.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = column(self, gap=GAP_M, margins=DIALOG)
        layout.addWidget(self._ramp)
        layout.addLayout(colours)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self._show()

    def set_colour(self, index: int, colour: str) -> None:
        """Replace the colour at `index` by `colour`, "#rrggbb"."""
        self._set((*self.colours[:index], colour, *self.colours[index + 1 :]))

    def _tool(self, text: str, name: str, action: Callable[[], None]) -> QToolButton:
        button = tool_button(with_text=False)
        button.setText(text)
        name_button(button, name)
        button.clicked.connect(action)
        return button

    def _add(self) -> None:
        self._set((*self.colours, "#ffffff"))

    def _remove(self) -> None:
        self._set(self.colours[:-1])

    def _set(self, colours: Palette) -> None:
        self.colours = colours
        self._show()
        self.changed.emit(colours)

    def _show(self) -> None:
        """Make a button for each colour."""
        self._ramp.colours = self.colours
        self._ramp.update()
        empty(self._wells)
        for index, colour in enumerate(self.colours):
            well = push_button("well")
            name_button(well, tr("Colour {number}: {colour}", number=index + 1, colour=colour))
            well.setFixedSize(34, 34)
            well.setStyleSheet(f"background: {colour}; border-radius: 8px;")
            well.clicked.connect(lambda _, index=index: self._pick(index))
            self._wells.addWidget(well)
        self.more.setEnabled(len(self.colours) < MAX_COLOURS)
        self.fewer.setEnabled(len(self.colours) > MIN_COLOURS)

    def _pick(self, index: int) -> None:
        colour = QColorDialog.getColor(QColor(self.colours[index]), self, tr("Colour"))
        if colour.isValid():
            self.set_colour(index, colour.name())
