"""A texture that moves, by as little or as much as asked; and a patch that blinks."""

import cv2
import numpy as np

from vtoonify_rt.frame import Image

SIZE = 160, 192  # height and width; multiples of what a network's pictures are


def texture(shift: float, seed: int = 0) -> Image:
    """Return blotches of all sizes from 3 pixels on, moved to the right by `shift` pixels."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0.0, 1.0, (SIZE[0], SIZE[1] + 100, 3)).astype(np.float32)
    blotches = sum(sigma * cv2.GaussianBlur(noise, (0, 0), sigma) for sigma in (1.5, 4.0, 12.0))
    blotches = blotches / blotches.std()
    affine = np.float32([[1, 0, shift - 50], [0, 1, 0]])
    moved = cv2.warpAffine(blotches, affine, SIZE[::-1], flags=cv2.INTER_CUBIC)
    return np.clip(128 + 45 * moved, 0, 255).astype(np.uint8)


def blinking(closed: float) -> Image:
    """Return the still texture with a patch that is `closed` (0 to 1) to a bright tone."""
    picture = texture(0.0)
    patch = picture[60:100, 80:140]
    patch[:] = np.rint((1 - closed) * patch + closed * 230)
    return picture


def blend(share: float, before: Image, now: Image) -> Image:
    """Return `share` of the picture before in the one now."""
    return cv2.addWeighted(before, share, now, 1 - share, 0.0)
