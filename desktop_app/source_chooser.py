"""Where the picture comes from: a camera, the sample clip, or a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.run_time import SAMPLE, camera_spec, is_camera
from desktop_app.translation import tr
from desktop_app.widgets import column, label, name_button, row, tool_button

if TYPE_CHECKING:
    from vtoonify_rt.sources.cameras import CameraDevice

GAP = 56  # pixels of the button that the name cannot have: icon, arrow, margins


class SourceChooser(QWidget):
    """A button with a menu of the sources, and one that looks for cameras again.

    Signals:
        chosen: The user wants this source.
        file_wanted: The user wants to open a file.
        refresh_wanted: The user wants the cameras to be looked for again.
    """

    chosen = Signal(str)
    file_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cameras: Sequence[CameraDevice] = ()
        self._looking = False
        self._source = ""
        self.menu = QMenu(self)
        self.button = tool_button("source")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setMenu(self.menu)
        self.refresh = tool_button("refresh", with_text=False)
        self.refresh.clicked.connect(self.refresh_wanted)
        for button in (self.button, self.refresh):
            button.setIconSize(QSize(20, 20))
        self._note = label("faint", wraps=True)
        self._note.hide()
        buttons = row(gap=6)
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.refresh)
        layout = column(self, gap=6)
        layout.addLayout(buttons)
        layout.addWidget(self._note)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.refresh.setIcon(icon("refresh"))
        name_button(self.refresh, tr("Look for cameras again"))
        self._show()

    def show_sources(
        self, cameras: "Sequence[CameraDevice]", source: str, *, looking: bool
    ) -> None:
        """Offer `cameras` with `source` chosen; `looking`: more may be found. Emits nothing."""
        shown = (cameras, source, looking)
        if shown != (self._cameras, self._source, self._looking):
            self._cameras, self._source, self._looking = shown
            self.refresh.setEnabled(not looking)
            self._show()

    @property
    def note(self) -> str:
        """What is said below the button; "" while nothing is."""
        return "" if self._note.isHidden() else self._note.text()

    def show_no_camera(self, no_camera: bool) -> None:
        """Say quietly that the sample clip plays because there is no camera."""
        self._note.setText(tr("No camera found: this is the sample clip"))
        self._note.setVisible(no_camera)

    def source_name(self, source: str) -> str:
        """Return how a source is called."""
        if source == SAMPLE:
            return tr("Sample clip")
        for camera in self._cameras:
            if source == camera_spec(camera):
                return camera.name
        if is_camera(source) or not source:  # not listed yet, or not any more
            return tr("Camera")
        return Path(source).name

    def open_menu(self) -> None:
        """Open the menu, as a click would."""
        self.button.showMenu()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name to the new width."""
        self._show_name()

    def _show(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        if self._looking:
            self.menu.addAction(tr("Looking for cameras…")).setEnabled(False)
        elif not self._cameras:
            self.menu.addAction(tr("No camera found")).setEnabled(False)
        for camera in self._cameras:
            self._add(group, camera_spec(camera), "camera")
        self.menu.addSeparator()
        self._add(group, SAMPLE, "film")
        known = [SAMPLE, "", *map(camera_spec, self._cameras)]
        if self._source not in known:  # the file that was opened, or a camera that is gone
            self._add(group, self._source, "camera" if is_camera(self._source) else "film")
        self.menu.addSeparator()
        opening = self.menu.addAction(icon("folder"), tr("Open a file…"))
        opening.triggered.connect(self.file_wanted)
        self._show_name()

    def _add(self, group: QActionGroup, source: str, symbol: str) -> None:
        action = QAction(icon(symbol), unmarked(self.source_name(source)), group)
        action.setCheckable(True)
        action.setChecked(source == self._source)
        action.triggered.connect(lambda: self.chosen.emit(source))
        self.menu.addAction(action)

    def _show_name(self) -> None:
        name = self.source_name(self._source)
        camera = is_camera(self._source) or not self._source
        self.button.setIcon(icon("camera" if camera else "film"))
        room = self.button.width() - GAP
        short = self.button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        self.button.setText(f" {unmarked(short)}")
        self.button.setToolTip(name)
        self.button.setAccessibleName(tr("Source: {name}", name=name))


def unmarked(name: str) -> str:
    """Return a name for a menu or button, in which `&` would mark the key of the next letter."""
    return name.replace("&", "&&")
