"""A governed stylizer that is no real one, on a clock that only its frames move."""

from dataclasses import replace

import numpy as np
from fakes import FakeSession, face_at

from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.governed import GovernedStylizer
from vtoonify_rt.inference import Session
from vtoonify_rt.timing import Meter

FACE = face_at(3, 2, 1)
CONFIG = StyleConfig(crop_px=512)
SCALES = {"family": "vtoonify_d", "output_scale": 4, "output_scales": (4, 1)}


class MadeStylizer:
    """Takes the time for a frame that its crop asks for, on a clock that stands still otherwise."""

    def __init__(self, meter: Meter, clock: "Clock", frame_s: float, fits: int = 9999) -> None:
        self.configs: list[StyleConfig] = [CONFIG]
        self.sessions: list[Session] = []
        self.closed = 0
        self._meter, self._clock = meter, clock
        self._frame_s = frame_s  # for a crop of 512
        self._fits = fits  # pixels that there is memory for
        self._read = clock.now

    def configure(self, config: StyleConfig) -> None:
        self.configs.append(config)

    def use(self, session: Session, config: StyleConfig) -> None:
        self.sessions.append(session)
        self.configs.append(config)

    def apply(self, frame: Frame) -> Frame:
        px = self.configs[-1].crop_px
        if px > self._fits:
            raise MemoryError
        seconds = self._frame_s * (px / 512) ** 2
        self._clock.now += max(seconds, 1 / 30)
        while self._read < self._clock.now:  # a camera that gives 30 a second, taken or not
            self._meter.add("read", 0.0)
            self._read += 1 / 30
        self._meter.add("generator", seconds)
        return frame

    def close(self) -> None:
        self.closed += 1


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


class Rig:
    """A governed stylizer on a made one, and what it asked for."""

    def __init__(self, frame_s: float, *, mode: str = "fps", model=None, **options) -> None:
        self.meter = Meter(clock := Clock())
        self.clock = clock
        self.stylizer = MadeStylizer(self.meter, clock, frame_s, **options)
        self.looks: list[int] = []
        self.reopened: list[int] = []
        self.session = FakeSession()
        self.session.model = replace(self.session.model, **(model or {}))
        self.session.output_scale = self.session.model.output_scale
        self.governed = GovernedStylizer(
            self.stylizer,
            self.session,
            CONFIG,
            GovernorConfig(mode=mode),
            self.meter,
            every=2,
            look_every=self.looks.append,
            reopen=lambda _governed, _model, scale: self.reopened.append(scale),
        )

    def play(self, seconds: float, landmarks=FACE) -> None:
        end = self.clock.now + seconds
        while self.clock.now < end:
            image = np.zeros((4, 6, 3), np.uint8)
            self.governed.apply(Frame(image, self.clock.now, landmarks))
            self.meter.frame_done(self.clock.now - 0.05)

    @property
    def crop_px(self) -> int:
        return self.stylizer.configs[-1].crop_px
