"""How much there is to see in a picture: its gradient energy."""

import cv2
import numpy as np

from vtoonify_rt.frame import Image

_SCALE = 1 / 8  # of a Sobel filter, so that it gives grey levels a pixel


def gradient_energy(picture: Image) -> float:
    """Return the mean squared gradient of the grey picture, in squared levels a pixel.

    Averaging over time softens lines: the energy of a steadied picture by that of the picture
    alone is what is left of its detail. Sharp lines count most.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=_SCALE)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=_SCALE)
    return float(np.mean(np.square(across) + np.square(down), dtype=np.float64))
