"""The virtual camera in the panel: on or off, which one, its picture, and how it goes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.fold import Fold
from desktop_app.icons import icon
from desktop_app.others import Others
from desktop_app.segmented import Segmented
from desktop_app.settings import OthersSettings
from desktop_app.translation import error_text, tr
from desktop_app.widgets import column, label, push_button, row
from vtoonify_rt.virtual_camera_setup import MEMORY

SIZES = {"720": (1280, 720), "1080": (1920, 1080), "480": (640, 480)}  # width, height
RATES = ("30", "60")


class VirtualCameraSection(Fold):
    """A section that folds; it decides nothing.

    Signals:
        switched: The user wants the virtual camera on or off.
        camera_chosen: The user wants this one.
        size_chosen: The user wants a picture of this width and height.
        rate_chosen: The user wants this many pictures a second.
        setup_wanted: The user wants to know what is missing.
    """

    switched = Signal(bool)
    camera_chosen = Signal(str)
    size_chosen = Signal(int, int)
    rate_chosen = Signal(int)
    setup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = push_button("switch", checkable=True)
        self.switch.clicked.connect(self.switched)
        self.setup = push_button()
        self.setup.clicked.connect(self.setup_wanted)
        self.cameras = QComboBox()
        self.cameras.activated.connect(
            lambda place: self.camera_chosen.emit(self.cameras.itemData(place))
        )
        self._camera_label, self._size_label, self._rate_label = label(), label(), label()
        self._sizes, self._rates = Segmented(list(SIZES)), Segmented(RATES)
        self._sizes.chosen.connect(lambda key: self.size_chosen.emit(*SIZES[key]))
        self._rates.chosen.connect(lambda key: self.rate_chosen.emit(int(key)))
        self.state = label("faint", wraps=True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = row()
        buttons.addWidget(self.switch, 1)
        buttons.addWidget(self.setup)
        content = column(self.content, margins=(0, 2, 0, 0))
        content.addLayout(buttons)
        content.addWidget(self.state)
        for caption, choice in (
            (self._camera_label, self.cameras),
            (self._size_label, self._sizes),
            (self._rate_label, self._rates),
        ):
            content.addSpacing(4)
            content.addWidget(caption)
            content.addWidget(choice)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Virtual camera"))
        self.draw_arrow()
        self.switch.setIcon(icon("broadcast"))
        self.switch.setIconSize(QSize(20, 20))
        self.setup.setText(tr("Set up…"))
        self.setup.setToolTip(tr("Find out what is missing on this computer, and try it"))
        self._camera_label.setText(tr("Shown as"))
        self.cameras.setAccessibleName(tr("Virtual camera"))
        self._size_label.setText(tr("Size"))
        self._sizes.name(tr("Size"), {"720": "720p", "1080": "1080p", "480": "480p"})
        for key, (width, height) in SIZES.items():
            self._sizes.explain(key, f"{width} × {height}")  # noqa: RUF001
        self._rate_label.setText(tr("Rate"))
        self._rates.name(tr("Rate"), {"30": tr("30 fps"), "60": tr("60 fps")})

    def show_choices(self, others: Others, settings: OthersSettings) -> None:
        """Show what is chosen and how it goes; emits nothing."""
        self._show_cameras(others.cameras, others.camera)
        size = (settings.width, settings.height)
        self._sizes.select(next((key for key, known in SIZES.items() if known == size), None))
        rate = str(settings.fps)
        self._rates.select(rate if rate in RATES else None)
        on = others.camera_state != "off"
        self.switch.setChecked(on)
        self.switch.setText(tr("Switch off") if on else tr("Switch on"))
        self.switch.setEnabled(bool(others.camera))
        self.state.setText(state_text(others))

    def _show_cameras(self, cameras: Sequence[tuple[str, str]], chosen: str) -> None:
        known = [name for name, _ in cameras]
        offered = [*cameras] if chosen in known else [*cameras, (chosen, chosen)]
        if [self.cameras.itemData(place) for place in range(self.cameras.count())] != [
            name for name, _ in offered
        ]:
            self.cameras.clear()
            for name, title in offered:
                self.cameras.addItem(title, name)
        for place, (name, title) in enumerate(offered):
            self.cameras.setItemText(place, camera_title(name, title))
        self.cameras.setCurrentIndex([name for name, _ in offered].index(chosen))


def camera_title(name: str, title: str) -> str:
    """Return what a virtual camera is called in the chosen language."""
    if name == MEMORY:
        return tr("Rehearsal, seen by nobody")
    return tr("First free v4l2loopback device") if name == "v4l2loopback" else title


def state_text(others: Others) -> str:
    """Return in a sentence how the virtual camera goes."""
    if others.camera_error is not None:
        message, _ = error_text(others.camera_error)
        again = tr("It is tried again.") if others.camera_state == "failed" else ""
        return f"{tr('{message}.', message=message)} {again}".strip()
    if others.camera_state == "opening":
        return tr("Opening the virtual camera…")
    if others.camera_state == "running":
        if others.camera == MEMORY:
            return tr("A rehearsal runs: nobody sees it.")
        return tr("Choose it as the camera in your call or stream.")
    return tr("Other programs can use the stylized picture as their camera.")
