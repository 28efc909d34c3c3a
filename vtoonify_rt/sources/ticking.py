"""A clip as a camera of a fixed rate, whatever the pipeline's; for benchmarks."""

import math
import time
from collections.abc import Callable
from threading import Event

from vtoonify_rt.compose import letterbox
from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import Source, SourceInfo


class TickingFrames:
    """Delivers the frames of `source`, fitted into `width` x `height` between black bars, `fps`
    times a second: `Frame.time` is the moment of delivery on `clock`.

    Like a camera it waits for nobody. A reader that comes late gets the next picture at the next
    tick, and the ticks in between are lost; no frame is delivered early to make up for them.
    """

    def __init__(
        self,
        source: Source,
        width: int,
        height: int,
        fps: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
        decoded: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`decoded` is told the seconds that decoding and fitting each frame took."""
        if not fps > 0:
            raise ValueError(f"fps must be positive, got {fps}")
        self._source = source
        self._size = (width, height)
        self._fps = fps
        self._clock = clock
        self._wait = wait
        self._decoded = decoded
        self._closed = Event()
        self._first: float | None = None  # moment of the first tick
        self._tick = 0  # that is next

    @property
    def info(self) -> SourceInfo:
        """The clip's name, at the size and rate that are delivered, without an end."""
        width, height = self._size
        return SourceInfo(name=self._source.info.name, width=width, height=height, fps=self._fps)

    def read(self) -> Frame:
        """Return the next frame at the next tick; it is decoded while that is waited for."""
        start = self._clock()
        width, height = self._size
        image = letterbox(self._source.read().image, height, width)
        self._decoded(self._clock() - start)
        due = self._next_tick()
        while (remaining := due - self._clock()) > 0:
            if self._closed.is_set():
                break
            self._wait(self._closed, remaining)
        if self._closed.is_set():
            raise EndOfStream
        return Frame(image, self._clock())

    def frame_done(self, frame: Frame) -> None:
        """Do nothing: a camera does not ask what became of its frames."""

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()
        self._source.close()

    def _next_tick(self) -> float:
        """Return the moment of the next tick that can still be met."""
        now = self._clock()
        if self._first is None:
            self._first = now
        missed = math.ceil((now - self._first) * self._fps - 1e-6)
        self._tick = max(self._tick, missed) + 1
        return self._first + (self._tick - 1) / self._fps
