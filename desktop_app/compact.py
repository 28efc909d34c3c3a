"""Compact mode: the picture alone in a small window that stays above all others.

The window has no frame of its own: the picture is dragged to move it, and its edges to size it.
Wayland lets no program put itself above others; there the desktop's own menu does.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from desktop_app.scale import GAP_S, GAP_XL
from desktop_app.slim_bar import SlimBar
from desktop_app.stage import Stage
from desktop_app.translation import tr

SIZE = QSize(360, 203)
LEAST = QSize(240, 135)
EDGE = 6  # pixels along the border that size the window
Edge = Qt.Edge


class CompactWindow(QWidget):
    """Holds the stage while it is shown; `bar` appears under the pointer or with the focus.

    Keys that nobody takes here go to `main`.

    Signals:
        left: The user wants the full window back.
    """

    left = Signal()

    def __init__(self, actions: Sequence[QAction], main: QWidget) -> None:
        flags = Qt.WindowType
        super().__init__(
            None, flags.Window | flags.FramelessWindowHint | flags.WindowStaysOnTopHint
        )
        self._main = main
        self._stage: Stage | None = None
        self._grip: QPoint | None = None  # where the window was taken, if the system moves nothing
        self._pointed = False
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        self.setMouseTracking(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.bar = SlimBar(actions, self)
        self.bar.hide()
        QApplication.instance().focusChanged.connect(self._show_bar)  # type: ignore[union-attr]

    def retranslate(self) -> None:
        """Set the title in the chosen language."""
        self.setWindowTitle(tr("VToonify RT, compact"))

    def take(self, stage: Stage) -> None:
        """Show `stage` here."""
        self._stage = stage
        stage.set_compact(True)
        stage.installEventFilter(self)
        self._layout.addWidget(stage)
        stage.show()
        self.bar.raise_()
        self.retranslate()

    def place(self, geometry: bytes) -> None:
        """Go where it was last, as `saveGeometry` told, or else to the lower right corner."""
        if not self.restoreGeometry(geometry):
            room = self._main.screen().availableGeometry().marginsRemoved(QMargins(*(GAP_XL,) * 4))
            self.move(room.bottomRight() - self.rect().bottomRight())

    def give_back(self, layout: QBoxLayout) -> None:
        """Put the stage first into `layout`."""
        stage, self._stage = self._stage, None
        if stage is not None:
            stage.removeEventFilter(self)
            stage.set_compact(False)
            layout.insertWidget(0, stage, 1)

    def _point(self, pointed: bool) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self._show_bar()

    def _show_bar(self) -> None:
        at = QApplication.focusWidget()
        focused = at is not None and at is not self._stage and self.isAncestorOf(at)
        self.bar.setVisible(self.isVisible() and (self._pointed or focused))
        self._place_bar()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab reach the bar, which is hidden until then."""
        self.bar.show()
        self._place_bar()
        moved = super().focusNextPrevChild(next)
        self._show_bar()
        return moved

    def _place_bar(self) -> None:
        hint = self.bar.sizeHint()
        width = min(hint.width(), self.width() - 2 * GAP_S)
        left = (self.width() - width) // 2
        self.bar.setGeometry(left, self.height() - hint.height() - GAP_S, width, hint.height())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Move and size the window where the picture is pressed, unless it has a divider."""
        stage = self._stage
        if isinstance(event, QMouseEvent) and stage is not None and stage.wipe is None:
            edges = self._edges(event.position().toPoint())
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._take_hold(event, edges)
            if event.type() == QEvent.Type.MouseMove:
                self._point(True)
                stage.setCursor(_cursor(edges))
                if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
                    self.move(event.globalPosition().toPoint() - self._grip)
                return True
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._grip = None
            elif event.type() == QEvent.Type.MouseButtonDblClick:
                self.left.emit()
                return True
        return False

    def _take_hold(self, event: QMouseEvent, edges: Edge) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._point(False)  # nobody tells where the pointer is when the system has let go
        handle = self.windowHandle()
        if edges and handle.startSystemResize(edges):
            return True
        if not handle.startSystemMove():
            self._grip = event.position().toPoint()
        return True

    def _edges(self, at: QPoint) -> Edge:
        edges = Edge(0)
        if at.x() < EDGE:
            edges |= Edge.LeftEdge
        if at.x() >= self.width() - EDGE:
            edges |= Edge.RightEdge
        if at.y() < EDGE:
            edges |= Edge.TopEdge
        if at.y() >= self.height() - EDGE:
            edges |= Edge.BottomEdge
        return edges

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the bar."""
        self._point(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the bar, unless the keyboard is in it."""
        self._point(False)

    def resizeEvent(self, event: QEvent) -> None:
        """Keep the bar at the lower edge."""
        self._place_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            QCoreApplication.sendEvent(self._main, event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the full window know of it."""
        QCoreApplication.sendEvent(self._main, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or focus."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if self._stage is not None and not self.isActiveWindow():
            self._stage.show_original(False)  # the key may be released elsewhere

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go back instead of ending what may be a call."""
        if self._stage is not None:
            event.ignore()
            self.left.emit()


def _cursor(edges: Edge) -> Qt.CursorShape:
    shapes = Qt.CursorShape
    sideways = edges & (Edge.LeftEdge | Edge.RightEdge)
    upright = edges & (Edge.TopEdge | Edge.BottomEdge)
    if sideways and upright:
        falls = edges in (Edge.LeftEdge | Edge.TopEdge, Edge.RightEdge | Edge.BottomEdge)
        return shapes.SizeFDiagCursor if falls else shapes.SizeBDiagCursor
    if sideways:
        return shapes.SizeHorCursor
    return shapes.SizeVerCursor if upright else shapes.ArrowCursor
