"""One page of the panel: sections below each other, which scroll."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_app.fold import Fold
from desktop_app.widgets import column


class Page(QScrollArea):
    """Shows `parts` from top to bottom, None for a gap; a section that is unfolded is scrolled
    to."""

    def __init__(self, parts: Sequence[QWidget | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("controls")
        self._layout = column(content, margins=(4, 2, 16, 12))
        self._layout.addStretch()
        for part in parts:
            if part is None:
                self._layout.insertSpacing(self._layout.count() - 1, 10)
            else:
                self.add(part)
        self.setWidget(content)

    def add(self, part: QWidget) -> None:
        """Show `part` below the others."""
        self._layout.insertWidget(self._layout.count() - 1, part)
        if isinstance(part, Fold):
            part.unfolded.connect(lambda: self._reveal(part))

    def _reveal(self, section: QWidget) -> None:
        """Scroll to the section that was opened, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(section))
