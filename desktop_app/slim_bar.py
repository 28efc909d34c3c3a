"""A slim bar of icons on the picture, for what one needs during a call."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from desktop_app.icons import icon, symbol_of
from desktop_app.scale import GAP_XS, ICON_S
from desktop_app.widgets import name_button, row


class SlimBar(QFrame):
    """A button for each of `actions`, in order; they say what they do to screen readers."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("slimBar")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.buttons = [_SlimButton(action) for action in actions]
        layout = row(self, gap=2, margins=(GAP_XS,) * 4)
        for button in self.buttons:
            layout.addWidget(button)


class _SlimButton(QToolButton):
    """An action as an icon in white, whatever the palette."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setObjectName("slim")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(ICON_S, ICON_S))
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        action = self._action
        self.setEnabled(action.isEnabled())
        self.setVisible(action.isVisible())
        self.setChecked(action.isChecked())
        keys = action.shortcut().toString()
        name_button(self, action.iconText())
        self.setToolTip(f"{action.iconText()} ({keys})" if keys else action.iconText())
        self.setIcon(icon(symbol_of(action), QPalette.ColorRole.BrightText))
