"""Scenes with a motion that is known exactly, seen as a crop sees a frame."""

import cv2
import numpy as np

from vtoonify_rt.compose import Box
from vtoonify_rt.frame import Image
from vtoonify_rt.motion import Motion, Place

CROP: Box = (300, 300, 192, 192)  # in the middle of a scene
SIZE = (192, 192)  # of its picture, (height, width)
INNER = slice(40, -40)  # what no motion of these tests brings in from outside


class Scene:
    """Blurred noise: patches of some pixels on patches of many, in three channels."""

    def __init__(self, seed: int = 0, grain: float = 3.0, contrast: float = 40.0) -> None:
        noise = np.random.default_rng(seed).normal(size=(800, 800, 3)).astype(np.float32)
        fine, coarse = (cv2.GaussianBlur(noise, (0, 0), grain * share) for share in (1, 4))
        tones = fine / fine.std() + 1.5 * coarse / coarse.std()
        self._tones = 128 + contrast * tones / tones.std()

    def picture(
        self,
        shift: tuple[float, float] = (0.0, 0.0),
        region: Box = CROP,
        size: tuple[int, int] = SIZE,
    ) -> Image:
        """Return `region` of the scene in `size` (height, width) pixels, once everything in it has
        moved by `shift` pixels of the frame, to the right and down."""
        places = frame_places(region, size) - np.float32(shift) - np.float32(0.5)
        tones = cv2.remap(self._tones, places, None, cv2.INTER_CUBIC)
        return np.clip(np.rint(tones), 0, 255).astype(np.uint8)


def frame_places(region: Box, size: tuple[int, int]) -> np.ndarray:
    """Return where in the frame the middle of each pixel of a picture of `region` lies, x and y:
    (height, width, 2); the middle of a frame's first pixel is 0.5."""
    x, y, width, height = region
    columns = x + (np.arange(size[1]) + 0.5) * width / size[1]
    rows = y + (np.arange(size[0]) + 0.5) * height / size[0]
    return np.dstack(np.meshgrid(columns, rows)).astype(np.float32)


def pixel_places(places: np.ndarray, region: Box, size: tuple[int, int]) -> np.ndarray:
    """Return which pixels of a picture of `region` show these places of the frame."""
    scale = np.float32([size[1] / region[2], size[0] / region[3]])
    return (places - np.float32(region[:2])) * scale - np.float32(0.5)


def pixels(size: tuple[int, int]) -> np.ndarray:
    """Return the place of each pixel itself, x and y: (height, width, 2)."""
    return np.dstack(np.meshgrid(np.arange(size[1]), np.arange(size[0]))).astype(np.float32)


def noisy(picture: Image, spread: float, random: np.random.Generator) -> Image:
    """Return `picture` with a look's noise, of that standard deviation."""
    noise = random.normal(0.0, spread, picture.shape)
    return np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)


def motion_by(shift=(0.0, 0.0), trust=1.0) -> Motion:
    """A motion that is known: everything went by `shift`, to the right and down."""
    flow = np.full((*SIZE, 2), np.float32([-shift[0], -shift[1]]), np.float32)
    place = Place(CROP, SIZE)
    return Motion(flow, np.full(SIZE, trust, np.float32), place, place)
