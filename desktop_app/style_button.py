"""One look: its thumbnail and its name."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from desktop_app.icons import draw
from desktop_app.style_offers import Offer, Thumbnail
from desktop_app.translation import style_name, tr

THUMB = 88  # pixels, before the screen's scaling
RADIUS = 9.0
STAR = 22  # pixels across


class StyleButton(QAbstractButton):
    """One look: its thumbnail, its name, and a ring while it is the chosen one.

    Signals:
        star_pressed: The user wants it to be a favourite, or no longer.
    """

    star_pressed = Signal()

    def __init__(self, offer: Offer, number: int, thumbnail: Thumbnail) -> None:
        super().__init__()
        self.offer = offer
        self._number = number
        self._thumbnail = thumbnail  # asked for when it is painted: there may be hundreds
        self._path: Path | None = None  # as painted last
        self._picture: QPixmap | None = None
        self._favourite: bool | None = None  # None: it has no star
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    @property
    def style_id(self) -> str:
        """The id that the look is chosen by."""
        return self.offer.style_id

    def set_favourite(self, favourite: bool) -> None:
        """Show the star of a favourite, or the outline of one where the mouse or the focus is."""
        if favourite != self._favourite:
            self._favourite = favourite
            self.retranslate()
            self.update()

    def set_thumbnail(self, thumbnail: Thumbnail) -> None:
        """Show another picture, or the same if it is."""
        self._thumbnail = thumbnail
        self.update()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        style = self.offer.style
        name = style_name(style)
        self.setText(name)
        starred = tr("Style {name}, a favourite", name=name)
        self.setAccessibleName(starred if self._favourite else tr("Style {name}", name=name))
        if self._favourite is not None:
            self.setAccessibleDescription(tr("F makes it a favourite, or no longer."))
        index = f"{style.id}: " if style.id.isdecimal() else ""
        shortcut = f" ({self._number})" if self._number <= 9 else ""
        self.setToolTip(f"{index}{name}{shortcut}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the star, where it is, or else the look."""
        left = event.button() == Qt.MouseButton.LeftButton
        on_star = self._star_box().contains(event.position())
        if left and on_star and self._favourite is not None:
            self.star_pressed.emit()
        else:
            super().mousePressEvent(event)

    def _star_box(self) -> QRectF:
        return QRectF((self.width() + THUMB) / 2 - STAR - 5, 5, STAR, STAR)

    def _paint_star(self, painter: QPainter) -> None:
        """Paint the star of a favourite; of another look to who may want to press it."""
        pointed_at = self._favourite is not None and (self.underMouse() or self.hasFocus())
        if not (self._favourite or pointed_at):
            return
        box = self._star_box()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 16, 20, 170))
        painter.drawEllipse(box)
        inside = box.adjusted(3, 3, -3, -3)
        size = round(inside.width() * self.devicePixelRatioF())
        name = "star-full" if self._favourite else "star"
        star = draw(name, QColor("#ffd45e" if self._favourite else "#ffffff"), size)
        painter.drawPixmap(inside, star, QRectF(star.rect()))

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
        self._paint_star(painter)
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
        path = self._thumbnail(self.offer.model, self.offer.style)
        if self._picture is None or path != self._path:
            self._path, self._picture = path, QPixmap(str(path))
        thumbnail = self._picture
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
