"""How a head moves as a whole, apart from what lids and lips do."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image
from vtoonify_rt.metrics.correspondence import Correspondence, Mask, pixel_places

STRIDE = 4  # pixels between those that vote
FEWEST = 50  # that vote
OFF = 0.75  # pixels from the common motion, within which a vote counts

Affine = NDArray[np.float64]  # (3, 3): from a place in a picture to that in an earlier one


def rigid_motion(correspondence: Correspondence, where: Mask) -> Affine | None:
    """Return the shift, turn and scale by which most of `where` came from the picture before; None
    where too little is certain."""
    votes = (correspondence.certain & where)[::STRIDE, ::STRIDE]
    if votes.sum() < FEWEST:
        return None
    here = pixel_places(*where.shape)[::STRIDE, ::STRIDE][votes]
    before = correspondence.places[::STRIDE, ::STRIDE][votes]
    affine, _ = cv2.estimateAffinePartial2D(here, before, ransacReprojThreshold=OFF)
    return None if affine is None else np.vstack([affine, [0, 0, 1]])


def moved(picture: Image, motion: Affine, height: int, width: int) -> Image:
    """Return (height, width, 3): at each place what `picture` shows at the place before it."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (width, height)
    border = cv2.BORDER_REPLICATE
    aligned = cv2.warpAffine(picture, motion[:2], size, flags=flags, borderMode=border)
    return aligned.astype(np.uint8, copy=False)


def shift(x: float, y: float) -> Affine:
    """Return the motion of what was `x` pixels further right and `y` further down."""
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
