"""What others see: the guard before everything that leaves, and the virtual camera behind it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.background import Background
from desktop_app.card_painter import paint_card
from desktop_app.player import Player
from desktop_app.run_time import RunTime
from desktop_app.widgets import timer
from vtoonify_rt.cover import Cover
from vtoonify_rt.errors import AppError
from vtoonify_rt.guard import Guard

if TYPE_CHECKING:
    from vtoonify_rt.frame import Image
    from vtoonify_rt.sinks.virtual_camera import VirtualCamera

POLL_MS = 250  # between two looks at the virtual camera

CameraState = Literal["off", "opening", "running", "failed"]

logger = logging.getLogger(__name__)


class Others(QObject):
    """Decides what leaves, as the user chooses; all methods are called in the GUI thread.

    Only `hide` may be called from any thread. Nothing that shows more of the user is remembered
    from one start to the next.

    Signals:
        changed: The virtual camera, a latch, or a choice is another now.
        failed: The virtual camera, or the card's picture; the sentence to show.
    """

    changed = Signal()
    failed = Signal(object)  # AppError

    def __init__(
        self, run_time: RunTime, player: Player, guard: Guard, background: Background
    ) -> None:
        super().__init__(player)
        self.guard = guard
        self.cameras: list[tuple[str, str]] = []  # that can be chosen: (name, title)
        self.camera_state: CameraState = "off"
        self.camera_error: AppError | None = None  # why the state is "failed"
        self.shows_camera = False
        self._run_time = run_time
        self._player = player
        self._background = background
        self._camera: VirtualCamera | None = None
        self._wanted = 0  # counts starts and stops, so that what comes late is known as such
        self._card: tuple[str, Image] | None = None  # the picture's file, and what it shows
        self._poll = timer(self, POLL_MS)
        self._poll.timeout.connect(self.refresh)

    def start(self) -> None:
        """Take over the settings, and find out which virtual cameras there are."""
        self._read_card()
        self._background.start(self._run_time.virtual_cameras, self._offer, self.failed.emit)

    @property
    def camera(self) -> str:
        """The chosen virtual camera; "" while it is not known what there is."""
        usual = self.cameras[0][0] if self.cameras else ""
        return self._player.settings.others.camera or usual

    @property
    def hidden(self) -> bool:
        """Whether the user has hidden, by the panic key."""
        return self.guard.is_closed("panic")

    @property
    def shuttered(self) -> bool:
        """Whether the privacy shutter is closed."""
        return self.guard.is_closed("shutter")

    def hide(self) -> None:
        """Show others the card at once, and nothing else until `show_again`; any thread."""
        self.guard.close_latch("panic")
        self.changed.emit()

    def show_again(self) -> None:
        """Let others see the stylized picture again, unless the shutter is closed."""
        self.guard.open_latch("panic")
        self.changed.emit()

    def set_shutter(self, closed: bool) -> None:
        """Close or open the privacy shutter."""
        if closed:
            self.guard.close_latch("shutter")
        else:
            self.guard.open_latch("shutter")
        self.changed.emit()

    def show_camera(self, shown: bool) -> None:
        """Let others see the camera as it is, or no longer; only for a user who confirmed it."""
        self.shows_camera = shown
        self.guard.show_camera(shown)
        self.changed.emit()

    def choose(self, **changes: object) -> None:
        """Replace fields of `settings.others`; a virtual camera that runs is opened anew."""
        self._player.keep_part("others", **changes)
        if {"policy", "card_text", "card_picture"} & changes.keys():
            self._read_card()
        if self.camera_state != "off" and {"camera", "width", "height", "fps"} & changes.keys():
            self.stop_camera(then=self.start_camera)
        self.changed.emit()

    def start_camera(self) -> None:
        """Open the chosen virtual camera, in the background."""
        if self.camera_state != "off":
            return
        self._wanted += 1
        wanted, name, settings = self._wanted, self.camera, self._player.settings.others
        self._set_camera("opening")

        def open_camera() -> "VirtualCamera":
            return self._run_time.open_virtual_camera(
                name,
                lambda: self.guard.outgoing().image,
                height=settings.height,
                width=settings.width,
                fps=settings.fps,
            )

        self._background.start(
            open_camera,
            lambda camera: self._take_camera(camera, wanted),
            lambda error: self._refuse_camera(error, wanted),
        )

    def stop_camera(self, then: Callable[[], None] = lambda: None) -> None:
        """Give the virtual camera back, in the background; call `then` when that is done."""
        self._wanted += 1
        camera, self._camera = self._camera, None
        self._poll.stop()
        self._set_camera("off")
        if camera is None:
            then()
        else:
            self._background.start(camera.close, lambda _: then(), self.failed.emit)

    @Slot()
    def refresh(self) -> None:
        """Look how the virtual camera goes; a timer calls it."""
        if self._camera is None:
            return
        error = self._camera.error
        if error is not None and error is not self.camera_error:
            self.failed.emit(error)
        self._set_camera("running" if error is None else "failed", error)

    def _offer(self, cameras: list[tuple[str, str]]) -> None:
        self.cameras = cameras
        self.changed.emit()

    def _take_camera(self, camera: "VirtualCamera", wanted: int) -> None:
        if wanted != self._wanted:  # switched off, or another was chosen, while it opened
            self._background.start(camera.close, lambda _: None, self.failed.emit)
            return
        self._camera = camera
        self._poll.start()
        self._set_camera("running")

    def _refuse_camera(self, error: AppError, wanted: int) -> None:
        if wanted == self._wanted:
            self._set_camera("off", error)
            self.failed.emit(error)

    def _set_camera(self, state: CameraState, error: AppError | None = None) -> None:
        if (state, error) != (self.camera_state, self.camera_error):
            self.camera_state, self.camera_error = state, error
            self.changed.emit()

    def _read_card(self) -> None:
        """Cover as the settings say; a card that is a picture is read in the background."""
        path = self._player.settings.others.card_picture
        if path and (self._card is None or self._card[0] != path):
            self._background.start(
                lambda: (path, self._run_time.read_image(Path(path))),
                self._take_card,
                self.failed.emit,
            )
        self._cover()

    def _take_card(self, card: "tuple[str, Image]") -> None:
        self._card = card
        self._cover()
        self.changed.emit()

    def _cover(self) -> None:
        settings = self._player.settings.others
        if settings.card_picture and self._card is not None:
            card: Image | None = self._card[1]
        else:
            card = paint_card(settings.card_text) if settings.card_text else None
        self.guard.cover_with(Cover(policy=settings.policy, card=card))
