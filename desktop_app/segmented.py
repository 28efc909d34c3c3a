"""A few choices side by side, one of them taken."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from desktop_app.widgets import push_button, row, tab_to_checked

SIDES = 12  # of a choice: padding and border, left and right


class Segmented(QWidget):
    """Buttons in a row of which one, or none, is down.

    Signals:
        chosen: The user took the choice with this key.
    """

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = row(self, gap=2, margins=(2, 2, 2, 2))
        for key in keys:
            button = push_button("segment", checkable=True)
            button.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button, 1)

    def name(self, title: str, texts: Mapping[str, str], room: int | None = None) -> None:
        """Set the texts: what it is about, for screen readers, and that of each choice.

        `room`: pixels that a text may take; a longer one is shortened, and is the tool tip.
        """
        self.setAccessibleName(title)
        for key, text in texts.items():
            button, short = self._buttons[key], text
            chosen = button.font()
            chosen.setWeight(QFont.Weight.DemiBold)  # as in style.qss: wider than Qt's hint says
            metrics = QFontMetrics(chosen)
            if room is not None:
                short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
                button.setToolTip(text)
            button.setText(short.replace("&", "&&"))
            button.setMinimumWidth(metrics.horizontalAdvance(short) + SIDES)
            self._buttons[key].setAccessibleName(f"{title}: {text}")

    @property
    def buttons(self) -> list[QPushButton]:
        """The choices, from left to right."""
        return list(self._buttons.values())

    def explain(self, key: str, text: str) -> None:
        """Set the tool tip of a choice."""
        self._buttons[key].setToolTip(text)

    def select(self, key: str | None) -> None:
        """Press the choice `key`, or none of them; emits nothing."""
        self._group.setExclusive(key is not None)
        for other, button in self._buttons.items():
            button.setChecked(other == key)
        tab_to_checked(list(self._buttons.values()))
