"""Where each pixel of a live picture was in the picture before, and how sure that is.

Dense Inverse Search (T. Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016)
at its coarsest finds the large motions of a picture at low resolution in a third of a millisecond.
A few rounds of Lucas and Kanade's method, with a mean over the neighbourhood after each, make them
exact to a tenth of a pixel, as blending needs: an error of a pixel would be a ghost.

The crop's own motion is known and taken out first, so that the flow has only what moves in it.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.compose import Box
from vtoonify_rt.frame import Image

T = TypeVar("T", bound=np.generic)
Grey = NDArray[np.uint8]  # (h, w)
Flow = NDArray[np.float32]  # (h, w, 2): to the right and down, in pixels
Map = NDArray[np.float32]  # (H, W), or (H, W, 2) for the places of pixels

LOW_PX = 192  # along the longer side: where motion is looked for
ROUNDS = 2  # of refinement
NEIGHBOURHOOD = 9  # pixels along a side that move alike, nearly
FLATNESS = 4.0  # squared grey levels a pixel: a flat neighbourhood moves as those around it
MAX_STEP = 1.0  # pixels that one round may add
TRUST_PX = 5  # along a side: differences are looked at in the mean over so many pixels
# Grey levels at which trust falls to 1/e. An edge that is off by a fraction of a pixel differs by
# more, without any harm: so differences are divided by 1 + EDGE * gradient.
DIFFERENCE = 4.0
EDGE = 0.15


@dataclass(frozen=True, slots=True)
class Place:
    """What a picture shows of the frame."""

    region: Box
    size: tuple[int, int]  # height and width of the picture, in its own pixels


@dataclass(frozen=True, slots=True)
class Motion:
    """From a picture to the one before."""

    flow: Flow  # low resolution, without the motion of the crop
    trust: Map  # the same resolution, 0..1: how surely the pixel was seen before, at that place
    here: Place
    before: Place

    def places(self, size: tuple[int, int], size_before: tuple[int, int]) -> Map:
        """Return for each pixel of a picture of `size` (height, width), that shows the same as the
        one now, where it was in one of `size_before`: (height, width, 2), x and y."""
        height, width = size
        low_height, low_width = self.flow.shape[:2]
        flow = _resized(self.flow * _pair(width / low_width, height / low_height), size)
        slope, offset = _between(self.here.region, size, self.before.region, size_before)
        grid = _grid(height, width)
        if slope == (1.0, 1.0) and offset == (0.0, 0.0):
            return grid + flow
        return (grid + flow) * _pair(*slope) + _pair(*offset)

    def less_trusted(self, share: Map) -> "Motion":
        """Return the same motion with `share`, 0..1, of the trust; of its resolution."""
        return replace(self, trust=self.trust * share)

    def trust_at(self, size: tuple[int, int]) -> Map:
        """Return the trust for a picture of `size` (height, width)."""
        return _resized(self.trust, size)


class MotionFinder:
    """Follows the pictures of one crop; one thread calls."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._before: tuple[Grey, Place] | None = None

    def update(self, picture: Image, region: Box) -> Motion | None:
        """Return how `picture`, which shows `region` of the frame, came from the one before; None
        for the first one."""
        here = Place(region, picture.shape[:2])
        grey = _low(picture)
        known, self._before = self._before, (grey, here)
        if known is None:
            return None
        before, place_before = known
        aligned, seen = _aligned(before, place_before, grey.shape, here)
        found = self._dis.calc(grey, aligned, np.zeros((*grey.shape, 2), np.float32))
        flow, moved, gradient = _refined(grey, aligned, found.astype(np.float32, copy=False))
        trust = _trust(grey, moved, gradient)
        trust *= sample(seen, _grid(*grey.shape) + flow, border=cv2.BORDER_CONSTANT)
        return Motion(flow, trust, here, place_before)

    def reset(self) -> None:
        """Forget the picture before."""
        self._before = None


