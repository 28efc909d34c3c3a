"""Where each pixel of a picture was in the one before, and whether that is certain.

Found by DIS at full resolution in both directions: slower and finer than what the live picture is
smoothed along (`vtoonify_rt/motion.py`), which is not to be its own judge.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image
from vtoonify_rt.motion import sample

RETURNS_WITHIN = 1.0  # pixels; moved forth and back, a pixel whose motion is certain is back

Mask = NDArray[np.bool_]  # (H, W)
Vectors = NDArray[np.float32]  # (H, W, 2): x and y, in pixels


@dataclass(frozen=True, slots=True)
class Correspondence:
    """From a picture to the one before."""

    motion: Vectors  # of what each pixel shows, since the picture before
    certain: Mask

    @property
    def places(self) -> Vectors:
        """Where each pixel was."""
        return pixel_places(*self.certain.shape) - self.motion


def find_correspondence(before: Image, now: Image) -> Correspondence:
    """Return how the pixels of `now` came from `before`, a picture of the same size."""
    then, grey = _grey(before), _grey(now)
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    back = finder.calc(grey, then, None)  # type: ignore[call-overload]  # None: no first guess
    forth = finder.calc(then, grey, None)  # type: ignore[call-overload]
    places = pixel_places(*grey.shape) + back
    missed = sample(forth, places) + back
    limits = np.array([grey.shape[1] - 1, grey.shape[0] - 1])
    inside = np.all((places >= 0) & (places <= limits), axis=2)
    certain = inside & (np.hypot(missed[..., 0], missed[..., 1]) < RETURNS_WITHIN)
    return Correspondence(np.negative(back, dtype=np.float32), certain)


def pixel_places(height: int, width: int) -> Vectors:
    """Return the place of each pixel itself, as a new array."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.dstack([x, y])


def _grey(picture: Image) -> NDArray[np.uint8]:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
