"""Above the styles: a search, and the favourites alone."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.icons import icon
from desktop_app.translation import tr
from desktop_app.widgets import name_button, row, timer, tool_button

TYPING_MS = 120  # after the last letter, before the styles are looked through


class StyleBar(QWidget):
    """A field and a button.

    Signals:
        changed: Another text is searched for, or the favourites are wanted or no longer.
        entered: The user wants the first style that was found.
        left: The user wants to go on to the styles with the keyboard.
    """

    changed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.favourites = tool_button("iconOnly", with_text=False, checkable=True)
        self._typing = timer(self, TYPING_MS, once=True)
        self._typing.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _: self._typing.start())
        self.field.returnPressed.connect(self._enter)
        self.favourites.toggled.connect(lambda _: self._toggle())
        self._layout = row(self, gap=6)
        self._layout.addWidget(self.field, 1)
        self._layout.addWidget(self.favourites)
        self.reached: list[QWidget] = [self.field, self.favourites]  # by Tab, in this order
        self.retranslate()

    def add(self, button: QWidget) -> None:
        """Show `button` at the end."""
        self._layout.addWidget(button)
        self.reached.append(button)

    @property
    def text(self) -> str:
        """What is searched for; "": nothing."""
        return self.field.text().strip()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.field.setPlaceholderText(tr("Search all styles"))
        self.field.setAccessibleName(tr("Search all styles"))
        name_button(self.favourites, tr("Favourites only"))
        self.favourites.setIcon(icon("star-full" if self.favourites.isChecked() else "star"))

    def clear(self) -> None:
        """Search for nothing, and want more than favourites."""
        self.field.clear()
        self.favourites.setChecked(False)
        self._typing.stop()

    def _toggle(self) -> None:
        self.retranslate()
        self.changed.emit()

    def _enter(self) -> None:
        self._typing.stop()
        self.changed.emit()  # what is found may be older than the last letter
        self.entered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear the field with Esc, and go on to the styles with the arrow down."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
