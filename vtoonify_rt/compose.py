"""Paste the stylized crop back into the full frame.

The cost is that of the crop: pixels outside it are copied once, its inside is written once, and
only the band along its edge, where it fades into the frame, is mixed. Where the crop touches the
frame's own edge it does not fade.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image

FEATHER = 0.10  # width of the fading band, as a share of the crop's shorter side
BLUR_CELL = 40  # pixels that a blurred frame averages over: no face is recognised behind it

Box = tuple[int, int, int, int]  # x, y, width, height in pixels of the frame
Sides = tuple[bool, bool, bool, bool]  # left, top, right, bottom
_Rows = tuple[slice, slice]
_Weights = NDArray[np.float32]


def paste_back(
    image: Image, patch: Image, box: Box, strength: float = 1.0, share: _Weights | None = None
) -> Image:
    """Return a copy of `image` with `patch` scaled to `box` and feathered in.

    `box` lies inside the image. `strength` 0..1 scales the patch's weight everywhere: 0 gives
    the image back. So does `share`, of the size of `box`, for each pixel.
    """
    x, y, width, height = box
    frame_height, frame_width = image.shape[:2]
    result = image.copy()
    below = image[y : y + height, x : x + width]
    over = result[y : y + height, x : x + width]
    cv2.resize(_halved(patch, height, width), (width, height), dst=over)
    if strength < 1.0:
        cv2.addWeighted(over, strength, below, 1.0 - strength, 0.0, dst=over)
    open_sides = (x > 0, y > 0, x + width < frame_width, y + height < frame_height)
    for part, over_weights, below_weights in _bands(height, width, open_sides):
        cv2.blendLinear(over[part], below[part], over_weights, below_weights, dst=over[part])
    if share is not None:
        cv2.blendLinear(over, below, share, 1 - share, dst=over)
    return result


def unfaded(box: Box, frame_height: int, frame_width: int) -> Box:
    """Return the part of `box` in which a patch that is pasted there does not fade away."""
    x, y, width, height = box
    band = _band(height, width)
    left, right = band * (x > 0), band * (x + width < frame_width)
    top, bottom = band * (y > 0), band * (y + height < frame_height)
    return x + left, y + top, width - left - right, height - top - bottom


def crop(image: Image, box: Box, height: int, width: int) -> Image:
    """Return the part of `image` in `box`, scaled to (height, width)."""
    x, y, box_width, box_height = box
    part = image[y : y + box_height, x : x + box_width]
    return resize(part, height, width)


def resize(image: Image, height: int, width: int) -> Image:
    """Return `image` scaled to (height, width): averaged as it shrinks, else bilinear."""
    if image.shape[:2] == (height, width):
        return image
    scaled = cv2.resize(_halved(image, height, width), (width, height))
    return scaled.astype(np.uint8, copy=False)


def letterbox(image: Image, height: int, width: int) -> Image:
    """Return `image` scaled to lie centred in (height, width), between black bars."""
    if image.shape[:2] == (height, width):
        return image
    left, top, columns, rows = place_in_letterbox(image.shape[:2], height, width)
    boxed = np.zeros((height, width, 3), np.uint8)
    boxed[top : top + rows, left : left + columns] = resize(image, rows, columns)
    return boxed


def place_in_letterbox(size: tuple[int, int], height: int, width: int) -> Box:
    """Return where `letterbox` lays a picture of `size` (height, width) in (height, width)."""
    scale = min(height / size[0], width / size[1])
    rows, columns = (max(1, round(side * scale)) for side in size)
    return (width - columns) // 2, (height - rows) // 2, columns, rows


def cross_fade(image: Image, other: Image, share: float) -> Image:
    """Return (1 - share) * image + share * other, for two images of one size."""
    mixed = cv2.addWeighted(image, 1.0 - share, other, share, 0.0)
    return mixed.astype(np.uint8, copy=False)


def blur(image: Image) -> Image:
    """Return `image` so blurred that nobody is recognised in it; about 1 ms at 1280 x 720."""
    height, width = image.shape[:2]
    cells = (max(1, width // BLUR_CELL), max(1, height // BLUR_CELL))
    small = cv2.GaussianBlur(cv2.resize(image, cells, interpolation=cv2.INTER_AREA), (0, 0), 1.2)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return soft.astype(np.uint8, copy=False)


def _halved(image: Image, height: int, width: int) -> Image:
    """Return `image` halved as long as it stays at least (height, width): what remains to shrink
    can be bilinear. Whole halves are averaged ten times as fast as any other share."""
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    while rows >= height and columns >= width:
        even = image[: 2 * rows, : 2 * columns]
        image = cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
        rows, columns = rows // 2, columns // 2
    return image


@lru_cache(maxsize=4)  # one crop stands still for most frames
def _bands(
    height: int, width: int, open_sides: Sides
) -> tuple[tuple[_Rows, _Weights, _Weights], ...]:
    """Return the parts of a crop that fade, each with the weights of patch and frame there."""
    band = _band(height, width)
    left, top, right, bottom = open_sides
    weights = _ramp(height, band, top, bottom)[:, None] * _ramp(width, band, left, right)[None, :]
    inner = slice(band * top, height - band * bottom)  # rows that only the left and right fade
    everywhere = slice(0, width)
    parts = [
        (top, (slice(0, band), everywhere)),
        (bottom, (slice(height - band, height), everywhere)),
        (left, (inner, slice(0, band))),
        (right, (inner, slice(width - band, width))),
    ]
    return tuple(
        (part, np.ascontiguousarray(weights[part]), np.ascontiguousarray(1 - weights[part]))
        for is_open, part in parts
        if is_open and band
    )


def _band(height: int, width: int) -> int:
    """Return the width of the band in which a patch fades."""
    return min(max(1, round(FEATHER * min(height, width))), height // 2, width // 2)


def _ramp(length: int, band: int, start: bool, end: bool) -> _Weights:
    """Return weights along one side: smooth rise over `band` at each open end, else one."""
    steps = np.arange(length, dtype=np.float32) + 0.5
    weight = np.ones(length, np.float32)
    if start:
        weight = np.minimum(weight, steps / max(1, band))
    if end:
        weight = np.minimum(weight, steps[::-1] / max(1, band))
    return weight * weight * (3 - 2 * weight)
