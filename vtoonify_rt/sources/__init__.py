"""Where frames come from."""

from dataclasses import dataclass
from typing import Protocol

from vtoonify_rt.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """What is known about a source before its first frame."""

    name: str  # shown to the user
    width: int
    height: int
    fps: float | None = None  # None: a picture or a folder of pictures, without a clock
    frame_count: int | None = None  # None: endless or unknown
    pixel_format: str = ""  # of a camera's pictures as they come by cable: "MJPG"; "": unknown


class Source(Protocol):
    """Delivers frames one by one; opened by its constructor.

    One thread reads. `read` blocks until a frame is there, raises `EndOfStream` after the last
    one (and at every later call), and `SourceError` when reading fails for good. `close` may be
    called from another thread, more than once, and makes a blocked `read` raise `EndOfStream`.
    """

    @property
    def info(self) -> SourceInfo: ...

    def read(self) -> Frame: ...

    def close(self) -> None: ...
