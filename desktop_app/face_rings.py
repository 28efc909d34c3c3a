"""Rings around the faces in the preview: the one under the mouse, and the one that was chosen."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.preview import Preview
from desktop_app.translation import tr

_GROUND = QColor(16, 16, 20, 190)


class FaceRings(QWidget):
    """Lies over a preview, which it lets the mouse through to.

    Signals:
        clicked: The face with this number was clicked.
    """

    clicked = Signal(int)

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview)
        self._preview = preview
        self._faces: Mapping[int, QRectF] = {}
        self._chosen: int | None = None
        self._under: int | None = None  # the mouse
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        preview.installEventFilter(self)
        self.lower()  # what is said on the picture lies above

    def show_faces(self, faces: Mapping[int, QRectF], chosen: int | None) -> None:
        """Know where the faces are, as shares of the picture as it is seen, by number."""
        self._faces, self._chosen = faces, chosen
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse and the size of the preview, which goes on as ever."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self.setGeometry(self._preview.rect())
        elif kind == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QMouseEvent) and self._preview.wipe is None:
            at = self._face_at(event.position())
            if kind == QEvent.Type.MouseMove:
                self._hover(at)
            elif at is not None and _is_click(event):
                self.clicked.emit(at)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ring around the face under the mouse, with a label, and the chosen one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        for number in {self._chosen, self._under}:
            if number is None or number not in self._faces:
                continue
            place = self._place(number)
            painter.setPen(QPen(accent if number == self._chosen else Qt.GlobalColor.white, 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place)
            if number == self._under:
                self._paint_label(painter, place, number)

    def _paint_label(self, painter: QPainter, place: QRectF, number: int) -> None:
        if number == self._chosen:
            text = tr("Style for all faces again")
        else:
            text = tr("Style for this face")
        box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-10, -5, 10, 5)
        box.moveCenter(QPointF(place.center().x(), place.bottom() + 6 + box.height() / 2))
        inside = QRectF(self.rect())
        box.moveLeft(min(max(box.left(), inside.left()), inside.right() - box.width()))
        box.moveTop(min(box.top(), inside.bottom() - box.height() - 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _hover(self, number: int | None) -> None:
        if number == self._under:
            return
        self._under = number
        if number is not None:
            self._preview.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self._preview.unsetCursor()
        self.update()

    def _place(self, number: int) -> QRectF:
        """Return where a face is, in pixels of the preview."""
        area, share = QRectF(self._preview.picture_rect()), self._faces[number]
        return QRectF(
            area.left() + share.left() * area.width(),
            area.top() + share.top() * area.height(),
            share.width() * area.width(),
            share.height() * area.height(),
        )

    def _face_at(self, point: QPointF) -> int | None:
        return next((n for n in self._faces if self._place(n).contains(point)), None)


def _is_click(event: QMouseEvent) -> bool:
    is_press = event.type() == QEvent.Type.MouseButtonPress
    return is_press and event.button() == Qt.MouseButton.LeftButton
