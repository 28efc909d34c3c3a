"""The colours follow the desktop while the app runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QFrame, QLabel

from desktop_app.theme import Role, palette_for
from desktop_app.widgets import column, label

LIGHT, DARK = Qt.ColorScheme.Light, Qt.ColorScheme.Dark


@pytest.fixture
def dressed(qtbot, qapp, show):
    """A window, a frame and a text that the style sheet dresses; it ends in light colours."""
    window, frame = QDialog(), QFrame()
    frame.setObjectName("modelCard")
    frame.setFixedSize(60, 60)
    layout = column(window, margins=(20, 20, 20, 20))
    layout.addWidget(frame)
    layout.addWidget(label("faint", "text"))
    yield show(window)
    qapp.styleHints().colorSchemeChanged.emit(LIGHT)


@pytest.mark.parametrize("schemes", [(DARK,), (DARK, LIGHT)])
def test_what_is_shown_follows_a_change_of_the_desktop(qtbot, qapp, dressed, schemes):
    for scheme in schemes:
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    wanted = palette_for(schemes[-1])
    picture = dressed.grab().toImage()
    frame, text = dressed.findChild(QFrame, "modelCard"), dressed.findChild(QLabel, "faint")
    assert picture.pixelColor(3, 3) == QColor(wanted.color(Role.Window))
    assert picture.pixelColor(frame.geometry().center()) == QColor(wanted.color(Role.Base))
    assert text.palette().color(Role.WindowText) == wanted.color(Role.PlaceholderText)
