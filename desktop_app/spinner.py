"""The sign that something is under way."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.calm import less_motion
from desktop_app.widgets import timer

TURN_MS = 60  # between two positions


class Spinner(QWidget):
    """A turning arc, or one that rests: something is under way and nobody knows how long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(34, 34))
        self._turn = 0
        self._timer = timer(self, TURN_MS)
        self._timer.timeout.connect(self._advance)

    @property
    def turns(self) -> bool:
        """Whether it moves now."""
        return self._timer.isActive()

    def _advance(self) -> None:
        self._turn = (self._turn + 20) % 360
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Turn while visible, unless nothing is to move."""
        if not less_motion():
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while hidden."""
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arc at its present turn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(QColor(255, 255, 255, 50), 3))
        painter.drawEllipse(box)
        painter.setPen(QPen(QColor(255, 255, 255), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, -16 * self._turn, 16 * 90)
