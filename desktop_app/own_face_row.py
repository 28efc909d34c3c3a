"""The line below the styles that offers the user's own face in them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.own_face import OwnFace
from desktop_app.translation import tr
from desktop_app.widgets import column, label, name_button, row, tool_button


class OwnFaceRow(QWidget):
    """A check box, and a menu of what can be done with the pictures.

    Signals:
        switched: The user wants to see the own face, or no longer.
    """

    switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: OwnFace | None = None
        self.box = QCheckBox()
        self.box.clicked.connect(self.switched)
        self.menu = QMenu(self)
        self.again = self.menu.addAction(icon("refresh"), "")
        self.remove = self.menu.addAction("")
        self._more = tool_button("iconOnly", with_text=False)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self.menu)
        self.reached: list[QWidget] = [self.box, self._more]  # by Tab, in this order
        self._note = label("faint", wraps=True)
        line = row(gap=6)
        line.addWidget(self.box, 1)
        line.addWidget(self._more)
        layout = column(self, gap=2)
        layout.addLayout(line)
        layout.addWidget(self._note)
        self.retranslate()

    def show_own_face(self, own: OwnFace) -> None:
        """Show how it stands."""
        self._own = own
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.box.setText(tr("Show my own face"))
        self.box.setToolTip(
            tr("Draw the styles on a picture of you. It never leaves this computer.")
        )
        self.again.setText(tr("Take a new picture of me"))
        self.again.setIcon(icon("refresh"))
        self.remove.setText(tr("Remove the pictures of me"))
        name_button(self._more, tr("Pictures of me"))
        self._more.setIcon(icon("more"))
        own = self._own
        if own is None:
            return
        self.box.setChecked(own.is_on)
        self.again.setEnabled(own.is_on and not own.is_waiting)
        self.remove.setEnabled(own.has_portrait)
        waits = own.is_on and own.is_waiting
        note = tr("A picture is taken as soon as your camera shows you well.") if waits else ""
        self._note.setText(note)
        self._note.setVisible(waits)
