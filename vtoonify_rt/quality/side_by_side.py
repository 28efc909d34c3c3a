"""A video that shows a clip as captured, without smoothing and with it, side by side."""

from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from vtoonify_rt.compose import resize
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sinks.recorder import Recorder

MAX_WIDTH = 1280  # pixels of each picture: three of them are what H.264 players still decode
_STRIP = 28  # pixels above each picture, for its name
_WHITE = (255, 255, 255)


class SideBySide:
    """Writes the video; a context manager that leaves no file after an exception.

    Raises `SinkError` when the file cannot be written.
    """

    def __init__(self, path: Path, names: tuple[str, ...], *, fps: float | None) -> None:
        self._names = names
        self._recorder = Recorder(path, fps_hint=fps, drop=False)

    def write(self, pictures: tuple[Image, ...], time: float) -> None:
        """Add pictures of one moment and one size, one for each name; `time` in seconds."""
        named = [_named(*pair) for pair in zip(pictures, self._names, strict=True)]
        self._recorder.write(Frame(np.hstack(named), time))

    def __enter__(self) -> Self:
        self._recorder.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._recorder.__exit__(kind, error, at)


def _named(picture: Image, name: str) -> Image:
    """Return the picture below a strip with its name."""
    height, width = picture.shape[:2]
    share = min(1.0, MAX_WIDTH / width)
    shown = resize(picture, max(1, round(height * share)), max(1, round(width * share)))
    strip = np.zeros((_STRIP, shown.shape[1], 3), np.uint8)
    cv2.putText(strip, name, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.55, _WHITE, 1, cv2.LINE_AA)
    return np.vstack([strip, shown])
