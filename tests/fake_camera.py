"""A clock and a camera made by hand."""

from collections.abc import Sequence
from threading import Event

import cv2
import numpy as np

from vtoonify_rt.frame import Image
from vtoonify_rt.sources.cameras import CameraDevice

DEVICE = CameraDevice(id="046d:0825", name="Webcam", index=0, backend=cv2.CAP_ANY)


class FakeClock:
    """A clock that moves only when someone waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, event: Event, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return event.is_set()


class FakeCapture:
    """Stands for cv2.VideoCapture: gives `pictures` (None: a read that fails), then fails."""

    def __init__(self, pictures: Sequence[Image | None] = (), *, opens: bool = True) -> None:
        self._pictures = list(pictures)
        self._opens = opens
        self.settings: list[tuple[int, float]] = []
        self.released = False

    def isOpened(self) -> bool:
        return self._opens

    def set(self, prop: int, value: float, /) -> bool:
        self.settings.append((prop, value))
        return True

    def get(self, prop: int, /) -> float:
        return 0.0

    def read(self) -> tuple[bool, Image | None]:
        picture = self._pictures.pop(0) if self._pictures else None
        return picture is not None, picture

    def release(self) -> None:
        self.released = True


def bgr(value: int, *, height: int = 4, width: int = 6) -> Image:
    """Return a picture as cv2 delivers it, blue only."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = value
    return picture
