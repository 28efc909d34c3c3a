"""What was measured: a curve over the frames, and one figure for each promise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.metrics.lag import Fit

# What smoothing of default strength is to reach.
MAX_FLICKER_RATIO = 0.6
MAX_LAG_FRAMES = 0.25
MIN_DETAIL_RATIO = 0.93
FIGURE_DIGITS = 4  # after the point: of what is shown, printed for programs, and compared


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameQuality:
    """One frame of one look, compared with the frame before."""

    time: float  # seconds from the clip's first frame
    flicker_input: float | None  # levels of 255; None: no motion was certain
    flicker_off: float | None
    flicker_on: float | None
    motion_lag: Fit
    change_lag: Fit
    features_lag: Fit  # the settling lag of eyes and mouth
    detail_off: float  # gradient energy
    detail_on: float


@dataclass(frozen=True, slots=True)
class Identity:
    """How far faces have drifted, of those frames that were looked at."""

    looked: int  # frames whose input shows a face
    drifts: tuple[float, ...]  # eye distances, where the output shows it, too

    @property
    def mean(self) -> float | None:
        """The mean drift in eye distances; None where no face was found in the output."""
        return sum(self.drifts) / len(self.drifts) if self.drifts else None

    @property
    def found(self) -> float | None:
        """The share of faces that were found in the output, too; None: none was looked for."""
        return len(self.drifts) / self.looked if self.looked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleQuality:
    """One look on one clip. Figures are None where the clip does not show them."""

    style: str
    clip: str  # the name of the file
    backend: str  # what ran the model: "ONNX Runtime CPU, 2 threads"
    strength: float
    frames: tuple[FrameQuality, ...]
    identity_off: Identity
    identity_on: Identity

    @property
    def flicker_input(self) -> float | None:
        """Mean flicker of the clip as captured, in levels of 255."""
        return _mean(frame.flicker_input for frame in self.frames)

    @property
    def flicker_off(self) -> float | None:
        """The same of the stylized clip without smoothing."""
        return _mean(frame.flicker_off for frame in self.frames)

    @property
    def flicker_on(self) -> float | None:
        """The same with smoothing."""
        return _mean(frame.flicker_on for frame in self.frames)

    @property
    def flicker_ratio(self) -> float | None:
        """Flicker with smoothing by flicker without."""
        off, on = self.flicker_off, self.flicker_on
        return on / off if off and on is not None else None

    @property
    def motion_lag(self) -> float | None:
        """Delay in frames of what moves."""
        return self._lag(lambda frame: frame.motion_lag)

    @property
    def change_lag(self) -> float | None:
        """Delay in frames of what changes in place."""
        return self._lag(lambda frame: frame.change_lag)

    @property
    def features_lag(self) -> float | None:
        """Delay in frames of what changes in eyes and mouth, such as a lid that opens."""
        return self._lag(lambda frame: frame.features_lag)

    @property
    def lag(self) -> float | None:
        """The larger one of the delays of motion and of change, in frames."""
        known = [lag for lag in (self.motion_lag, self.change_lag) if lag is not None]
        return max(known, default=None)

    @property
    def detail_ratio(self) -> float | None:
        """Detail with smoothing by detail without."""
        off = sum(frame.detail_off for frame in self.frames)
        return sum(frame.detail_on for frame in self.frames) / off if off else None

    @property
    def missed(self) -> tuple[str, ...]:
        """Which of flicker, lags and detail are not as they should be."""
        bounds = {
            "flicker": _above(self.flicker_ratio, MAX_FLICKER_RATIO),
            "lag": _above(self.lag, MAX_LAG_FRAMES),
            "lag of eyes and mouth": _above(self.features_lag, MAX_LAG_FRAMES),
            "detail": _below(self.detail_ratio, MIN_DETAIL_RATIO),
        }
        return tuple(name for name, is_missed in bounds.items() if is_missed)

    def as_json(self) -> dict[str, Any]:
        """Return the figures under the names that `bench --quality --json` prints."""
        return {
            "style": self.style,
            "clip": self.clip,
            "backend": self.backend,
            "strength": self.strength,
            "frames": len(self.frames),
            "flicker_input": _rounded(self.flicker_input),
            "flicker_off": _rounded(self.flicker_off),
            "flicker_on": _rounded(self.flicker_on),
            "flicker_ratio": _rounded(self.flicker_ratio),
            "lag_frames": _rounded(self.lag),
            "lag_motion_frames": _rounded(self.motion_lag),
            "lag_change_frames": _rounded(self.change_lag),
            "lag_features_frames": _rounded(self.features_lag),
            "detail_ratio": _rounded(self.detail_ratio),
            "identity_drift_off": _rounded(self.identity_off.mean),
            "identity_drift_on": _rounded(self.identity_on.mean),
            "identity_found_off": _rounded(self.identity_off.found),
            "identity_found_on": _rounded(self.identity_on.found),
        }

    def _lag(self, of: Callable[[FrameQuality], Fit]) -> float | None:
        return sum((of(frame) for frame in self.frames), Fit()).lag


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _above(value: float | None, limit: float) -> bool:
    """Compare as shown: a figure that reads as its limit does not miss it."""
    shown = _rounded(value)
    return shown is not None and shown > limit


def _below(value: float | None, limit: float) -> bool:
    shown = _rounded(value)
    return shown is not None and shown < limit


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, FIGURE_DIGITS)
