"""Pictures as a source: one file, or a folder of them in natural order."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

from vtoonify_rt.errors import EndOfStream, SourceError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import SUFFIXES, read_image
from vtoonify_rt.sources import SourceInfo

_PACED_FPS = 15.0  # fast enough that a moved slider shows at once
_HOLD = 3.0  # s that a paced folder shows each picture


class ImageFiles:
    """The picture at a path, or the pictures of the folder at that path.

    Unpaced, every picture is delivered once and `Frame.time` counts them: 0, 1, 2 ... A picture
    that cannot be read raises `SourceError`, after which `read` goes on with the next one. Paced,
    it is a slide show for the window without an end: frames come 15 times a second, each picture
    stays for 3 seconds, and `Frame.time` is the moment on `clock`.
    """

    def __init__(
        self,
        path: Path,
        *,
        paced: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._paths = list_images(path) if path.is_dir() else [path]
        self._paced = paced
        self._clock = clock
        self._wait = wait
        self._closed = Event()
        self._index = 0  # of the next frame
        self._shown = (0, read_image(self._paths[0]))  # index of the picture, and the picture
        height, width = self._shown[1].shape[:2]
        self._info = SourceInfo(
            name=path.name,
            width=width,
            height=height,
            fps=_PACED_FPS if paced else None,
            frame_count=None if paced else len(self._paths),
        )
        self._start: float | None = None  # of frame 0, on the clock

    @property
    def info(self) -> SourceInfo:
        """The size of the first picture; others may differ."""
        return self._info

    @property
    def paths(self) -> list[Path]:
        """The files in the order in which they are delivered."""
        return list(self._paths)

    def read(self) -> Frame:
        """Return the next picture; paced, not before it is due."""
        if self._closed.is_set():
            raise EndOfStream
        if self._paced:
            return self._read_paced()
        index, self._index = self._index, self._index + 1
        if index >= len(self._paths):
            raise EndOfStream
        return Frame(self._picture(index), float(index))

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()

    def _read_paced(self) -> Frame:
        now = self._clock()
        if self._start is None:
            self._start = now
        due = self._start + self._index / _PACED_FPS
        if now > due + 1 / _PACED_FPS:  # late: no use in making up for missed frames
            self._index = int((now - self._start) * _PACED_FPS)
        shown = int(self._index / _PACED_FPS / _HOLD) % len(self._paths)
        image = self._picture(shown)
        due = self._start + self._index / _PACED_FPS
        self._index += 1
        while (remaining := due - self._clock()) > 0:
            self._wait(self._closed, remaining)
            if self._closed.is_set():
                raise EndOfStream
        return Frame(image, self._clock())

    def _picture(self, index: int) -> Image:
        if self._shown[0] != index:
            self._shown = (index, read_image(self._paths[index]))
        return self._shown[1]


def list_images(folder: Path) -> list[Path]:
    """Return the picture files of `folder` by suffix, "2.png" before "10.png".

    Raises `SourceError` when there are none or the folder cannot be read.
    """
    try:
        paths = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise SourceError(f"{folder} cannot be read ({error.strerror})", "Check it") from error
    if not paths:
        raise SourceError(f"{folder} has no pictures in it", "Choose a folder of PNG or JPEG files")
    return sorted(paths, key=lambda path: _natural(path.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key that compares digits by their value and letters without case."""
    parts = re.split(r"(\d+)", name.lower())
    return [(int(part), part) if part.isdigit() else (-1, part) for part in parts]
