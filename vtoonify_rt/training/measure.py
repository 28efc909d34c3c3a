"""Figures of merit: likeness to the teacher, flicker, and how noise boils.

Pictures are RGB uint8, `(height, width, 3)`.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.training.filters import sample

Picture = NDArray[np.uint8]
Stylize = Callable[[Picture], Picture]


def psnr(first: Picture, second: Picture) -> float:
    """Return the peak signal-to-noise ratio in dB; 99 for equal pictures."""
    error = float(np.mean((first.astype(np.float64) - second) ** 2))
    return 99.0 if error == 0.0 else float(10.0 * np.log10(255.0**2 / error))


class Motion:
    """Optical flow of a short clip, found once and applied to any version of it."""

    def __init__(self, clip: Sequence[Picture]) -> None:
        grey = [np.asarray(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY), np.uint8) for f in clip]
        finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._pairs = [_match(finder, now, before) for before, now in pairwise(grey)]

    def flicker(self, clip: Sequence[Picture]) -> float:
        """Mean change of a clip's pixels along the motion, in levels of 255.

        Only pixels whose motion is certain count: moved forth and back they
        return to within a pixel.
        """
        changes = []
        for (before, now), (places, certain) in zip(pairwise(clip), self._pairs, strict=True):
            moved = sample(before.astype(np.float32), places)
            change = np.abs(now.astype(np.float32) - moved).mean(axis=2)
            changes.append(float(change[certain].mean()))
        return float(np.mean(changes))


def _match(
    finder: cv2.DISOpticalFlow, now: NDArray[np.uint8], before: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return where each pixel was in the frame before, and whether that is certain."""
    back = finder.calc(now, before, None)  # type: ignore[call-overload]  # None: no first guess
    forth = finder.calc(before, now, None)  # type: ignore[call-overload]
    y, x = np.mgrid[0 : now.shape[0], 0 : now.shape[1]].astype(np.float32)
    places = np.asarray(np.dstack([x, y]) + back, np.float32)
    returned = sample(forth, places) + back
    limits = np.array([now.shape[1] - 1, now.shape[0] - 1])
    inside = np.all((places >= 0) & (places <= limits), axis=2)
    return places, inside & (np.hypot(returned[..., 0], returned[..., 1]) < 1.0)


def boil(stylize: Stylize, picture: Picture, sigma: float = 3.6, num_frames: int = 8) -> float:
    """How much a still picture's camera noise moves in the output, relative to the input.

    The ratio of the mean temporal standard deviations; `sigma` is the noise in
    levels of 255.
    """
    rng = np.random.default_rng(0)
    noise = rng.normal(0.0, sigma, (num_frames, *picture.shape))
    frames = np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)
    drawn = np.stack([stylize(frame) for frame in frames]).astype(np.float32)
    return float(drawn.std(axis=0).mean() / frames.astype(np.float32).std(axis=0).mean())
