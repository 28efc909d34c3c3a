"""The colours of a tone look: the model's, some that we like, and the user's own."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QWidget,
)

from desktop_app.palette_dialog import PaletteDialog, gradient
from desktop_app.settings import Palette
from desktop_app.translation import tr
from desktop_app.widgets import column, empty, grid, push_button, row, tab_through, tab_to_checked

COLUMNS = 5
PRESETS: tuple[Palette, ...] = (
    ("#1a1423", "#5c2a4f", "#c14a6b", "#f59a8b", "#ffeadb"),  # rose
    ("#12211a", "#2f5d3a", "#7fa650", "#d9d27a", "#fbf7dc"),  # meadow
    ("#0f0f14", "#3b2f7d", "#8a4fd0", "#ff7ac6", "#ffe9a8"),  # neon
)


class PaletteChip(QAbstractButton):
    """One palette as a small bar."""

    def __init__(self, palette: Palette, name: str) -> None:
        super().__init__()
        self.colours = palette
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return the size of the bar with its ring."""
        return QSize(50, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, and a ring while it is the chosen one or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient(self.colours, box.left(), box.right()))
        painter.drawRoundedRect(box, 6, 6)
        if self.isChecked() or self.hasFocus():
            role = QPalette.ColorRole.Text if self.hasFocus() else QPalette.ColorRole.Accent
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(role), 2.2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.2, 1.2, -1.2, -1.2), 8, 8)


class PaletteRow(QWidget):
    """Chooses the palette of the present tone look, and makes the user's own.

    Signals:
        chosen: The user wants this palette, or sees how it would look.
        customs_changed: The user wants these palettes of their own.
    """

    chosen = Signal(tuple)
    customs_changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: tuple[Palette, ...] = ()
        self._customs: tuple[Palette, ...] = ()
        self._selected: Palette = PRESETS[0]
        self._group = QButtonGroup(self)  # exclusive
        self._chips: list[PaletteChip] = []
        self._grid = grid(gap_x=4, gap_y=4)
        self._new = push_button("small")
        self._edit = push_button("small")
        self._remove = push_button("small")
        self._new.clicked.connect(self._make)
        self._edit.clicked.connect(self._change)
        self._remove.clicked.connect(self._discard)
        actions = row(gap=6)
        self.last: QWidget = self._remove  # that Tab comes to
        for button in (self._new, self._edit, self._remove):
            actions.addWidget(button)
        actions.addStretch()
        layout = column(self)
        layout.addLayout(self._grid)
        layout.addLayout(actions)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._new.setText(tr("New…"))
        self._edit.setText(tr("Edit…"))
        self._remove.setText(tr("Remove"))
        self._new.setAccessibleName(tr("New palette"))
        self._edit.setAccessibleName(tr("Edit this palette"))
        self._remove.setAccessibleName(tr("Remove this palette"))
        self._make_chips()
        self._select(self._selected)

    def show_palettes(
        self, given: Sequence[Palette], customs: Sequence[Palette], selected: Palette
    ) -> None:
        """Offer `given` (first the look's own) and `customs`, with `selected` ringed."""
        offered = tuple(dict.fromkeys((*given, *PRESETS))), tuple(customs)
        if offered != (self._given, self._customs):
            self._given, self._customs = offered
            self._make_chips()
        self._select(selected)

    def _make_chips(self) -> None:
        empty(self._grid)
        self._chips = []
        for index, palette in enumerate((*self._given, *self._customs)):
            own = index - len(self._given) + 1
            if own > 0:
                chip = PaletteChip(palette, tr("Your palette {number}", number=own))
            else:
                chip = PaletteChip(palette, tr("Palette {number}", number=index + 1))
            chip.clicked.connect(lambda _, palette=palette: self._choose(palette))
            self._group.addButton(chip)
            self._chips.append(chip)
            self._grid.addWidget(chip, index // COLUMNS, index % COLUMNS)

        tab_through([*self._chips, self._new, self._edit, self._remove])

    def _select(self, palette: Palette) -> None:
        self._selected = palette
        for chip in self._chips:
            chip.setChecked(chip.colours == palette)
        tab_to_checked(self._chips)
        own = palette in self._customs
        self._edit.setVisible(own)
        self._remove.setVisible(own)

    def _choose(self, palette: Palette) -> None:
        self._select(palette)
        self.chosen.emit(palette)

    def _make(self) -> None:
        self._open_dialog(self._customs)

    def _change(self) -> None:
        self._open_dialog(tuple(own for own in self._customs if own != self._selected))

    def _open_dialog(self, others: tuple[Palette, ...]) -> None:
        """Edit the selected palette; once saved, the user's own are `others` and the result."""
        before = self._selected
        dialog = PaletteDialog(before, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.chosen)

        def finish(result: int) -> None:
            if result != QDialog.DialogCode.Accepted:
                self.chosen.emit(before)
                return
            if dialog.colours not in (*self._given, *others):
                self.customs_changed.emit((*others, dialog.colours))
            self.chosen.emit(dialog.colours)

        dialog.finished.connect(finish)
        dialog.open()

    def _discard(self) -> None:
        self.customs_changed.emit(tuple(own for own in self._customs if own != self._selected))
        self.chosen.emit(self._given[0])
