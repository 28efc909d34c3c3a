"""How loud the microphone is, at a glance."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.translation import tr

QUIETEST = -60.0  # dBFS at the left end
LOUD, TOO_LOUD = -18.0, -3.0  # where the bar changes its colour
HEIGHT = 8
COLOURS = ("#2fa36b", "#d39b22", "#d64545")  # good, loud, too loud; seen on light and on dark


class LevelMeter(QWidget):
    """A bar: its length is the peak, its colour says whether that is too loud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peak: float | None = None
        self._clipped = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_level(None)

    def sizeHint(self) -> QSize:
        """Ask for the height of a bar."""
        return QSize(120, HEIGHT)

    def show_level(self, peak: float | None, *, clipped: bool = False) -> None:
        """Show a peak in dB below full scale; None: nothing is listened to."""
        self._peak, self._clipped = peak, clipped
        told = tr("no sound") if peak is None else tr("{level} dB", level=f"{peak:.0f}")
        self.setAccessibleName(tr("Level of the microphone: {level}", level=told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = HEIGHT / 2
        painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        share = 0.0 if self._peak is None else 1 - self._peak / QUIETEST
        if share > 0:
            filled = QRectF(0, 0, max(HEIGHT, min(share, 1.0) * self.width()), self.height())
            painter.setBrush(QColor(self._colour()))
            painter.drawRoundedRect(filled, radius, radius)
        painter.end()

    def _colour(self) -> str:
        good, loud, too_loud = COLOURS
        peak = self._peak if self._peak is not None else QUIETEST
        if self._clipped or peak > TOO_LOUD:
            return too_loud
        return loud if peak > LOUD else good
