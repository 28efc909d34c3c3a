"""How like each other two pictures are."""

import numpy as np

from vtoonify_rt.frame import Image

SAME = 99.0  # dB: for pictures that are the same in every bit


def psnr(picture: Image, other: Image) -> float:
    """Return the peak signal-to-noise ratio of two pictures in dB, `SAME` at most."""
    difference = picture.astype(np.float32) - other.astype(np.float32)
    noise = float(np.mean(np.square(difference), dtype=np.float64))
    return SAME if noise == 0.0 else min(SAME, float(10 * np.log10(255**2 / noise)))
