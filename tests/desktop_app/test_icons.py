"""Icons are drawn, not scaled, in the colours of the text beside them."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from desktop_app.icons import icon
from desktop_app.scale import ICON_M, ICON_S
from desktop_app.theme import choose_theme


@pytest.mark.parametrize("side", [ICON_S, ICON_M])
def test_an_icon_is_as_fine_as_the_screen(qapp, side):
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    wanted = QSize(side, side) * ratio

    assert wanted in icon("folder").availableSizes()


def ink_of(button: QToolButton) -> int:
    """How light an icon is where it is most opaque, of 255."""
    drawn = button.icon().pixmap(ICON_M).toImage()
    places = [(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
    return max((drawn.pixelColor(x, y) for x, y in places), key=lambda c: c.alpha()).lightness()


def test_every_icon_of_the_panel_follows_the_colours(qapp, window, qtbot):
    found = window.controls.findChildren(QToolButton)
    buttons = [b for b in found if b.objectName() and not b.icon().isNull()]  # Qt's own have none
    assert len(buttons) > 8
    choose_theme(qapp, "light")
    qtbot.waitUntil(lambda: all(ink_of(button) < 128 for button in buttons))

    choose_theme(qapp, "dark")

    qtbot.waitUntil(lambda: [b.accessibleName() for b in buttons if ink_of(b) <= 128] == [])
    choose_theme(qapp, None)
