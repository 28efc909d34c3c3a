"""Marks pictures as captured, so that whether one has left is measured and not claimed.

The mark is a pattern of faint squares, as random as noise and always the same. A style redraws the
picture and the pattern is gone; what was not redrawn still has it, and a correlation finds it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.compose import letterbox, place_in_letterbox, resize
from vtoonify_rt.frame import Image

CELL = 2  # pixels along a square of the pattern: it survives half the size
STRENGTH = 8  # of 255; up or down
BLOCK = 64  # pixels along the part of a picture that is judged by itself
LEAKED = 0.5  # share of the mark in a block from which on the picture as captured is in it
# In pictures smaller than these too little is left of the mark, or there is too little to go by.
SMALLEST_SHARE = 1 / 6  # of the size that was marked
SMALLEST = 96  # rows
_SEED = 529


class Watermark:
    """The mark of pictures of one size; any thread may call."""

    def __init__(self, height: int, width: int) -> None:
        self._size = height, width
        rows, columns = -(-height // CELL), -(-width // CELL)
        squares = np.random.default_rng(_SEED).random((rows, columns)) < 0.5
        raised = squares.repeat(CELL, axis=0).repeat(CELL, axis=1)[:height, :width]
        self._up = _in_colour(raised)
        self._down = _in_colour(~raised)
        self._sought: dict[tuple[int, int], NDArray[np.float32]] = {}  # by height and width

    def mark(self, image: Image) -> Image:
        """Return `image` with the mark."""
        return cv2.add(cv2.subtract(image, self._down), self._up).astype(np.uint8, copy=False)

    def shares(self, image: Image) -> NDArray[np.float32]:
        """Return how much of the mark each block of `image` has: 1 as captured, about 0 without.

        `image` may have another size than what was marked, if it was fitted in as
        `compose.letterbox` does; the bars are left out.
        """
        height, width = image.shape[:2]
        sought = self._sought.get((height, width))
        if sought is None:
            pattern = letterbox(2 * self._up, height, width)
            sought = self._sought[height, width] = _details(self._cut_out(pattern))
        found = _by_block(_details(self._cut_out(image)) * sought)
        shares = found / np.maximum(_by_block(sought * sought), 1e-6)
        return shares.astype(np.float32, copy=False)

    def leaks(self, image: Image) -> bool:
        """Tell whether the picture as captured can be seen anywhere in `image`."""
        return bool((self.shares(image) > LEAKED).any())

    def can_judge(self, image: Image) -> bool:
        """Tell whether `image` is large enough for the mark to be found in it."""
        _, _, _, rows = place_in_letterbox(self._size, *image.shape[:2])
        return rows >= max(SMALLEST, SMALLEST_SHARE * self._size[0])

    def _cut_out(self, image: Image) -> Image:
        """Return what lies between the bars, no larger than what was marked: of an enlarged
        pattern only edges are left, and pictures have edges, too."""
        left, top, columns, rows = place_in_letterbox(self._size, *image.shape[:2])
        picture = image[top : top + rows, left : left + columns]
        return resize(picture, *self._size) if rows > self._size[0] else picture


def _in_colour(where: NDArray[np.bool_]) -> Image:
    return np.repeat(where.astype(np.uint8)[..., None] * np.uint8(STRENGTH), 3, axis=2)


def _details(image: Image) -> NDArray[np.float32]:
    """Return what is about as fine as the pattern, of all colours together; lines and edges, which
    are much stronger than the mark, count no more than it."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    details = gray - cv2.blur(gray, (2 * CELL + 1, 2 * CELL + 1))
    limited: NDArray[np.float32] = np.clip(details, -1.5 * STRENGTH, 1.5 * STRENGTH)
    return limited


def _by_block(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of each whole block, in rows and columns of blocks; of all, if less."""
    height, width = values.shape
    rows, columns = max(1, height // BLOCK), max(1, width // BLOCK)
    return cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
