"""A window that tells something and asks nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from desktop_app.overlay import WayOn
from desktop_app.scale import DIALOG
from desktop_app.translation import tr
from desktop_app.widgets import column, empty


class ToldDialog(QDialog):
    """Tells what `tell` returns under a title, and tells it anew when the language changes.

    `ways_on`: buttons beside the one that closes it. `width`: pixels; texts break there.
    """

    def __init__(
        self,
        title: Callable[[], str],
        tell: Callable[[], QWidget],
        parent: QWidget,
        *,
        ways_on: Callable[[], Sequence[WayOn]] = tuple,
        width: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._tell, self._ways_on, self._width = title, tell, ways_on, width
        self._layout = column(self, gap=18, margins=DIALOG)
        self._fill()

    def _fill(self) -> None:
        empty(self._layout)
        self.setWindowTitle(self._title())
        content = self._tell()
        self._layout.addWidget(content)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Close)
        buttons.rejected.connect(self.reject)
        for text, action in self._ways_on():
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _, action=action: action())
            button.setAutoDefault(False)
        close = buttons.button(kinds.Close)
        close.setText(tr("Close"))
        close.setAutoDefault(False)
        self._layout.addWidget(buttons)
        close.setFocus()
        for part in (content, buttons):
            part.show()  # what is not shown yet has no height
        if self._width is not None:
            self.ensurePolished()  # only then its texts have their fonts
            height = self._layout.totalHeightForWidth(self._width)
            if height < 0:  # no text breaks
                height = self._layout.totalSizeHint().height()
            self.setFixedSize(self._width, height)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
