"""Where in a picture to look for a face: regions, and how the landmarker is shown one.

The face detector sees whatever picture it is given at 128 x 128, so it misses a face narrower than
about an eighth of that picture: 120 pixels in 1280 x 720. Tiles bring small faces near enough.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vtoonify_rt.face.landmarks import Landmarker
from vtoonify_rt.frame import Image, Landmarks

# A region is shown at this size or up to twice it. The landmark network reads a face at 256 x 256
# in any case, by sampling single pixels: averaging first costs 0.4 ms and takes a fifth of the
# jitter that the camera's noise causes (0.17 instead of 0.21 pixels, for a face of 330).
SHOWN_PX = 256
TILE_SHARE = 5 / 9  # of the shorter side: finds 50 pixels of a 1280 x 720 frame, in 8 tiles
TILE_OVERLAP = 0.2  # of a tile; wider than the smallest face it finds, so none is cut by all
MIN_TILE_PX = 200
GLIMPSE_STEP = 32  # every so many pixels, enough to tell a cut
CUT = 35.0  # mean difference of two glimpses, in grey levels; faces and cameras that move give 10
COVER_WIDTH, COVER_HEIGHT = 0.85, 1.0  # face sizes that hide a face from the detector


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of whole pixels within a picture."""

    x: int
    y: int
    width: int
    height: int

    def is_near(self, other: "Region") -> bool:
        """Tell whether the two are almost the same."""
        tolerance = 0.05 * max(self.width, self.height)
        return all(
            abs(getattr(self, name) - getattr(other, name)) <= tolerance
            for name in ("x", "y", "width", "height")
        )


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face is: the middle of its landmarks' bounds, and their longer side, in pixels."""

    x: float
    y: float
    size: float

    def distance(self, other: "FaceBox") -> float:
        """Return how far apart the middles are, in sizes of the larger face."""
        return math.hypot(self.x - other.x, self.y - other.y) / max(self.size, other.size, 1e-6)

    def is_near(self, other: "FaceBox", reach: float = 0.5) -> bool:
        """Tell whether both can be one face, which moves by less than `reach` of its size."""
        return self.distance(other) < reach and 0.5 < self.size / max(other.size, 1e-6) < 2


def face_box(landmarks: Landmarks) -> FaceBox:
    """Return where the face with these landmarks is."""
    low, high = landmarks.min(axis=0), landmarks.max(axis=0)
    x, y = (low + high) / 2
    return FaceBox(float(x), float(y), float(max(high - low)))


def region_around(box: FaceBox, faces: float, height: int, width: int) -> Region:
    """Return the square of `faces` face sizes around the face, moved and cut to the picture."""
    side = max(round(box.size * faces), MIN_TILE_PX // 2)
    region_width, region_height = min(side, width), min(side, height)
    x = min(max(round(box.x - region_width / 2), 0), width - region_width)
    y = min(max(round(box.y - region_height / 2), 0), height - region_height)
    return Region(x, y, region_width, region_height)


def tiles(height: int, width: int, side: int) -> list[Region]:
    """Return squares of `side` pixels that cover the picture and overlap."""

    def starts(length: int) -> list[int]:
        count = max(math.ceil((length - side) / (side * (1 - TILE_OVERLAP))), 0) + 1
        return [round(i * (length - side) / max(count - 1, 1)) for i in range(count)]

    side = min(side, height, width)
    return [Region(x, y, side, side) for y in starts(height) for x in starts(width)]


def tile_side(height: int, width: int) -> int:
    """Return the side of the coarsest tiles that are worth a look after the whole picture."""
    return max(round(min(height, width) * TILE_SHARE), MIN_TILE_PX)


class TileTurns:
    """Takes turns at the coarsest tiles of a picture; one thread calls."""

    def __init__(self) -> None:
        self._next = 0

    def take(self, height: int, width: int, count: int) -> list[Region]:
        """Return the next `count` tiles of a picture of this size, or all if it has fewer."""
        every_tile = tiles(height, width, tile_side(height, width))
        count = min(count, len(every_tile))
        turn = [every_tile[(self._next + i) % len(every_tile)] for i in range(count)]
        self._next = (self._next + count) % len(every_tile)
        return turn


def glimpse(image: Image) -> Image:
    """Return a few pixels of the picture, to tell a cut by later."""
    return image[::GLIMPSE_STEP, ::GLIMPSE_STEP].copy()


def is_cut(image: Image, before: Image | None) -> bool:
    """Tell whether `image` shows another scene than the picture of the glimpse `before`."""
    if before is None:
        return False
    now = image[::GLIMPSE_STEP, ::GLIMPSE_STEP]
    return float(np.abs(now.astype(np.int16) - before).mean()) > CUT


def look(
    landmarker: Landmarker,
    image: Image,
    region: Region,
    time: float,
    shown_px: int = SHOWN_PX,
    covered: Sequence[FaceBox] = (),
) -> list[Landmarks]:
    """Return the faces in a region of the picture, in pixels of the picture, but for those that
    are `covered`: each face costs half of a look."""
    shown = image[region.y : region.y + region.height, region.x : region.x + region.width]
    if covered:
        shown = _with_covers(shown, region, covered)
    factor = 1
    while max(shown.shape) >= 2 * shown_px and min(shown.shape[:2]) >= 2:
        shown = _halve(shown)
        factor *= 2
    offset = np.array([region.x, region.y], np.float32)
    return [face * np.float32(factor) + offset for face in landmarker.detect(shown, time)]


def _with_covers(shown: Image, region: Region, covered: Sequence[FaceBox]) -> Image:
    """Return the picture of a region, with faces painted over."""
    result = shown.copy()
    for box in covered:
        x, y = box.x - region.x, box.y - region.y
        half_width, half_height = box.size * COVER_WIDTH / 2, box.size * COVER_HEIGHT / 2
        rows = slice(max(round(y - half_height), 0), max(round(y + half_height), 0))
        columns = slice(max(round(x - half_width), 0), max(round(x + half_width), 0))
        result[rows, columns] = 127
    return result


def _halve(image: Image) -> Image:
    """Average blocks of 2 x 2 pixels: 0.4 ms for 700 x 700; blocks of 3 x 3 would take 2.2."""
    height, width = image.shape[0] // 2, image.shape[1] // 2
    even = image[: height * 2, : width * 2]
    halved = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
    return halved.astype(np.uint8, copy=False)
