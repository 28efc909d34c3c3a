"""What keys and drops a window takes that belong to no single part of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow

from desktop_app.file_choice import dropped_file

ORIGINAL_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_B)


class InputWindow(QMainWindow):
    """Takes keys that no part took, and files that are dropped anywhere.

    Signals:
        original_held: The key that shows the original is down (True), or up again.
        escaped: Esc was pressed.
        file_dropped: The user wants this file played.
    """

    original_held = Signal(bool)
    escaped = Signal()
    file_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file."""
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        self.file_dropped.emit(dropped_file(event.mimeData()))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Esc, and that the key for the original is held."""
        if event.key() in ORIGINAL_KEYS and not event.isAutoRepeat():
            self.original_held.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Tell that the key for the original is up again."""
        if event.key() in ORIGINAL_KEYS and not event.isAutoRepeat():
            self.original_held.emit(False)
        else:
            super().keyReleaseEvent(event)
