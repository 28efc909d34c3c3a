"""From a frame's array to the picture that Qt paints."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage

from vtoonify_rt.frame import Image


class Picture:
    """An RGB array scaled to the pixels it will cover on the screen, as Qt wants it.

    A QImage does not own a numpy buffer: whoever paints `qimage` keeps its Picture.
    """

    def __init__(self, image: Image, size: QSize, *, mirror: bool) -> None:
        """`size` is in physical pixels; `mirror` turns left into right."""
        import cv2  # after the window is on the screen, as what follows

        from vtoonify_rt.compose import resize

        width, height = size.width(), size.height()
        image = resize(image, height, width)  # 1 ms, where Qt's painter takes 10
        if mirror:
            image = cv2.flip(image, 1)  # type: ignore[assignment]
        self._pixels = cv2.cvtColor(image, cv2.COLOR_RGB2BGRA)  # Format_RGB32 in memory
        self.qimage = QImage(
            self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32
        )


def fit(width: int, height: int, into: QRect) -> QRect:
    """Return the largest rectangle of the shape `width` x `height` centred in `into`."""
    return _centred(width, height, into, Qt.AspectRatioMode.KeepAspectRatio)


def cover(width: int, height: int, area: QRect) -> QRect:
    """Return the smallest rectangle of the shape `width` x `height` that covers `area`, centred."""
    return _centred(width, height, area, Qt.AspectRatioMode.KeepAspectRatioByExpanding)


def _centred(width: int, height: int, into: QRect, mode: Qt.AspectRatioMode) -> QRect:
    scaled = QSize(width, height).scaled(into.size(), mode).expandedTo(QSize(1, 1))
    left = into.left() + (into.width() - scaled.width()) // 2
    top = into.top() + (into.height() - scaled.height()) // 2
    return QRect(left, top, scaled.width(), scaled.height())
