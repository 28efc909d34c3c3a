"""What is said on top of the picture: cards, pills and passing messages."""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop_app.colours import DONE_ON_PICTURE, FIXED, WARNING_ON_PICTURE
from desktop_app.icons import draw
from desktop_app.spinner import Spinner
from desktop_app.translation import tr
from desktop_app.widgets import (
    column,
    empty,
    label,
    name_button,
    push_button,
    row,
    timer,
    tool_button,
)

WayOn = tuple[str, Callable[[], None]]  # a button's text and what it does
MESSAGE_MS = 9000  # that a passing message stays
ROOMY, TIGHT = (28, 24, 28, 24), (12, 10, 12, 10)  # around what a card says


class Card(QFrame):
    """One sentence in the middle of the picture, with what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMaximumWidth(520)
        self._spinner = Spinner()
        self._warning = QLabel()
        self._warning.setPixmap(draw("warning", QColor(WARNING_ON_PICTURE), 36))
        self._title = label("cardTitle", wraps=True)
        self._text = label("cardText", wraps=True)
        for text in (self._title, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setMinimumWidth(300)
        self._buttons = row()
        self._ways_on: list[QPushButton] = []
        self._said = ""
        self._busy = self._trouble = self._compact = False
        self._layout = column(self, gap=10, margins=ROOMY)
        for head in (self._spinner, self._warning):
            self._layout.addWidget(head, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._text)
        self._layout.addLayout(self._buttons)

    @property
    def title(self) -> str:
        """The sentence that is shown; "" while there is none."""
        return "" if self.isHidden() else self._said

    def set_compact(self, compact: bool) -> None:
        """Show only the sentence and the first button, or all of it."""
        self._compact = compact
        for text in (self._title, self._text):
            text.setMinimumWidth(120 if compact else 300)
        self._layout.setContentsMargins(*(TIGHT if compact else ROOMY))
        self._show_parts()

    def _show_parts(self) -> None:
        self._spinner.setVisible(self._busy and not self._compact)
        self._warning.setVisible(self._trouble and not self._compact)
        self._text.setVisible(bool(self._text.text()) and not self._compact)
        for place, button in enumerate(self._ways_on):
            button.setVisible(place == 0 or not self._compact)

    def say(
        self,
        title: str,
        text: str = "",
        *,
        busy: bool = False,
        trouble: bool = False,
        ways_on: list[WayOn] | None = None,
    ) -> None:
        """Show `title` and `text`, and a button for each of `ways_on`."""
        self._said, self._busy, self._trouble = title, busy, trouble
        self._title.setText(breakable(title))
        self._text.setText(breakable(text))
        empty(self._buttons)
        self._ways_on = []
        if ways_on:
            self._buttons.addStretch()
            for index, (caption, action) in enumerate(ways_on):
                button = push_button("cardButton", caption)
                button.setProperty("first", index == 0)
                button.clicked.connect(lambda _, action=action: action())
                self._buttons.addWidget(button)
                self._ways_on.append(button)
            self._buttons.addStretch()
        self._show_parts()
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()
        announce(self)


class Pill(QLabel):
    """A short line on the picture, hidden while empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("pill", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say("")

    def say(self, text: str) -> None:
        """Show `text`, or nothing."""
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))


class Message(QFrame):
    """A sentence at the lower edge that goes away by itself, with at most one thing to do.

    Signals:
        closed: It is no longer shown.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._action: Callable[[], None] | None = None
        self._icon = QLabel()
        self._text = label(wraps=True)
        self._button = push_button("messageButton")
        self._button.clicked.connect(self._act)
        self._close = tool_button("messageClose", with_text=False)
        self._close.setIcon(draw("close", QColor(FIXED["light"]), 16))
        self._close.clicked.connect(self.dismiss)
        self._timer = timer(self, MESSAGE_MS, once=True)
        self._timer.timeout.connect(self.dismiss)
        layout = row(self, gap=10, margins=(14, 8, 8, 8))
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; "" while nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def fades(self) -> bool:
        """Whether it will go away by itself."""
        return self._timer.isActive()

    def say(
        self,
        text: str,
        *,
        trouble: bool = False,
        hint: bool = False,
        way_on: WayOn | None = None,
    ) -> None:
        """Show `text`, with a button for `way_on`; trouble stays until it is closed."""
        name, colour = "check", DONE_ON_PICTURE
        if trouble or hint:
            name, colour = "warning" if trouble else "bulb", WARNING_ON_PICTURE
        self._icon.setPixmap(draw(name, QColor(colour), 20))
        self._text.setText(text)
        self._button.setVisible(way_on is not None)
        if way_on is not None:
            caption, self._action = way_on
            self._button.setText(caption)
        name_button(self._close, tr("Close this message"))
        self.setAccessibleName(text)
        self.show()
        announce(self)
        self._timer.stop()
        if not trouble:
            self._timer.start()

    def dismiss(self) -> None:
        """Hide the message."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        if self._action is not None:
            self._action()


def announce(widget: QWidget) -> None:
    """Let screen readers say the widget's name now, although the focus is elsewhere."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, widget.accessibleName()))


def breakable(text: str) -> str:
    """Let lines break inside long names of files, where no blank lets them."""
    return re.sub(r"([/\\_.-])(?=\w)", "\\1\u200b", text)
