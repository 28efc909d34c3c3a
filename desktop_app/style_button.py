"""One look: its thumbnail and its name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from checkpoint.manifest import Style
from desktop_app.translation import style_name, tr

THUMB = 88  # pixels, before the screen's scaling
RADIUS = 9.0


class StyleButton(QAbstractButton):
    """One look: its thumbnail, its name, and a ring while it is the chosen one."""

    def __init__(self, style_id: str, style: Style, number: int) -> None:
        super().__init__()
        self.style_id = style_id
        self._style = style
        self._number = number
        self._thumbnail: QPixmap | None = None  # read when it is painted: there may be hundreds
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        name = style_name(self._style)
        self.setText(name)
        self.setAccessibleName(tr("Style {name}", name=name))
        index = f"{self._style.id}: " if self._style.id.isdecimal() else ""
        shortcut = f" ({self._number})" if self._number <= 9 else ""
        self.setToolTip(f"{index}{name}{shortcut}")

    def sizeHint(self) -> QSize:
        """Return the size of thumbnail and name."""
        return QSize(THUMB, THUMB + 8 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint thumbnail, name and ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF((self.width() - THUMB) / 2, 0, THUMB, THUMB)
        self._paint_thumbnail(painter, box.adjusted(3, 3, -3, -3))
        palette = self.palette()
        if self.isChecked():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2.4))
        elif self.hasFocus() or self.underMouse():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Dark), 1.6))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1.2, 1.2, -1.2, -1.2), RADIUS + 2, RADIUS + 2)
        role = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.WindowText
        painter.setPen(palette.color(role))
        line = QRectF(0, THUMB + 3, self.width(), self.fontMetrics().height())
        name = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width() - 2
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)
        if self.hasFocus():
            width = self.fontMetrics().horizontalAdvance(name)
            y = line.bottom() + 1
            painter.drawLine(
                round((self.width() - width) / 2),
                round(y),
                round((self.width() + width) / 2),
                round(y),
            )

    def _paint_thumbnail(self, painter: QPainter, box: QRectF) -> None:
        if self._thumbnail is None:
            self._thumbnail = QPixmap(str(self._style.thumbnail))
        thumbnail = self._thumbnail
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(shape)
        if thumbnail.isNull():  # the model came without one
            painter.fillRect(box, self.palette().color(QPalette.ColorRole.Mid))
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text()[:1])
        else:
            side = min(thumbnail.width(), thumbnail.height())
            left = (thumbnail.width() - side) / 2
            source = QRectF(left, (thumbnail.height() - side) / 2, side, side)
            painter.drawPixmap(box, thumbnail, source)
        if self.isDown():
            painter.fillRect(box, QColor(0, 0, 0, 40))
        painter.restore()
