"""What the cards of the styles panel are made of."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop_app.colours import WARNING
from desktop_app.icons import draw
from desktop_app.overlay import WayOn, breakable
from desktop_app.widgets import column, empty, label, push_button, row

THUMB = 64  # pixels, before the screen's scaling


class Thumbnail(QWidget):
    """A picture with round corners, or the first letter of `name` where there is none."""

    def __init__(self, name: str, picture: Path | None = None) -> None:
        super().__init__()
        self._letter = name[:1].upper()
        self._picture = QPixmap(str(picture)) if picture is not None else QPixmap()
        self.setFixedSize(QSize(THUMB, THUMB))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setClipPath(shape)
        if self._picture.isNull():
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Midlight))
            font = painter.font()
            font.setPixelSize(26)
            painter.setFont(font)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        else:
            painter.drawPixmap(self.rect(), self._picture)


class Elided(QLabel):
    """One line that is shortened where it does not fit, and whole in its tool tip."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show `text`."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._shorten()

    def sizeHint(self) -> QSize:
        """Return the size of the whole line."""
        hint = super().sizeHint()
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the line to the new width."""
        self._shorten()

    def _shorten(self) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        short = self.fontMetrics().elidedText(self._whole, middle, self.width())
        self.setText(short)
        self.setToolTip(self._whole if short != self._whole else "")


class Notice(QFrame):
    """A sentence across the panel, with what can be done about it; hidden while it is empty."""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self.setObjectName("quiet" if quiet else "notice")
        self._icon = QLabel()
        self._icon.setPixmap(draw("warning", QColor(WARNING), 20))
        self._text = label("faint" if quiet else "", wraps=True)
        self._buttons = row(gap=6)
        self._said: tuple[str, ...] = ()
        layout = row(self, gap=10, margins=(4, 0, 4, 0) if quiet else (14, 10, 10, 10))
        layout.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; "" while nothing is."""
        return "" if self.isHidden() else self._said[0]

    def say(self, text: str, *, trouble: bool = False, ways_on: Sequence[WayOn] = ()) -> None:
        """Show `text` with a button for each of `ways_on`; no text hides it all."""
        self.setVisible(bool(text))
        self._icon.setVisible(trouble)
        said = (text, *(caption for caption, _ in ways_on))
        if said == self._said:  # its buttons may have the focus
            return
        self._said = said
        self._text.setText(breakable(text))
        self.setAccessibleName(text)
        empty(self._buttons)
        for caption, action in ways_on:
            button = push_button("small", caption)
            button.setAccessibleDescription(text)
            button.clicked.connect(lambda _, action=action: action())
            self._buttons.addWidget(button)


class Card(QFrame):
    """A model: its picture, name and a badge, lines about it, and buttons at the right.

    What belongs below, such as progress, goes into `below`.
    """

    def __init__(self, name: str, made_of: object, picture: Path | None = None) -> None:
        super().__init__()
        self.setObjectName("modelCard")
        self.name = name
        self.made_of = made_of  # a card of something else is another card
        self.buttons = row(gap=6)
        self.below = column(gap=6)
        self._badge = label("badge")
        self._lines = label("faint", wraps=True)
        title = Elided("cardName")
        title.say(name)
        head = row(gap=8)
        head.addWidget(title)
        head.addWidget(self._badge)
        head.addStretch(1)
        words = column(gap=3)
        words.addLayout(head)
        words.addWidget(self._lines)
        words.addStretch(1)
        top = row(gap=12)
        top.addWidget(Thumbnail(name, picture), alignment=Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addLayout(self.buttons)
        top.setAlignment(self.buttons, Qt.AlignmentFlag.AlignTop)
        layout = column(self, gap=8, margins=(12, 12, 12, 12))
        layout.addLayout(top)
        layout.addLayout(self.below)

    def describe(self, badge: str, lines: Sequence[str]) -> None:
        """Show a badge beside the name, and lines below it."""
        self._badge.setText(badge)
        self._badge.setVisible(bool(badge))
        self._lines.setText("\n".join(filter(None, lines)))
        self.setAccessibleName(". ".join(filter(None, (self.name, badge, *lines))))
