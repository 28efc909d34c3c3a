"""Icons are drawn, not scaled, in the colours of the text beside them."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from desktop_app.icons import icon
from desktop_app.scale import ICON_M, ICON_S


@pytest.mark.parametrize("side", [ICON_S, ICON_M])
def test_an_icon_is_as_fine_as_the_screen(qapp, side):
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    wanted = QSize(side, side) * ratio

    assert wanted in icon("folder").availableSizes()
