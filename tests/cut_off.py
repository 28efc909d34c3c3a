"""What does not fit in a window: texts that are cut off, and widgets that lie outside."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QToolButton,
    QWidget,
)

SHORTENED = "…"


def faults(window: QWidget) -> list[str]:
    """Return a line for whatever a user sees of `window` that does not fit."""
    return [*cut_texts(window), *outside(window)]


def visible(shown: QWidget) -> Iterator[QWidget]:
    """Yield a window, or a part of one, and all within it that is shown, other windows not."""
    for widget in [shown, *shown.findChildren(QWidget)]:
        if widget.isVisible() and widget.window() is shown.window():
            yield widget


def cut_texts(window: QWidget) -> Iterator[str]:
    """Yield the texts that have less room than they need, or are shortened and told nowhere."""
    for widget in visible(window):
        text = text_of(widget)
        if not text:
            continue
        if text.endswith(SHORTENED) and is_shortened(widget):
            if len(told(widget)) < len(text):
                yield f"{named(widget)} is shortened and told whole nowhere"
        elif (lack := lacking(widget)) is not None:
            yield f"{named(widget)} has {widget.width()} x {widget.height()}, needs {lack}"


def is_shortened(widget: QWidget) -> bool:
    """Whether the dots at the end stand for something; a sentence may end with them, too."""
    return widget.objectName() in ("status", "source")


def told(widget: QWidget) -> str:
    """What pointer or screen reader are told."""
    return max(widget.toolTip(), widget.accessibleName(), key=len)


def lacking(widget: QWidget) -> str | None:
    """Return the room that a widget's text needs, if it has less."""
    if isinstance(widget, QLabel):
        return label_lacks(widget)
    if isinstance(widget, QAbstractButton):
        return button_lacks(widget)
    if isinstance(widget, QLineEdit) and not widget.text():
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        return f"{needed} in width" if needed > widget.width() - 12 else None
    if isinstance(widget, QMenuBar):
        room = widget.rect()
        wide = [a.text() for a in widget.actions() if not room.contains(widget.actionGeometry(a))]
        return f"more for {', '.join(wide)}" if wide else None
    return None


def label_lacks(label: QLabel) -> str | None:
    """Return what a label lacks for its text."""
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return f"{needed} in height" if needed > label.height() else None
    hint = label.sizeHint()
    if hint.width() > label.width() or hint.height() > label.height():
        return f"{hint.width()} x {hint.height()}"
    return None


def button_lacks(button: QAbstractButton) -> str | None:
    """Return what a button lacks for its text and icon, without the padding it would like."""
    metrics = button.fontMetrics()
    text = button.text().replace("&", "")
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height()
    shows_icon = not button.icon().isNull()
    if isinstance(button, QToolButton):
        style = button.toolButtonStyle()
        if style == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return None
        beside = style == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    else:
        beside = isinstance(button, QPushButton)
    if shows_icon and beside:
        width += button.iconSize().width() + 4
    if isinstance(button, QCheckBox):
        width += 20
    if width > button.width() or height > button.height():
        return f"{width} x {height}"
    return None


def outside(window: QWidget) -> Iterator[str]:
    """Yield what lies partly outside of what it lies in, unless that scrolls."""
    for widget in visible(window):
        parent = widget.parentWidget()
        if widget is window or parent is None or scrolls(parent):
            continue
        if not parent.rect().contains(widget.geometry()) and not widget.geometry().isEmpty():
            yield f"{named(widget)} at {shown(widget.geometry())} is not in {shown(parent.rect())}"


def scrolls(parent: QWidget) -> bool:
    """Whether what lies in `parent` may be larger than it."""
    area = parent.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is parent


def text_of(widget: QWidget) -> str:
    """Return the text that a widget shows; "" if it shows none."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text().replace("\u200b", "")
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return " " if isinstance(widget, QMenuBar) else ""


def named(widget: QWidget) -> str:
    """Return what tells a widget from others."""
    name = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__} {name} {text_of(widget)!r}"


def shown(rect: QRect) -> str:
    """Return a rectangle in words."""
    return f"({rect.x()}, {rect.y()}) {rect.width()} x {rect.height()}"
