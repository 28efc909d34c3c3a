"""A figure of merit of a student: how noise boils.

Pictures are RGB uint8, `(height, width, 3)`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Stylize = Callable[[Picture], Picture]


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
