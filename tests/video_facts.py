"""What a video file holds."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from vtoonify_rt.frame import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """What a copy of a video has in common with it."""

    frames: int
    fps: Fraction
    seconds: float
    sound: tuple[str, ...]  # codecs


def video_facts(path: Path) -> VideoFacts:
    """Return what is true of the video at `path`."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return VideoFacts(
            frames=sum(1 for _ in container.decode(video=0)),
            fps=stream.average_rate,
            seconds=float(stream.duration * stream.time_base),
            sound=tuple(track.codec_context.name for track in container.streams.audio),
        )


def read_video(path: Path) -> list[Image]:
    """Return the pictures of the video at `path`."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
