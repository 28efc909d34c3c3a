"""A clip as a camera that always has a fresh picture; for benchmarks."""

import time
from collections import deque
from collections.abc import Callable
from threading import Condition

from vtoonify_rt.compose import letterbox
from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import Source, SourceInfo


class FreshFrames:
    """Delivers the frames of `source`, fitted into `width` x `height` between black bars, each at
    the moment when the pipeline has room for it: `Frame.time` is that moment on `clock`.

    A camera of a fixed rate would hide what the pipeline can do, and one that is read without a
    pause would take the processor from it. So `in_flight` frames are on their way, one at the
    tracker and one at the stylizer, and `frame_done` makes room for the next, which was decoded
    meanwhile. A frame that the pipeline dropped for a newer one is done when the newer one is.
    """

    def __init__(
        self,
        source: Source,
        width: int,
        height: int,
        *,
        in_flight: int = 2,
        clock: Callable[[], float] = time.monotonic,
        decoded: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`decoded` is told the seconds that decoding and fitting each frame took."""
        self._source = source
        self._size = (width, height)
        self._max_in_flight = in_flight
        self._in_flight: deque[float] = deque()  # times of the frames that are on their way
        self._changed = Condition()
        self._clock = clock
        self._decoded = decoded
        self._closed = False

    @property
    def info(self) -> SourceInfo:
        """The clip's name, at the size that is delivered, without an end."""
        width, height = self._size
        return SourceInfo(name=self._source.info.name, width=width, height=height)

    def read(self) -> Frame:
        """Return the next frame as soon as there is room for it."""
        start = self._clock()
        width, height = self._size
        image = letterbox(self._source.read().image, height, width)
        self._decoded(self._clock() - start)
        with self._changed:
            self._changed.wait_for(self._has_room)
            if self._closed:
                raise EndOfStream
            self._in_flight.append(self._clock())
            return Frame(image, self._in_flight[-1])

    def frame_done(self, frame: Frame) -> None:
        """Make room: `frame` has reached the sinks, so none before it is on its way."""
        with self._changed:
            while self._in_flight and self._in_flight[0] <= frame.time:
                self._in_flight.popleft()
            self._changed.notify()

    def close(self) -> None:
        """Stop reading."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._source.close()

    def _has_room(self) -> bool:
        return self._closed or len(self._in_flight) < self._max_in_flight
