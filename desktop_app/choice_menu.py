"""A menu of which one entry is taken."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget


class ChoiceMenu(QMenu):
    """An entry for each of `keys`.

    Signals:
        chosen: The user took the entry of this key, which may be None.
    """

    chosen = Signal(object)

    def __init__(self, keys: Sequence[str | None], parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        self.choices: dict[str | None, QAction] = {}
        for key in keys:
            action = self.choices[key] = self.addAction("")
            action.setActionGroup(group)
            action.setCheckable(True)
            action.triggered.connect(lambda _, key=key: self.chosen.emit(key))

    def name(self, title: str, texts: Mapping[str | None, str]) -> None:
        """Set the texts: that of the menu, and those of entries."""
        self.setTitle(title)
        for key, text in texts.items():
            self.choices[key].setText(text)

    def select(self, key: str | None) -> None:
        """Check the entry `key`; emits nothing."""
        self.choices[key].setChecked(True)
