"""A live camera that is tried again for as long as it is open."""

import logging
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from threading import Event, Thread
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.errors import CameraError, EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.sources.camera_trouble import explain_camera
from vtoonify_rt.sources.cameras import CameraDevice, find_camera

_FIRST_READS = 10  # some cameras fail their first reads while they wake up
_RETRY_FIRST = 0.25  # s, doubled after each attempt that fails
_RETRY_LAST = 4.0  # s
_FPS_FRAMES = 30  # over which the frame rate is measured
_POLL = 60.0  # s that a waiting reader sleeps at a time; closing wakes it at once
_CLOSE_WAIT = 2.0  # s that closing waits for the driver

logger = logging.getLogger(__name__)


class CameraState(Enum):
    """What a camera is doing; the value is for the user."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    FAILED = "lost, trying again"


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used, in its names."""

    def isOpened(self) -> bool:
        """Return whether the device could be opened."""

    def set(self, prop: int, value: float, /) -> bool:
        """Ask the driver for `value`; return False when it cannot."""

    def get(self, prop: int, /) -> float:
        """Return a property's value, 0 when unknown."""

    def read(self) -> tuple[bool, NDArray[Any] | None]:
        """Wait for a BGR picture; (False, None) when there is none."""

    def release(self) -> None:
        """Close the device."""


def open_device(device: CameraDevice) -> Capture:
    """Open `device` where it is plugged in now: its index may have changed since it was listed."""
    # "can't open camera by index" on stderr, at every attempt, helps nobody
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        device = find_camera(device.id)
    except CameraError:
        logger.debug("%s is not in the list of cameras", device.name)
    capture: Capture = cv2.VideoCapture(device.index, device.backend)
    return capture


class Camera:
    """The newest picture of a camera; its constructor waits for the first one.

    A thread of its own reads, so that `read` never gets a picture that has waited in the driver.
    When reads fail the camera is closed and opened again, after 0.25 s and then ever later up to
    4 s, for as long as it takes; `read` blocks meanwhile. `on_state` is called from that thread
    at each change of `state`. Raises `CameraError` only when the camera cannot be opened at first.
    """

    def __init__(
        self,
        device: CameraDevice,
        *,
        width: int = 1280,
        height: int = 720,
        fps: float = 30,
        open_capture: Callable[[CameraDevice], Capture] = open_device,
        on_state: Callable[[CameraState], None] = lambda state: None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._device = device
        self._wanted = (width, height, fps)
        self._open_capture = open_capture
        self._on_state = on_state
        self._clock = clock
        self._wait = wait
        self._closed = Event()
        self._frames: Mailbox[Frame] = Mailbox()
        self._times: deque[float] = deque(maxlen=_FPS_FRAMES)
        self._state = CameraState.STOPPED
        self._set_state(CameraState.STARTING)
        capture = self._start()
        if capture is None:
            self._set_state(CameraState.STOPPED)
            raise explain_camera(device.name, device.index)
        self._thread = Thread(target=self._run, args=(capture,), name="camera", daemon=True)
        self._thread.start()

    @property
    def info(self) -> SourceInfo:
        """The camera's name, the size of its pictures, and the frame rate that it promises."""
        return self._info

    @property
    def state(self) -> CameraState:
        """What the camera is doing now."""
        return self._state

    @property
    def fps(self) -> float:
        """The measured frame rate over the last second or so; 0.0 until there are two frames."""
        times = list(self._times)
        span = times[-1] - times[0] if times else 0.0
        return (len(times) - 1) / span if span > 0 else 0.0

    def read(self) -> Frame:
        """Return the newest picture that was not read yet; block until there is one."""
        while not self._closed.is_set():
            frame = self._frames.wait(_POLL)
            if frame is not None and not self._closed.is_set():
                return frame
        raise EndOfStream

    def close(self) -> None:
        """Stop the camera; a driver that hangs is left behind."""
        self._closed.set()
        self._frames.close()
        self._thread.join(_CLOSE_WAIT)
        if self._thread.is_alive():
            logger.warning("%s does not stop", self._device.name)

    def _run(self, capture: Capture | None) -> None:
        """Read until closed; the body of the camera's thread."""
        delay = _RETRY_FIRST
        while not self._closed.is_set():
            if capture is not None:
                delay = _RETRY_FIRST
                self._set_state(CameraState.RUNNING)
                self._read_all(capture)
                capture.release()
                self._times.clear()
            if self._closed.is_set():
                break
            self._set_state(CameraState.FAILED)
            self._wait(self._closed, delay)
            delay = min(2 * delay, _RETRY_LAST)
            capture = None if self._closed.is_set() else self._start()
        self._set_state(CameraState.STOPPED)

    def _start(self) -> Capture | None:
        """Open the camera and read its first picture, or return None."""
        capture = self._open_capture(self._device)
        if capture.isOpened():
            self._configure(capture)
            for _ in range(_FIRST_READS):
                if self._read_one(capture):
                    return capture
        capture.release()
        return None

    def _configure(self, capture: Capture) -> None:
        width, height, fps = self._wanted
        # MJPG first: raw pictures of 720p fit USB 2 at 10 fps only, and many drivers choose the
        # sizes they offer by the format.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_FPS, fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        # Drivers that have no MJPG say so only here.
        self._pixel_format = _format_name(capture.get(cv2.CAP_PROP_FOURCC))

    def _read_all(self, capture: Capture) -> None:
        while not self._closed.is_set() and self._read_one(capture):
            pass

    def _read_one(self, capture: Capture) -> bool:
        try:
            ok, image = capture.read()
            if not ok or image is None or image.size == 0 or image.dtype != np.uint8:
                return False
            now = self._clock()
            rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        except cv2.error as error:  # also of a picture that is not BGR
            logger.warning("%s: %s", self._device.name, error)
            return False
        self._times.append(now)
        height, width = image.shape[:2]
        self._info = SourceInfo(
            name=self._device.name,
            width=width,
            height=height,
            fps=capture.get(cv2.CAP_PROP_FPS) or self._wanted[2],
            pixel_format=self._pixel_format,
        )
        self._frames.put(Frame(np.asarray(rgb, dtype=np.uint8), now))
        return True

    def _set_state(self, state: CameraState) -> None:
        if state is not self._state:
            self._state = state
            self._on_state(state)


def _format_name(code: float) -> str:
    """Return the four letters of a pixel format as drivers give it, "" if it is none."""
    number = int(code)
    name = number.to_bytes(4, "little").decode("latin-1") if 0 < number < 2**32 else ""
    return name if name.isascii() and name.isprintable() else ""
