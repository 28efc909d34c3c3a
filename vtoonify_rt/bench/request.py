"""What a benchmark is asked to measure."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import Source
from vtoonify_rt.sources.fresh import FreshFrames
from vtoonify_rt.sources.sample import sample_clip
from vtoonify_rt.sources.ticking import TickingFrames
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.trace import Trace

SAMPLE = "sample"
WIDTH, HEIGHT = 1280, 720  # of the picture, in and out


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRequest:
    """What to measure, and for how long: so many frames, or at least so many seconds."""

    clip: str = SAMPLE  # or the path of a video
    model: ModelManifest
    config: StyleConfig
    backend: str | None = None  # None: the fastest that there is
    frames: int = 300  # as many as the figures look back on
    seconds: float = 0.0
    camera_fps: float | None = None  # None: a fresh picture whenever there is room for one
    account: bool = False  # whether to find out what the pipeline itself costs, too
    trace: Trace | None = None  # records the first seconds of the measurement


class CountedSource(Source, Protocol):
    """A source that wants to know which frames reached the sinks."""

    def frame_done(self, frame: Frame) -> None:
        """Take note of a frame that reached the sinks."""
        ...


def clip_path(clip: str) -> Path:
    """Return the file that `clip` means."""
    return sample_clip() if clip == SAMPLE else Path(clip)


def open_clip(request: BenchRequest, decoded: Callable[[float], None]) -> CountedSource:
    """Open the clip as the camera that `request` asks for.

    `decoded` is told the seconds that each frame's decoding took. Raises SourceError when the clip
    cannot be opened.
    """
    clip = VideoFile(clip_path(request.clip), paced=False, loop=True)
    if request.camera_fps is None:
        return FreshFrames(clip, WIDTH, HEIGHT, decoded=decoded)
    return TickingFrames(clip, WIDTH, HEIGHT, request.camera_fps, decoded=decoded)
