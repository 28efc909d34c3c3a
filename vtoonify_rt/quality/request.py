"""What is asked of a quality measurement."""

from dataclasses import dataclass
from pathlib import Path

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRequest:
    """A clip, and the looks of one model to measure on it; refused where it cannot be meant."""

    clip: Path
    model: ModelManifest
    looks: tuple[StyleConfig, ...]  # whatever their smoothing
    strength: float = 0.5  # of the smoothing, above 0 and up to 1
    frames: int | None = None  # from the clip's first one on; None: all
    video: Path | None = None  # to show one look, side by side

    def __post_init__(self) -> None:
        if not 0.0 < self.strength <= 1.0:
            raise UsageError(
                f"Strength is {self.strength:g}", "Give a number above 0 and up to 1: 0 is off"
            )
        if self.frames is not None and self.frames < 2:
            raise UsageError(f"Frames are {self.frames}", "Give 2 at least, to compare them")
        if self.video is not None and self.video.suffix.lower() != ".mp4":
            raise UsageError(f"{self.video} is no file for a video", "Choose a name with .mp4")
        if self.video is not None and len(self.looks) > 1:
            raise UsageError(f"{self.video} can show one style only", "Name it with --style")
