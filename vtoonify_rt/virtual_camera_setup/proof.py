"""Whether a virtual camera shows what it is sent, found out by looking at it as others do."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import cv2
import numpy as np

from vtoonify_rt.compose import letterbox
from vtoonify_rt.frame import Image
from vtoonify_rt.sinks.virtual_camera import Device, VirtualCamera
from vtoonify_rt.sources.cameras import list_cameras

SECONDS = 6.0  # that a device has to show the picture
_FPS = 30.0
_CLOSE = 16.0  # of 255, mean over the picture: more than a camera's own colour conversion costs
_COLOURS = ((220, 60, 60), (60, 180, 75), (60, 90, 200), (240, 200, 60))  # of the four corners

Look = Callable[[str], Iterator[Image]]


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What was sent, what was seen, and whether that is the same."""

    sent: Image
    seen: Image | None  # None: the device cannot be looked at from here
    agrees: bool
    reason: str = ""  # why it does not


def draw_test_picture(height: int, width: int) -> Image:
    """Return a picture that no camera would see: four colours around a white square."""
    corners = np.array(_COLOURS, np.uint8).reshape(2, 2, 3)
    picture = np.repeat(np.repeat(corners, -(-height // 2), 0), -(-width // 2), 1)[:height, :width]
    square = max(2, min(height, width) // 6)
    top, left = (height - square) // 2, (width - square) // 2
    picture[top : top + square, left : left + square] = 255
    return np.ascontiguousarray(picture)


def prove(
    open_device: Callable[[], Device],
    look: Look | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Proof:
    """Send the test picture to a device and look at it, for `SECONDS` at most.

    `look` is given the device's name and yields what others see. Raises SinkError when the device
    cannot be opened.
    """
    device = open_device()
    picture = draw_test_picture(device.height, device.width)
    camera = VirtualCamera(lambda: device, lambda: picture, fps=_FPS)
    with closing(camera):
        seen, agrees = _watch(picture, (look or see)(camera.name), clock() + SECONDS, clock)
    if camera.error is not None:
        return Proof(picture, seen, False, camera.error.message)
    if seen is None:
        return Proof(picture, None, False, "The camera cannot be looked at from here")
    reason = "" if agrees else "What it shows is not what was sent"
    return Proof(picture, seen, agrees, reason)


def agree(sent: Image, seen: Image) -> bool:
    """Tell whether `seen` is `sent` but for its size and what a camera does to colours."""
    height, width = sent.shape[:2]
    fitted = letterbox(seen, height, width).astype(np.int16)
    return float(np.abs(fitted - sent).mean()) < _CLOSE


def _watch(
    picture: Image, seen: Iterator[Image], deadline: float, clock: Callable[[], float]
) -> tuple[Image | None, bool]:
    """Return the last picture that was seen, and whether it is the one that was sent."""
    last = None
    for last in seen:
        if agree(picture, last):
            return last, True
        if clock() > deadline:
            break
    return last, False


def see(name: str) -> Iterator[Image]:
    """Yield what the camera `name` shows to other programs; nothing if it cannot be opened."""
    capture = _open(name)
    try:
        while capture is not None and capture.isOpened():
            came, picture = capture.read()
            if not came:
                return
            yield cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
    finally:
        if capture is not None:
            capture.release()


def _open(name: str) -> cv2.VideoCapture | None:
    if sys.platform == "linux" and name.startswith("/dev/video"):
        return cv2.VideoCapture(name, cv2.CAP_V4L2)
    for device in list_cameras():
        if device.name == name:
            return cv2.VideoCapture(device.index, device.backend)
    return None
