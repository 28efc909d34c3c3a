"""What an action is called, in menus and elsewhere."""

import re

from PySide6.QtGui import QAction, QKeySequence


def keys_of(action: QAction) -> str:
    """Return an action's shortcut as the platform writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def name(action: QAction, text: str) -> None:
    """Give an action its menu text, and buttons and lists the same without mnemonic and dots."""
    action.setText(text)
    action.setIconText(unmarked(text))


def unmarked(text: str) -> str:
    """Return a menu's text without mnemonic and dots."""
    return re.sub(r"\(&\w\)|&|…", "", text)
