"""How loud a microphone is, for a meter."""

import math
from dataclasses import dataclass

import numpy as np

from vtoonify_rt.microphone import Samples

QUIET = -90.0  # dBFS: as low as a meter goes
_CLIPPED = 0.999  # of full scale: 16 bits reach no more than 0.99997


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The loudness of a piece of sound, in dB below full scale: 0 at the most, `QUIET` for none."""

    peak: float  # dBFS
    rms: float  # dBFS; a full sine has -3
    clipped: bool  # it was louder than can be recorded


SILENCE = Level(peak=QUIET, rms=QUIET, clipped=False)


def measure_level(samples: Samples) -> Level:
    """Return how loud `samples` are."""
    if not samples.size:
        return SILENCE
    peak = float(np.abs(samples).max())
    rms = math.sqrt(float(np.square(samples, dtype=np.float64).mean()))
    return Level(peak=_decibels(peak), rms=_decibels(rms), clipped=peak >= _CLIPPED)


def _decibels(amplitude: float) -> float:
    return max(20 * math.log10(amplitude), QUIET) if amplitude > 0 else QUIET
