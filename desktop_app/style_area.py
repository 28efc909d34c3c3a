"""The place of the styles, which scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop_app.style_button import THUMB

MAX_HEIGHT = round(2.55 * (THUMB + 34))  # of a grid with more rows than fit


class StyleArea(QScrollArea):
    """As high as its content, or `MAX_HEIGHT` if it `scrolls`."""

    def __init__(self) -> None:
        super().__init__()
        self.scrolls = False
        self.content = QWidget()
        self.content.setObjectName("controls")
        self.setWidget(self.content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def make_room(self) -> None:
        """Take in what was added, now, and not when Qt comes to it."""
        self.content.resize(self.content.width(), self.content.sizeHint().height())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the content, or of as much of it as is shown."""
        hint = self.content.sizeHint()
        return QSize(hint.width(), MAX_HEIGHT) if self.scrolls else hint

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is not squeezed."""
        return self.sizeHint()
