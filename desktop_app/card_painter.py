"""The card with the user's words, painted with the desktop's fonts."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from vtoonify_rt.cover import plain_ground
from vtoonify_rt.frame import Image

_LARGEST, _SMALLEST = 84, 24  # pixels, of the letters
_MARGIN = 100
_WORDS = QColor(236, 238, 244)
_FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def paint_card(text: str) -> Image:
    """Return a card that says `text`, 1280x720: as large as it fits, in several lines if need be.

    For the GUI thread; about 10 ms.
    """
    ground = plain_ground()
    height, width = ground.shape[:2]
    canvas = QImage(ground.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    canvas = canvas.convertToFormat(QImage.Format.Format_RGB32)
    place = QRect(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(_fitting_font(painter.font(), text, place))
    painter.setPen(_WORDS)
    painter.drawText(place, int(_FLAGS), text)
    painter.end()
    painted = canvas.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(painted.constBits(), np.uint8).reshape(height, painted.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()


def _fitting_font(font: QFont, text: str, place: QRect) -> QFont:
    for pixels in range(_LARGEST, _SMALLEST, -4):
        font.setPixelSize(pixels)
        needed = QFontMetrics(font).boundingRect(place, int(_FLAGS), text)
        if place.contains(needed):
            break
    return font
