"""The section of the panel in which two looks are compared."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.comparison import SLOTS, Comparison
from desktop_app.fold import Fold
from desktop_app.segmented import Segmented
from desktop_app.translation import tr
from desktop_app.widgets import column, label, row, tab_through, tool_button

LETTERS = {"a": "A", "b": "B"}


class CompareLooks(Fold):
    """Shows A and B, which one is on the screen, and what both at a time cost.

    Signals:
        chosen: The user wants to see "a" or "b".
    """

    chosen = Signal(str)

    def __init__(self, swap: QAction, both: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._slots = Segmented(SLOTS)
        self._slots.chosen.connect(self.chosen)
        self._note = label("faint", wraps=True)
        self._reached: list[QWidget] = [self.toggle, *self._slots.buttons]  # by Tab
        buttons = row(gap=6)
        for action, name in ((swap, "iconOnly"), (both, "transport")):
            button = tool_button(name, with_text=action is both)
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            buttons.addWidget(button)
            self._reached.append(button)
        buttons.addStretch()
        self.toggle.setChecked(False)  # few compare
        content = column(self.content, gap=6, margins=(0, 2, 0, 0))
        content.addWidget(self._slots)
        content.addLayout(buttons)
        content.addWidget(self._note)
        self.retranslate()

    def come_after(self, widget: QWidget) -> None:
        """Let Tab come here from `widget`."""
        tab_through([widget, *self._reached])

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what lies in A and B."""
        self._comparison = comparison
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Compare two looks"))
        self.draw_arrow()
        comparison = self._comparison
        if comparison is None:
            return
        self._name_slots(comparison)
        self._slots.select(comparison.shown)
        self._note.setText(self._said(comparison))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the names to the new width."""
        super().resizeEvent(event)
        if self._comparison is not None:
            self._name_slots(self._comparison)

    def _name_slots(self, comparison: Comparison) -> None:
        names = {slot: comparison.name(slot) or tr("empty") for slot in SLOTS}
        texts: dict[str, str] = {slot: f"{LETTERS[slot]}: {names[slot]}" for slot in SLOTS}
        self._slots.name(tr("Look"), texts, self.width() // 2 - 24)

    def _said(self, comparison: Comparison) -> str:
        if comparison.look("a") is None or comparison.look("b") is None:
            return tr("Choose a look, then press the empty place and choose another look for it.")
        if not comparison.is_one_model:
            return tr("A and B are of two models: they can be swapped, but not shown side by side.")
        if comparison.both:
            return tr("Both are painted, which takes twice the time: the picture may lose detail.")
        return ""
