"""Video files: at their own clock for the window, or as fast as possible for files."""

import time
from collections.abc import Callable, Generator
from pathlib import Path
from threading import Event, Lock

from vtoonify_rt.errors import EndOfStream, SourceError
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.sources.decoding import Decoded, Decoder

_MAX_LATE = 0.5  # s; later than this (suspended machine, paused pipeline) the clock starts anew


class VideoFile:
    """The frames of a video file, upright and with square pixels.

    Paced, a frame is released when its time has come and `Frame.time` is that moment on `clock`;
    a late reader gets the frame that is due now and misses the ones before it. Unpaced, every
    frame is delivered at once and `Frame.time` is its presentation time, in seconds from the
    first frame. With `loop` the file starts again at its end, without a gap.

    What can be read of a damaged file is read; `SourceError` when that is not even one frame.
    """

    def __init__(
        self,
        path: Path,
        *,
        paced: bool,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._path = path
        self._paced = paced
        self._loop = loop
        self._clock = clock
        self._wait = wait
        self._closed = Event()
        self._lock = Lock()  # held while the decoder is in use: closing it then would crash
        self._decoder = self._open()
        self._frames = self._play()
        self._next = next(self._frames, None)
        if self._next is None:
            self._decoder.close()
            raise SourceError(f"{path} has no frame that can be read", "Try another file")
        self._orientation = self._decoder.orientation(self._next.picture)
        width, height = self._orientation.size
        self._info = SourceInfo(
            name=path.name,
            width=width,
            height=height,
            fps=float(self._decoder.fps),
            frame_count=None if loop else self._decoder.frame_count,
        )
        self._start: float | None = None  # of the file's time 0, on the clock

    @property
    def info(self) -> SourceInfo:
        """The size as shown; `frame_count` as the file declares it, None when looping."""
        return self._info

    def read(self) -> Frame:
        """Return the next frame; paced, not before it is due."""
        with self._lock:
            decoded = self._take()
            if decoded is None or self._closed.is_set():
                raise EndOfStream
            if not self._paced:
                return Frame(self._orientation.to_image(decoded.picture), decoded.time)
            decoded = self._due(decoded)
            image = self._orientation.to_image(decoded.picture)
            self._wait_until(decoded.time)
            return Frame(image, self._clock())

    def close(self) -> None:
        """Stop reading and release the file."""
        self._closed.set()
        with self._lock:
            self._next = None
            self._frames.close()
            self._decoder.close()

    def _open(self) -> Decoder:
        return Decoder(self._path, all_cores=not self._paced)

    def _play(self) -> Generator[Decoded]:
        """Yield every frame; when looping, each round goes on where the last one ended."""
        offset = end = 0.0
        while True:
            for decoded in self._decoder:
                end = decoded.time + decoded.duration
                yield decoded._replace(time=offset + decoded.time)
            if not self._loop or end == 0.0:
                return
            offset, end = offset + end, 0.0
            self._decoder.close()
            self._decoder = self._open()

    def _take(self) -> Decoded | None:
        decoded, self._next = self._next, None
        return decoded or next(self._frames, None)

    def _due(self, decoded: Decoded) -> Decoded:
        """Return the frame that is due now: `decoded` or, for a late reader, a later one."""
        now = self._clock()
        if self._start is None or now - (self._start + decoded.time) > _MAX_LATE:
            self._start = now - decoded.time
        while now - (self._start + decoded.time) > decoded.duration:
            later = self._take()
            if later is None:
                break
            decoded = later
        return decoded

    def _wait_until(self, seconds: float) -> None:
        assert self._start is not None
        while (remaining := self._start + seconds - self._clock()) > 0:
            if self._closed.is_set():
                raise EndOfStream
            self._wait(self._closed, remaining)
