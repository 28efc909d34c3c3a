"""The small windows: the list of shortcuts, and what this program is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from desktop_app.icons import app_icon
from desktop_app.scale import GAP_L, GAP_XL
from desktop_app.told_dialog import ToldDialog
from desktop_app.translation import tr
from desktop_app.widgets import column, grid, label, push_button
from vtoonify_rt import __version__

KEYS_WIDTH = 110  # of a group's first column
Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # title, (keys, what they do)


def shortcuts_dialog(groups: Callable[[], Groups], parent: QWidget) -> QDialog:
    """Return a window that lists the keys in groups, in two columns."""
    return ToldDialog(lambda: tr("Keyboard shortcuts"), lambda: _columns(groups()), parent)


def _columns(groups: Groups) -> QWidget:
    content = QWidget()
    layout = grid(content, gap_x=GAP_XL)
    columns, lengths = (column(gap=GAP_L), column(gap=GAP_L)), [0, 0]
    for title, rows in groups:
        place = lengths.index(min(lengths))  # the shorter column
        columns[place].addLayout(_group(title, rows))
        lengths[place] += 2 + len(rows)
    for place, groups_above in enumerate(columns):
        groups_above.addStretch(1)
        layout.addLayout(groups_above, 0, place)
    return content


def _group(title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
    content = grid(gap_x=GAP_L)
    content.addWidget(label("section", title), 0, 0, 1, 2)
    for place, (keys, text) in enumerate(rows, start=1):
        content.addWidget(label("key", keys), place, 0, Qt.AlignmentFlag.AlignLeft)
        content.addWidget(label(text=text), place, 1)
    content.setColumnMinimumWidth(0, KEYS_WIDTH)
    content.setColumnStretch(1, 1)
    return content


def about_dialog(parent: QWidget, copy_diagnostics: Callable[[], None]) -> QDialog:
    """Return a window that says what this program is, with a button that copies diagnostics."""
    return ToldDialog(lambda: tr("About VToonify RT"), lambda: _about(copy_diagnostics), parent)


def _about(copy_diagnostics: Callable[[], None]) -> QWidget:
    content = QWidget()
    layout = grid(content, gap_x=18, gap_y=6)
    picture = QLabel()
    picture.setPixmap(app_icon().pixmap(64, 64))
    layout.addWidget(picture, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(label("title", f"VToonify RT {__version__}"), 0, 1)
    layout.addWidget(label(text=tr("Your webcam as a stylized portrait, live.")), 1, 1)
    layout.addWidget(label("faint", tr("Pictures never leave this computer.")), 2, 1)
    copy = push_button("", tr("Copy diagnostics"))
    copy.clicked.connect(copy_diagnostics)
    copy.clicked.connect(lambda: copy.setText(tr("Copied")))
    layout.addWidget(copy, 3, 1, Qt.AlignmentFlag.AlignLeft)
    return content
