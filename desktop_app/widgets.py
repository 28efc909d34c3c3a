"""Makers of Qt's plain widgets, so that what is the same everywhere is said once.

A widget's name is what the style sheet knows it by. Buttons take the keyboard focus from Tab but
not from a click: after a click, Space still shows the original instead of clicking again.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

B = TypeVar("B", bound=QAbstractButton)
Margins = tuple[int, int, int, int]  # left, top, right, bottom


def label(name: str = "", text: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label for plain text, which may be a file's name."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def push_button(name: str = "", text: str = "", *, checkable: bool = False) -> QPushButton:
    """Return a button with a text; Enter elsewhere in its window does not press it."""
    made = _dress(QPushButton(text), name, checkable=checkable)
    made.setAutoDefault(False)
    return made


def tool_button(name: str = "", *, with_text: bool = True, checkable: bool = False) -> QToolButton:
    """Return a button with an icon, and a text beside it."""
    made = _dress(QToolButton(), name, checkable=checkable)
    if with_text:
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def name_button(button: QAbstractButton, name: str) -> None:
    """Tell a button's purpose to who cannot see it, and to who points at it."""
    button.setAccessibleName(name)
    button.setToolTip(name)


def tab_to_checked(buttons: Sequence[QAbstractButton]) -> None:
    """Let Tab reach the checked one of buttons that exclude each other, or else the first.

    Arrow keys go on from there; without this Tab would stop at every one of them.
    """
    checked = [button for button in buttons if button.isChecked()]
    for button in buttons:
        reached = button is (checked or buttons)[0]
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if reached else Qt.FocusPolicy.NoFocus)


def tab_through(widgets: Iterable[QWidget]) -> None:
    """Let Tab go through `widgets` in this order; what is made late comes last otherwise."""
    for one, next_one in pairwise(widgets):
        QWidget.setTabOrder(one, next_one)


def focus_on_checked(buttons: Sequence[QAbstractButton]) -> None:
    """Give the keyboard to the one of `buttons` that Tab reaches."""
    for button in buttons:
        if button.focusPolicy() == Qt.FocusPolicy.TabFocus:
            button.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _dress(button: B, name: str, *, checkable: bool) -> B:
    button.setObjectName(name)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def column(
    owner: QWidget | None = None, *, gap: int = 8, margins: Margins = (0,) * 4
) -> QBoxLayout:
    """Return a layout from top to bottom, of `owner` if given."""
    return _box(QBoxLayout.Direction.TopToBottom, owner, gap, margins)


def row(owner: QWidget | None = None, *, gap: int = 8, margins: Margins = (0,) * 4) -> QBoxLayout:
    """Return a layout from left to right, of `owner` if given."""
    return _box(QBoxLayout.Direction.LeftToRight, owner, gap, margins)


def grid(owner: QWidget | None = None, *, gap_x: int = 8, gap_y: int = 8) -> QGridLayout:
    """Return a grid without margins, of `owner` if given."""
    made = QGridLayout() if owner is None else QGridLayout(owner)
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(gap_x)
    made.setVerticalSpacing(gap_y)
    return made


def empty(layout: QBoxLayout | QGridLayout) -> None:
    """Remove everything from a layout and let Qt delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # it is deleted only when Qt comes to it
            widget.deleteLater()


def timer(owner: QObject, milliseconds: int, *, once: bool = False) -> QTimer:
    """Return a timer that does not run yet."""
    made = QTimer(owner)
    made.setInterval(milliseconds)
    made.setSingleShot(once)
    return made


def _box(
    direction: QBoxLayout.Direction, owner: QWidget | None, gap: int, margins: Margins
) -> QBoxLayout:
    made = QBoxLayout(direction) if owner is None else QBoxLayout(direction, owner)
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    return made
