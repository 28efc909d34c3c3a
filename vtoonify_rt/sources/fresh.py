"""A clip as a camera that always has a fresh picture; for benchmarks."""

import time
from collections.abc import Callable
from threading import Semaphore
from typing import cast

import cv2
import numpy as np

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sources import Source, SourceInfo

_POLL = 0.1  # s between looks at whether it was closed


class FreshFrames:
    """Delivers the frames of `source`, fitted into `width` x `height` between black bars, each at
    the moment when the pipeline has room for it: `Frame.time` is that moment on `clock`.

    A camera of a fixed rate would hide what the pipeline can do, and one that is read without a
    pause would take the processor from it. So `in_flight` frames are on their way, one at the
    tracker and one at the stylizer, and `frame_done` makes room for the next, which was decoded
    meanwhile.
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
        self._room = Semaphore(in_flight)
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
        image = fit(self._source.read().image, *self._size)
        self._decoded(self._clock() - start)
        while not self._room.acquire(timeout=_POLL):
            if self._closed:
                raise EndOfStream
        if self._closed:
            raise EndOfStream
        return Frame(image, self._clock())

    def frame_done(self) -> None:
        """Make room for a frame: one has reached the sinks."""
        self._room.release()

    def close(self) -> None:
        """Stop reading."""
        self._closed = True
        self._source.close()


def fit(image: Image, width: int, height: int) -> Image:
    """Return `image` scaled to lie centred in `width` x `height`, on black."""
    if image.shape[:2] == (height, width):
        return image
    scale = min(width / image.shape[1], height / image.shape[0])
    inner = [max(1, round(side * scale)) for side in image.shape[1::-1]]
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    fitted = np.zeros((height, width, 3), np.uint8)
    fitted[top : top + inner[1], left : left + inner[0]] = cast(
        Image, cv2.resize(image, inner, interpolation=cv2.INTER_LINEAR)
    )
    return fitted
