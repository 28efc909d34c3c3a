"""Results of quality measurements, made up; and a clip, a face and sessions to measure."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from fakes import FakeSession, portrait_at
from made_video import make_video
from moving_texture import texture

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Image, Landmarks, Parsing
from vtoonify_rt.metrics.lag import Fit
from vtoonify_rt.quality.request import QualityRequest
from vtoonify_rt.quality.result import FrameQuality, Identity, StyleQuality

FRAME = FrameQuality(
    time=0.5,
    flicker_input=1.0,
    flicker_off=2.0,
    flicker_on=1.0,
    motion_lag=Fit(1.0, 10.0),
    change_lag=Fit(1.0, 5.0),
    features_lag=Fit(1.0, 20.0),
    detail_off=100.0,
    detail_on=95.0,
)
RESULT = StyleQuality(
    style="comic",
    clip="clip.mp4",
    backend="fake",
    strength=0.5,
    frames=(FRAME, replace(FRAME, time=1.0, flicker_off=4.0, flicker_on=2.0)),
    identity_off=Identity(4, (0.02, 0.04)),
    identity_on=Identity(4, (0.05, 0.03, 0.04)),
)
EMPTY = Fit()


def made(**changes: object) -> StyleQuality:
    """Return the result with all its frames changed."""
    return replace(RESULT, frames=tuple(replace(frame, **changes) for frame in RESULT.frames))


def moving_clip(path: Path, frames: int = 8, speed: float = 2.0) -> Path:
    """Write a video of a texture that moves to the right by `speed` pixels a frame."""
    height, width, _ = texture(0.0).shape
    draw = lambda index, *_: texture(speed * index)  # noqa: E731
    return make_video(path, frames=frames, width=width, height=height, draw=draw)


class FakeLandmarker:
    """Finds a face in the middle of every picture, so large that it is looked for in all of it.

    `missing`: the calls, from 0 on, that find none.
    """

    def __init__(self, missing: Sequence[int] = ()) -> None:
        self.calls = 0
        self.closed = 0
        self._missing = missing

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        self.calls += 1
        if self.calls - 1 in self._missing:
            return []
        height, width = image.shape[:2]
        return [portrait_at(width / 2, height / 2, height / 4)]

    def close(self) -> None:
        self.closed += 1


class LiteSession(FakeSession):
    """Inverts pictures, and needs no parsing for it, as no Lite model does."""

    def parse(self, picture: Image) -> Parsing | None:
        return None


class NoisySession(LiteSession):
    """Gives the picture back with noise of its own in each, as a look draws each frame anew."""

    def __init__(self, sigma: float = 10.0) -> None:
        super().__init__()
        self._sigma = sigma
        self._noise = np.random.default_rng(0)

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        noise = self._noise.normal(0.0, self._sigma, picture.shape)
        return np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)


def request(clip: Path, *styles: str, **options: object) -> QualityRequest:
    """Return the request to measure styles of the starter; the network sees `moving_clip` and its
    face as they are, without scaling."""
    looks = tuple(StyleConfig(style=style, crop_px=250) for style in styles or ("comic",))
    return QualityRequest(clip=clip, model=load_manifest(STARTER), looks=looks, **options)
