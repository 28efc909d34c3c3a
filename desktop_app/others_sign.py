"""The sign on the picture that says what others see, wherever that is not what the user sees."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop_app.colours import FIXED, WARNING_ON_PICTURE
from desktop_app.icons import draw
from desktop_app.overlay import announce
from desktop_app.picture import Picture, fit
from desktop_app.translation import tr
from desktop_app.widgets import column, label, push_button, row

if TYPE_CHECKING:
    from vtoonify_rt.frame import Image
    from vtoonify_rt.guard import Cause, Seen

INSET = QSize(160, 90)
TEXT = 176  # pixels: the longest sentence in Chinese is one line, in English two


class OthersSign(QFrame):
    """A sentence with a small picture of what others see; quiet for a cover, red for a leak.

    Signals:
        way_back_wanted: The user pressed the button: end what the sign tells of.
    """

    way_back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("othersSign")
        self._icon = QLabel()
        self._text = label(wraps=True)
        self._text.setFixedWidth(TEXT)
        self._inset = QLabel()
        self._inset.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = push_button("messageButton")
        self.button.clicked.connect(self.way_back_wanted)
        self._painted: Image | None = None
        self._compact = False
        head = row(gap=8)
        head.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._text, 1)
        layout = column(self, gap=8, margins=(12, 10, 12, 10))
        layout.addLayout(head)
        layout.addWidget(self._inset)
        layout.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; "" while nothing is."""
        return "" if self.isHidden() else self._text.text()

    def set_compact(self, compact: bool) -> None:
        """Show the sentence alone, for a small window; or all of it."""
        self._compact = compact
        self._inset.setVisible(not compact and self._painted is not None)
        self.button.setVisible(not compact and bool(self.button.text()))

    def say(self, text: str, *, leaks: bool = False, way_back: str = "") -> None:
        """Show `text`, with a button if there is a `way_back`; "" hides the sign."""
        if not text:
            self.hide()
            return
        colour = FIXED["light"] if leaks else WARNING_ON_PICTURE
        self._icon.setPixmap(draw("warning" if leaks else "eye-off", QColor(colour), 18))
        self.button.setText(way_back)
        self.button.setVisible(bool(way_back) and not self._compact)
        if self.property("leaks") != leaks:
            self.setProperty("leaks", leaks)
            self.style().unpolish(self)
            self.style().polish(self)
        if text != self._text.text() or self.isHidden():
            self._text.setText(text)
            self.setAccessibleName(text)
            self.show()
            announce(self)

    def show_picture(self, image: "Image | None") -> None:
        """Show what others see, small; None: not at all."""
        self._inset.setVisible(image is not None and not self._compact)
        if image is self._painted:
            return
        self._painted = image
        if image is None:
            return
        height, width = image.shape[:2]
        place = fit(width, height, QRect(0, 0, INSET.width(), INSET.height()))
        picture = Picture(image, place.size(), mirror=False)
        self._inset.setPixmap(QPixmap.fromImage(picture.qimage))


def seen_text(seen: "Seen") -> str:
    """Return in a sentence which cover others see, and why; "" where it is none."""
    if seen.cause is None:
        return ""
    why = cause_text(seen.cause)
    if seen.shown == "hold":
        return tr("Others see the last picture: {why}", why=why)
    if seen.shown == "blur":
        return tr("Others see a blur: {why}", why=why)
    return tr("Others see your card: {why}", why=why)


def cause_text(cause: "Cause") -> str:
    """Return in a few words why others see a cover."""
    texts = {
        "start": tr("the picture has still to come"),
        "no face": tr("no face"),
        "not ready": tr("your face is being looked at"),
        "not stylized": tr("too little of a style is applied"),
        "stall": tr("no new picture comes"),
        "ended": tr("nothing plays"),
        "panic": tr("you have hidden"),
        "shutter": tr("the shutter is closed"),
    }
    return texts[cause]
