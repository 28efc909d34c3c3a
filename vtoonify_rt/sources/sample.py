"""The clip that plays when there is no camera; where it comes from is told in sample.md."""

from importlib import resources
from pathlib import Path

from vtoonify_rt.sources.video_file import VideoFile


def sample_clip() -> Path:
    """Return the path of the sample clip: 1280x720, 30 fps, its end meets its beginning."""
    return Path(str(resources.files("vtoonify_rt.sources") / "sample.mp4"))


def open_sample(*, paced: bool = True) -> VideoFile:
    """Open the sample clip: paced it plays for ever, unpaced once."""
    return VideoFile(sample_clip(), paced=paced, loop=paced)
