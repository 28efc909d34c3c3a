"""Warp a picture along an optical flow, as the tool that steadies parsing maps does.

Equal to a bilinear grid sample with zeros outside (`align_corners`), together with the mask that
tells where the sample lay within the picture.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]  # (channels, height, width)

INSIDE = 0.9999  # the least weight of real pixels in a sample that counts as inside


def warp(values: Values, flow: NDArray[np.float32]) -> tuple[Values, NDArray[np.float32]]:
    """Fetch each pixel of the result from where its flow points to.

    values: (C, H, W), any C
    flow: (2, H, W), how far to the right and down the wanted pixel lies in `values`
    returns: the warped (C, H, W), 0 where the mask is; the mask (H, W), 1 inside, 0 outside

    Samples are exact with OpenCV 5; older ones round places to 1/32 pixel.
    """
    height, width = flow.shape[1:]
    x = flow[0] + np.arange(width, dtype=np.float32)
    y = flow[1] + np.arange(height, dtype=np.float32)[:, None]
    mask = (_weight(x, width) * _weight(y, height) >= INSIDE).astype(np.float32)
    pixels = np.ascontiguousarray(values.transpose(1, 2, 0))
    fetched = cv2.remap(
        pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    )
    # OpenCV drops the last axis where it is 1.
    warped = fetched.reshape(height, width, -1).transpose(2, 0, 1).astype(np.float32, copy=False)
    return np.ascontiguousarray(warped * mask), mask


def _weight(place: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Return how much of a linear sample at `place` comes from pixels 0..size - 1."""
    beyond = np.maximum(-place, place - np.float32(size - 1))
    weight: NDArray[np.float32] = np.clip(1 - beyond, 0, 1, dtype=np.float32)
    return weight
