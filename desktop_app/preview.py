"""The widget that paints the newest frame, with the captured picture beside or behind it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.divider import paint_divider, paint_label
from desktop_app.picture import cover, fit
from desktop_app.ready_pictures import ReadyPictures, Which
from desktop_app.translation import tr

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame


RADIUS = 10  # of the corners
STEP = 0.02  # of the width, for one press of an arrow key
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Preview(QWidget):
    """Shows the newest frame as large as it fits.

    Three ways to see what the style does: `show_original` shows the captured picture whole;
    `wipe` divides the picture, captured on the left and stylized on the right, with a divider
    that mouse and arrow keys move; otherwise the picture is stylized.

    Signals:
        wipe_moved: The user moved the divider to this share of the width.
    """

    wipe_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.frame: Frame | None = None  # what is shown now
        self._mirror = False
        self._original = False
        self._wipe: float | None = None
        self._keyboard_focus = False
        self._framed = True
        self._fills = False
        self._looks: tuple[str, str] | None = None  # what the divider parts, by name
        self._other_is_left = False
        self.ready = ReadyPictures()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.setAccessibleName(tr("Preview"))
        self.setAccessibleDescription(
            tr("The stylized picture. In the comparison, the left and right arrow keys divide it.")
        )

    def sizeHint(self) -> QSize:
        """Return a size at which a 720p picture is shown well."""
        return QSize(960, 540)

    def show_frame(self, frame: "Frame") -> None:
        """Show `frame` from now on; the widget keeps it until the next one."""
        self.frame = frame
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.frame = None
        self.ready.clear()
        self.update()

    def set_mirror(self, mirror: bool) -> None:
        """Show the picture as in a mirror, or as it is."""
        self._mirror = mirror
        self.update()

    def set_framed(self, framed: bool) -> None:
        """Give the widget round corners in the window's colours, or black ones for full screen."""
        self._framed = framed
        self.update()

    def set_filling(self, fills: bool) -> None:
        """Let the picture cover the widget and lose what lies outside, or show it whole."""
        self._fills = fills
        self.update()

    def show_original(self, original: bool) -> None:
        """Show the captured picture whole, or go back to the stylized one."""
        self._original = original
        self.update()

    @property
    def shows_original(self) -> bool:
        """Whether the captured picture is shown whole."""
        return self._original

    @property
    def wipe(self) -> float | None:
        """The divider's place as a share of the picture's width; None: no comparison."""
        return self._wipe

    def set_wipe(self, wipe: float | None) -> None:
        """Divide the picture at `wipe`, clipped to 0..1, or show it undivided."""
        self._wipe = None if wipe is None else min(1.0, max(0.0, wipe))
        self.update()

    def set_looks(self, names: tuple[str, str] | None, *, other_is_left: bool = False) -> None:
        """Let the divider part two looks of these names, of which one is a frame's `other`; None:
        the captured picture and the stylized one."""
        self._looks, self._other_is_left = names, other_is_left
        self.update()

    def picture_rect(self) -> QRect:
        """Return where the picture lies in the widget."""
        if self.frame is None:
            return self.rect()
        height, width = self.frame.image.shape[:2]
        return (cover if self._fills else fit)(width, height, self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the divider, and the frame around them."""
        painter = QPainter(self)
        ground = self.palette().color(QPalette.ColorRole.Shadow)
        area = self.picture_rect() if self.frame is not None else QRect()
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(area)))
        painter.fillRect(self.rect(), ground if self._framed else Qt.GlobalColor.black)
        painter.setClipping(False)
        if self.frame is not None:
            if self._original:
                self._draw(painter, area, "captured")
                paint_label(painter, area, tr("Original"), right=False)
            elif self._wipe is not None:
                self._paint_wipe(painter, area, self._wipe)
            else:
                self._draw(painter, area, "stylized")
        if self._framed:
            self._paint_corners(painter)

    def _draw(self, painter: QPainter, area: QRect, which: Which) -> None:
        assert self.frame is not None  # the caller has looked
        ratio = self.devicePixelRatioF()
        size = (area.size().toSizeF() * ratio).toSize()
        picture = self.ready.picture(self.frame, size, which, mirror=self._mirror)
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(1 / ratio, 1 / ratio)  # pixel by pixel: what Qt need not scale it copies
        painter.drawImage(0, 0, picture.qimage)
        painter.restore()

    def _paint_wipe(self, painter: QPainter, area: QRect, wipe: float) -> None:
        left: Which = "captured"
        right: Which = "stylized"
        names = tr("Original"), tr("Stylized")
        if self._looks is not None:
            left, right = ("other", "stylized") if self._other_is_left else ("stylized", "other")
            names = self._looks
        x = area.left() + round(wipe * area.width())
        beyond = QRect(x, area.top(), area.right() + 1 - x, area.height())
        for which, part in ((left, QRect(area.topLeft(), beyond.bottomLeft())), (right, beyond)):
            painter.setClipRect(part)
            self._draw(painter, area, which)
        painter.setClipping(False)
        for place, name in enumerate(names):
            paint_label(painter, area, name, right=place == 1)
        paint_divider(painter, area, x)

    def _paint_corners(self, painter: QPainter) -> None:
        """Round the corners, and show where the keyboard is."""
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside - inside, self.palette().color(QPalette.ColorRole.Window))
        if self._keyboard_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the divider."""
        if self._wipe is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the divider, or show that it can be."""
        if self._wipe is None:
            self.unsetCursor()
            return
        self.setCursor(Qt.CursorShape.SplitHCursor)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the divider with the arrow keys; every other key is somebody else's."""
        steps = {
            Qt.Key.Key_Left: -STEP,
            Qt.Key.Key_Right: STEP,
            Qt.Key.Key_Home: -1.0,
            Qt.Key.Key_End: 1.0,
        }
        if self._wipe is not None and event.key() in steps:
            self._move_to(self._wipe + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _drag_to(self, x: float) -> None:
        area = self.picture_rect()
        self._move_to((x - area.left()) / area.width())

    def _move_to(self, wipe: float) -> None:
        self.set_wipe(wipe)
        self.wipe_moved.emit(self._wipe)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus only to who uses the keyboard."""
        self._keyboard_focus = event.reason() in _KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus again."""
        self._keyboard_focus = False
        self.update()
