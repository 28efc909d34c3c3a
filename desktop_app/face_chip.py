"""One face: a round picture of it, as it is seen in the stylized picture."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop_app.translation import tr

SIDE = 56  # pixels, before the screen's scaling


class FaceChip(QAbstractButton):
    """A round button with a face; a ring while it is the one that the next style is for, and faint
    while the face is left out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.is_off = False
        self._picture: QImage | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(SIDE, SIDE)

    def say(self, style: str) -> None:
        """Tell which style the face has, "" while it is left out."""
        name = tr("Face {number}: {style}", number=self.number, style=style or tr("left out"))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_face(self, picture: QImage | None, *, is_off: bool) -> None:
        """Show this picture of the face; None: as before, since it is not seen."""
        self._picture = picture or self._picture
        self.is_off = is_off
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the circle."""
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face and its ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        circle = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        shape = QPainterPath()
        shape.addEllipse(circle)
        painter.setClipPath(shape)
        painter.fillRect(circle, self.palette().color(QPalette.ColorRole.Mid))
        if self._picture is not None:
            painter.setOpacity(0.3 if self.is_off else 1.0)
            painter.drawImage(circle, self._picture)
            painter.setOpacity(1.0)
        painter.setClipping(False)
        role = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Dark
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setPen(QPen(self.palette().color(role), 2.6 if self.isChecked() else 1.8))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.6, 1.6, -1.6, -1.6))
