"""A section of the panel that folds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.icons import icon
from desktop_app.widgets import column, tool_button


class Fold(QWidget):
    """A title that shows and hides what lies in `content`, which is seen at first.

    Signals:
        unfolded: The section is open now.
    """

    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggle = tool_button("fold", checkable=True)
        self.toggle.setChecked(True)
        self.content = QWidget()
        layout = column(self, gap=4)
        layout.addWidget(self.toggle)
        layout.addWidget(self.content)
        self.toggle.toggled.connect(self._unfold)
        self.draw_arrow()

    def draw_arrow(self) -> None:
        """Draw the arrow in the palette's present colours."""
        self.toggle.setIcon(icon("down" if self.toggle.isChecked() else "right"))

    def _unfold(self, unfolded: bool) -> None:
        self.content.setVisible(unfolded)
        self.draw_arrow()
        if unfolded:
            self.unfolded.emit()
