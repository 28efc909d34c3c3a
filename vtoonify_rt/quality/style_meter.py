"""One look of a clip, stylized with smoothing off and on, and what is noted of it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.metrics.detail import gradient_energy
from vtoonify_rt.metrics.flicker import flicker
from vtoonify_rt.metrics.lag import SETTLING, Fit, change_lag, motion_lag, settling_lag
from vtoonify_rt.quality.clip import Step
from vtoonify_rt.quality.drift import DriftMeter
from vtoonify_rt.quality.result import FrameQuality, Identity, StyleQuality
from vtoonify_rt.quality.shared_session import SessionView, SharedSession
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

Versions = tuple[Image, Image]  # of one frame: with smoothing off, and on


class StyleMeter:
    """Stylizes the frames of a clip twice and compares; one thread calls."""

    def __init__(self, shared: SharedSession, config: StyleConfig, strength: float) -> None:
        view = SessionView(shared)
        self._style = config.style
        self._view = view
        self._strength = strength
        self._filters = [
            StylizeFilter(view, replace(config, smoothing=smoothing), Meter(), waits=True)
            for smoothing in (0.0, strength)
        ]
        self._last: deque[Versions] = deque(maxlen=SETTLING + 1)  # this frame is the last of them
        self._frames: list[FrameQuality] = []
        self._identity_off = Identity(0, ())
        self._identity_on = Identity(0, ())

    def take(self, frame: Frame, step: Step | None, drift: DriftMeter) -> Versions:
        """Stylize a frame, note how it came from the one before, and return it."""
        off, on = (each.apply(frame).image for each in self._filters)
        self._last.append((off, on))
        if step is not None:
            self._frames.append(_compare(frame.time, step, self._last))
            self._identity_off = drift.add(self._identity_off, off)
            self._identity_on = drift.add(self._identity_on, on)
        return off, on

    def result(self, clip: str) -> StyleQuality:
        """Return what was noted."""
        return StyleQuality(
            style=self._style,
            clip=clip,
            backend=self._view.backend,
            strength=self._strength,
            frames=tuple(self._frames),
            identity_off=self._identity_off,
            identity_on=self._identity_on,
        )

    def close(self) -> None:
        """End the filters."""
        for each in self._filters:
            each.close()


def _compare(time: float, step: Step, last: Sequence[Versions]) -> FrameQuality:
    off_before, on_before = map(step.seen, last[-2])
    off, on = map(step.seen, last[-1])
    features_lag = Fit()
    if step.settling is not None:
        earlier = step.settling.earlier(last[0][0])
        features_lag = settling_lag(earlier, off, on, step.settling.changed_features)
    return FrameQuality(
        time=time,
        flicker_input=step.flicker,
        flicker_off=flicker(off_before, off, step.correspondence),
        flicker_on=flicker(on_before, on, step.correspondence),
        motion_lag=motion_lag(off, on, step.correspondence),
        change_lag=change_lag(off_before, off, on, step.changed),
        features_lag=features_lag,
        detail_off=gradient_energy(off),
        detail_on=gradient_energy(on),
    )
