"""The small windows: the list of shortcuts, and what this program is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QWidget

from desktop_app.icons import app_icon
from desktop_app.translation import tr
from desktop_app.widgets import column, grid, label
from vtoonify_rt import __version__


def shortcuts_dialog(rows: list[tuple[str, str]], parent: QWidget) -> QDialog:
    """Return a window that lists (keys, what they do)."""
    dialog = _dialog(tr("Keyboard shortcuts"), parent)
    content = grid(gap_x=18)
    for place, (keys, text) in enumerate(rows):
        content.addWidget(label("key", keys), place, 0, Qt.AlignmentFlag.AlignLeft)
        content.addWidget(label(text=text), place, 1)
    return _finish(dialog, content)


def about_dialog(parent: QWidget) -> QDialog:
    """Return a window that says what this program is and what it rests on."""
    dialog = _dialog(tr("About VToonify RT"), parent)
    content = grid(gap_x=18, gap_y=6)
    picture = QLabel()
    picture.setPixmap(app_icon().pixmap(64, 64))
    content.addWidget(picture, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
    content.addWidget(label("title", f"VToonify RT {__version__}"), 0, 1)
    content.addWidget(label(text=tr("Your webcam as a stylized portrait, live.")), 1, 1)
    content.addWidget(label("faint", tr("Pictures never leave this computer.")), 2, 1)
    return _finish(dialog, content)


def _dialog(title: str, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setObjectName("dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    return dialog


def _finish(dialog: QDialog, content: QGridLayout) -> QDialog:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Close)
    buttons.button(kinds.Close).setText(tr("Close"))
    buttons.rejected.connect(dialog.reject)
    layout = column(dialog, gap=18, margins=(24, 22, 24, 18))
    layout.addLayout(content)
    layout.addWidget(buttons)
    return dialog
