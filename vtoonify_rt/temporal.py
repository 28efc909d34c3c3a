"""Keep the stylized picture from flickering, without making it lag.

A look draws each frame anew, and a pixel's worth of noise decides where a line runs or which of
two tones a cheek gets. So the picture before is moved to where things are now (`motion.py`), and
blended with the new one where that motion is believed. Where it is not, as in a blink, a lip or
what was hidden until now, the new picture stands alone.

What is left of the past is held within the range of tones around each new pixel, as temporal
anti-aliasing does in games: a ghost would lie outside of it. It is sampled by cubic interpolation;
linear would soften it a little more with each frame.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.motion import Motion, sample

STRONGEST = 0.95  # the most that a picture takes from the one before
STEEPNESS = 4.25  # the default strength, 0.5, takes 0.90
CUT = 0.25  # mean trust below which the scene is another one
RANGE_PX = 5  # along a side: the pixels whose tones bound the past,
RANGE_MARGIN = 8  # but for so many grey levels
PARSING_SHARE = 0.7  # of the strength that a picture's past has: an old outline shows more


def past_share(strength: float) -> float:
    """Return how much of a picture comes from the one before, where its motion is known: 0 at
    strength 0, most at 1."""
    share: float = STRONGEST * (1.0 - (1.0 - strength) ** STEEPNESS)
    return share


class PictureSmoother:
    """Smooths the stylized pictures of one crop; one thread calls."""

    def __init__(self) -> None:
        # In fractions of a level: whole ones would never go the last few to a tone that changed.
        self._before: NDArray[np.float32] | None = None

    def apply(self, stylized: Image, motion: Motion | None, strength: float) -> Image:
        """Return `stylized`, (H, W, 3), blended with the picture returned before, of any size.

        The result is a new array, or `stylized` itself with strength 0. Without `motion`, as
        after a change of style, or after a cut, the past counts for nothing.
        """
        if strength == 0.0:
            self._before = None
            return stylized
        if self._before is None or motion is None or is_cut(motion):
            self._before = stylized.astype(np.float32)
            return stylized.copy()
        size = stylized.shape[:2]
        places = motion.places(size, self._before.shape[:2])
        past = sample(self._before, places, cv2.INTER_CUBIC)
        share = motion.trust_at(size) * np.float32(past_share(strength))
        fresh = stylized.astype(np.float32)
        blended = cv2.blendLinear(_bounded(past, stylized), fresh, share, 1 - share)
        self._before = blended.astype(np.float32, copy=False)
        return cv2.convertScaleAbs(blended).astype(np.uint8, copy=False)  # rounds

    def reset(self) -> None:
        """Forget the picture before."""
        self._before = None


class ParsingSmoother:
    """Carries the parsing of a crop from frame to frame; one thread calls."""

    def __init__(self) -> None:
        self._before: Parsing | None = None

    def apply(self, parsing: Parsing, motion: Motion | None, strength: float) -> Parsing:
        """Return `parsing` blended with what was returned before, moved to where things are now.

        The result is a new array.
        """
        carried = self.carry(motion) if strength > 0.0 else None
        if carried is None or motion is None:
            self._before = parsing.copy()
            return self._before
        share = motion.trust_at(parsing.shape[1:]) * np.float32(
            PARSING_SHARE * past_share(strength)
        )
        self._before = parsing + share * (carried - parsing)
        return self._before

    def carry(self, motion: Motion | None) -> Parsing | None:
        """Return what was returned before, moved to where things are now, for a frame that is not
        parsed; None where there is nothing to move, as after a cut."""
        if self._before is None or motion is None or is_cut(motion):
            return None
        places = motion.places(motion.here.size, self._before.shape[1:])
        self._before = np.stack([sample(logits, places) for logits in self._before])
        return self._before

    def reset(self) -> None:
        """Forget the parsing before."""
        self._before = None


def is_cut(motion: Motion) -> bool:
    """Tell whether the picture shows another scene than the one before."""
    return float(motion.trust.mean()) < CUT


def _bounded(past: NDArray[np.float32], stylized: Image) -> NDArray[np.float32]:
    """Return `past` within the tones around each pixel of `stylized`."""
    around = np.ones((RANGE_PX, RANGE_PX), np.uint8)
    margin = np.full(4, RANGE_MARGIN, np.float64)
    darkest = cv2.subtract(cv2.erode(stylized, around), margin)
    lightest = cv2.add(cv2.dilate(stylized, around), margin)
    bounded = cv2.max(past, darkest.astype(np.float32))
    return cv2.min(bounded, lightest.astype(np.float32)).astype(np.float32, copy=False)
