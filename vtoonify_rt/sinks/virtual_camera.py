"""Pictures to other programs as a webcam, at a fixed size and rate, on a thread of its own.

The camera takes the newest picture at each of its own ticks, and sends the same one again where
there is no newer: a program that watches sees neither a stall nor a change of size, whatever the
pipeline does, and the pipeline never waits for a device.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Literal, Protocol

from vtoonify_rt.compose import letterbox
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Image

RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0)  # waits before a failed device is opened again; the last stays
State = Literal["running", "failed", "closed"]

logger = logging.getLogger(__name__)


class Device(Protocol):
    """A webcam that others see, of a fixed size; opened by its constructor.

    One thread sends pictures of exactly `height` x `width`. `send` and the constructor raise
    `SinkError` when the device is lost or cannot be had.
    """

    @property
    def name(self) -> str:
        """What other programs call it."""
        ...

    @property
    def height(self) -> int:
        """Rows of its pictures."""
        ...

    @property
    def width(self) -> int:
        """Columns of its pictures."""
        ...

    def send(self, image: Image) -> None:
        """Show `image`."""
        ...

    def close(self) -> None:
        """Give the device back; may be called more than once."""
        ...


class MemoryDevice:
    """A webcam that nobody sees: it counts and keeps the newest pictures.

    `inspect` is shown each of them.
    """

    name = "memory"

    def __init__(
        self,
        height: int,
        width: int,
        *,
        keep: int = 1,
        inspect: Callable[[Image], None] | None = None,
    ) -> None:
        self.height = height
        self.width = width
        self.sent = 0
        self.closed = 0
        self.pictures: deque[Image] = deque(maxlen=keep)
        self._inspect = inspect

    def send(self, image: Image) -> None:
        """Keep `image`."""
        if self._inspect is not None:
            self._inspect(image)
        self.pictures.append(image)
        self.sent += 1

    def close(self) -> None:
        """Count that it was closed."""
        self.closed += 1


class VirtualCamera:
    """Sends what `picture` returns to a device, `fps` times a second, until `close`.

    The constructor opens the device and raises `SinkError` if it cannot. One that fails later is
    told once, to `on_error` from the camera's thread, and opened again after waits that grow.
    `picture` is called from that thread, too, and may return any size: it is fitted in between
    black bars. Any thread may read `state`, `error` and `sent`, and `close`.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        picture: Callable[[], Image],
        *,
        fps: float,
        on_error: Callable[[SinkError], None] = lambda error: None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        if not fps > 0:
            raise ValueError(f"fps must be positive, got {fps}")
        self._open_device = open_device
        self._picture = picture
        self._fps = fps
        self._on_error = on_error
        self._clock = clock
        self._wait = wait
        self._stop = Event()
        self._fitted: tuple[Image, Image] | None = None  # the last picture, and as it was sent
        self._failures = 0  # since the last picture that was sent
        self.state: State = "running"
        self.error: SinkError | None = None  # why the state is "failed"
        self.sent = 0
        self._device: Device | None = open_device()
        self.name = self._device.name
        self._thread = Thread(target=self._run, name="virtual camera", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop sending and give the device back; may be called more than once."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        """Send at each tick; the body of the camera's thread."""
        start, tick = self._clock(), 0
        while not self._stop.is_set():
            self._send()
            if self._failures:
                self._pause(RETRY_S[min(self._failures, len(RETRY_S)) - 1])
            # A tick that was missed is lost: sending two at once would not make up for it.
            tick = max(tick, math.floor((self._clock() - start) * self._fps)) + 1
            self._pause(start + tick / self._fps - self._clock())
        self._release()
        self.state = "closed"

    def _send(self) -> None:
        try:
            if self._device is None:
                self._device = self._open_device()
            self._device.send(self._fit(self._picture(), self._device))
        except SinkError as error:
            self._fail(error)
        except Exception as error:  # thread border: others would see the last picture for ever
            logger.exception("the virtual camera crashed")
            self._fail(SinkError(f"The virtual camera stopped ({error})", "See the log"))
        else:
            self.sent += 1
            self._failures = 0
            self.state, self.error = "running", None

    def _fit(self, picture: Image, device: Device) -> Image:
        """Return `picture` in the device's size; one that comes again is fitted once."""
        if self._fitted is None or self._fitted[0] is not picture:
            self._fitted = picture, letterbox(picture, device.height, device.width)
        return self._fitted[1]

    def _fail(self, error: SinkError) -> None:
        self._failures += 1
        self._release()
        if self.error is None:
            self.error, self.state = error, "failed"
            logger.warning("virtual camera %s: %s", self.name, error)
            self._on_error(error)

    def _release(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with suppress(Exception):  # it is lost anyway
                device.close()

    def _pause(self, seconds: float) -> None:
        end = self._clock() + seconds
        while not self._stop.is_set() and (remaining := end - self._clock()) > 0:
            self._wait(self._stop, remaining)
