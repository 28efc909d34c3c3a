"""The small windows: the list of shortcuts, and what this program is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QWidget

from desktop_app.icons import app_icon
from desktop_app.scale import GAP_L, GAP_XL
from desktop_app.translation import tr
from desktop_app.widgets import column, grid, label
from vtoonify_rt import __version__

KEYS_WIDTH = 110  # of a group's first column


def shortcuts_dialog(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], parent: QWidget
) -> QDialog:
    """Return a window that lists, under the title of each group, (keys, what they do)."""
    dialog = _dialog(tr("Keyboard shortcuts"), parent)
    content = grid(gap_x=GAP_XL)
    columns, lengths = (column(gap=GAP_L), column(gap=GAP_L)), [0, 0]
    for title, rows in groups:
        place = lengths.index(min(lengths))  # the shorter column
        columns[place].addLayout(_group(title, rows))
        lengths[place] += 2 + len(rows)
    for place, groups_above in enumerate(columns):
        groups_above.addStretch(1)
        content.addLayout(groups_above, 0, place)
    return _finish(dialog, content)


def _group(title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
    content = grid(gap_x=GAP_L)
    content.addWidget(label("section", title), 0, 0, 1, 2)
    for place, (keys, text) in enumerate(rows, start=1):
        content.addWidget(label("key", keys), place, 0, Qt.AlignmentFlag.AlignLeft)
        content.addWidget(label(text=text), place, 1)
    content.setColumnMinimumWidth(0, KEYS_WIDTH)
    content.setColumnStretch(1, 1)
    return content


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
    buttons = closing(dialog)
    layout = column(dialog, gap=18, margins=(24, 22, 24, 18))
    layout.addLayout(content)
    layout.addWidget(buttons)
    return dialog


def closing(dialog: QDialog) -> QDialogButtonBox:
    """Return a row with a quiet button that closes `dialog`, for windows that ask nothing."""
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Close)
    button = buttons.button(kinds.Close)
    button.setText(tr("Close"))
    button.setAutoDefault(False)
    buttons.rejected.connect(dialog.reject)
    return buttons