def _low(picture: Image) -> Grey:
    height, width = picture.shape[:2]
    share = min(1.0, LOW_PX / max(height, width))
    size = max(16, round(width * share)), max(16, round(height * share))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def _aligned(
    before: Grey, place_before: Place, size: tuple[int, int], here: Place
) -> tuple[Grey, Map]:
    """Return the picture before as the crop shows it now, and where that is known (0 or 1)."""
    height, width = size
    slope, offset = _between(here.region, size, place_before.region, before.shape)
    if place_before.region == here.region and before.shape == size:
        return before, _inside(height, width)
    affine = np.array([[slope[0], 0, offset[0]], [0, slope[1], offset[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    aligned = cv2.warpAffine(
        before, affine, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    seen = cv2.warpAffine(np.ones(before.shape, np.float32), affine, (width, height), flags=flags)
    return aligned.astype(np.uint8, copy=False), seen.astype(np.float32, copy=False)


def _refined(grey: Grey, before: Grey, flow: Flow) -> tuple[Flow, Map, Map]:
    """Return the exact flow, the picture before moved along it, and the gradient (its sum of both
    directions, a pixel)."""
    now, then = grey.astype(np.float32), before.astype(np.float32)
    across = cv2.Sobel(now, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(now, cv2.CV_32F, 0, 1, scale=1 / 8)
    xx, yy, xy = (
        _mean(across * across) + FLATNESS,
        _mean(down * down) + FLATNESS,
        _mean(across * down),
    )
    determinant = xx * yy - xy * xy
    xx, yy, xy = xx / determinant, yy / determinant, xy / determinant
    grid = _grid(*grey.shape)
    moved = sample(then, grid + flow)
    for _ in range(ROUNDS):
        change = moved - now
        x, y = _mean(across * change), _mean(down * change)
        step = cv2.merge([xy * y - yy * x, xy * x - xx * y])
        flow = _mean(flow + np.clip(step, -MAX_STEP, MAX_STEP))
        moved = sample(then, grid + flow)
    return flow, moved, np.abs(across) + np.abs(down)


def _trust(grey: Grey, moved: Map, gradient: Map) -> Map:
    near = (TRUST_PX, TRUST_PX)
    difference = cv2.blur(np.abs(moved - grey), near) / (1 + EDGE * cv2.blur(gradient, near))
    trust: Map = np.exp(-np.square(difference / DIFFERENCE))
    return trust


def _mean(values: Map) -> Map:
    return cv2.blur(values, (NEIGHBOURHOOD, NEIGHBOURHOOD)).astype(np.float32, copy=False)


def sample(
    values: NDArray[T],
    places: Map,
    interpolation: int = cv2.INTER_LINEAR,
    border: int = cv2.BORDER_REPLICATE,
) -> NDArray[T]:
    """Return `values`, (h, w) or (h, w, 1..4), at `places`, (H, W, 2); beyond the edge as there,
    or 0 with `cv2.BORDER_CONSTANT`."""
    return cv2.remap(  # type: ignore[call-overload,no-any-return]  # None: x and y lie together
        values, places, None, interpolation, borderMode=border
    )


def _resized(values: Map, size: tuple[int, int]) -> Map:
    resized: Map = cv2.resize(values, size[::-1]).astype(np.float32, copy=False)
    return resized


def _pair(x: float, y: float) -> NDArray[np.float32]:
    return np.array([x, y], np.float32)


def _between(
    region: Box, size: tuple[int, ...], other: Box, other_size: tuple[int, ...]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return slope and offset, for x and y, that lead from the pixels of a picture of `region` to
    those of a picture of the `other` region; sizes are (height, width)."""
    slopes, offsets = [], []
    for axis in (0, 1):
        pixels, other_pixels = size[1 - axis], other_size[1 - axis]
        start, length = region[axis], region[axis + 2]
        other_start, other_length = other[axis], other[axis + 2]
        slope = length / pixels * other_pixels / other_length
        shift = (start - other_start) * other_pixels / other_length
        slopes.append(slope)
        offsets.append(0.5 * slope + shift - 0.5)  # pixels are seen at their middle
    return (slopes[0], slopes[1]), (offsets[0], offsets[1])


@lru_cache(maxsize=4)  # a crop's sizes do not change while it is live
def _grid(height: int, width: int) -> Map:
    """Return the place of each pixel itself; not to be written to."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.dstack([x, y])


@lru_cache(maxsize=4)
def _inside(height: int, width: int) -> Map:
    """Return ones; not to be written to."""
    return np.ones((height, width), np.float32)
