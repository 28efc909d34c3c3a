"""What divides a picture into two, and what says which is which."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

GRIP = 18  # half the width of what can be dragged, around the divider
_GROUND = QColor(16, 16, 20, 190)


def paint_divider(painter: QPainter, area: QRect, x: int) -> None:
    """Paint a line from top to bottom of `area` at `x`, with a handle in its middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(x - 1, area.top(), 2, area.height()), Qt.GlobalColor.white)
    centre = QPointF(x, area.center().y())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 70))
    painter.drawEllipse(centre, GRIP + 1.5, GRIP + 1.5)
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawEllipse(centre, GRIP, GRIP)
    painter.setPen(QPen(QColor("#3a3a45"), 2.2, c=Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        tip = centre + QPointF(side * 10, 0)
        painter.drawLine(tip, tip + QPointF(-side * 4.5, -4.5))
        painter.drawLine(tip, tip + QPointF(-side * 4.5, 4.5))


def paint_label(painter: QPainter, area: QRect, text: str, *, right: bool) -> None:
    """Paint `text` at the foot of `area`; of a long one as much as half of it holds."""
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width() // 2 - 48)
    box = metrics.boundingRect(short).adjusted(-10, -5, 10, 5)
    box.moveBottom(area.bottom() - 14)
    if right:
        box.moveRight(area.right() - 14)
    else:
        box.moveLeft(area.left() + 14)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short)
