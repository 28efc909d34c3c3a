"""Strokes: the direction of a picture's edges, smoothing along it, ink lines.

The direction field (edge tangent flow) is the minor axis of the smoothed
structure tensor.  Smoothing along it (line integral convolution) joins broken
edges into strokes; a thresholded difference of Gaussians on top draws ink.
"""

import cv2
import numpy as np

from vtoonify_rt.training.filters import Array, gaussian, luminance, sample, smooth_areas


class Flow:
    """The direction of strokes in one picture."""

    def __init__(self, picture: Array, sigma: float) -> None:
        """picture: (H, W, 3) RGB in 0..1; sigma: smoothing of the tensor in pixels."""
        self._tangent = _tangent(picture, sigma)
        height, width = picture.shape[:2]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        self._steps = [np.dstack([x, y])]
        self._headings: list[Array] = []

    def smooth(self, image: Array, length: int) -> Array:
        """Average `image` along the strokes, `length` pixels to either side.

        `image` may have any number of channels; the weight is a Gaussian with a
        sigma of half the length.
        """
        total = image.copy()
        weights = 1.0
        self._walk(length)
        for step in range(1, length + 1):
            weight = float(np.exp(-0.5 * (2.0 * step / length) ** 2))
            for side in (2 * step - 1, 2 * step):
                total += weight * sample(image, self._steps[side])
                weights += weight
        return np.asarray(total / weights, np.float32)

    def _walk(self, length: int) -> None:
        """Extend the cached paths; entries 2k-1 and 2k are k steps ahead and back."""
        while len(self._steps) < 2 * length + 1:
            for side in (0, 1):
                first = len(self._steps) <= 2
                place = self._steps[0] if first else self._steps[-2]
                heading = self._tangent if first else sample(self._tangent, place)
                if first:
                    heading = heading if side == 0 else -heading
                else:
                    agrees = np.sum(heading * self._headings[-2], axis=2, keepdims=True) >= 0
                    heading = np.where(agrees, heading, -heading)
                self._headings.append(np.asarray(heading, np.float32))
                self._steps.append(np.asarray(place + heading, np.float32))


def _tangent(picture: Array, sigma: float) -> Array:
    soft = gaussian(picture, 0.8)
    dx = cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=1 / 32, borderType=cv2.BORDER_REFLECT)
    dy = cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=1 / 32, borderType=cv2.BORDER_REFLECT)
    tensor = np.dstack([(dx * dx).sum(2), (dx * dy).sum(2), (dy * dy).sum(2)])
    e, f, g = np.moveaxis(gaussian(np.asarray(tensor, np.float32), sigma), 2, 0)
    angle = 0.5 * np.arctan2(2.0 * f, e - g) + np.pi / 2.0  # across the gradient
    return np.asarray(np.dstack([np.cos(angle), np.sin(angle)]), np.float32)


def levelled_luminance(picture: Array) -> Array:
    """Luminance with the local brightness divided out, so that dark scenes keep lines."""
    light = luminance(smooth_areas(picture, 4.0, 0.20))
    return np.asarray(0.8 * light / (0.75 * gaussian(light, 28.0) + 0.22), np.float32)


def ink_lines(
    levelled: Array, flow: Flow, *, sigma: float, weight: float, level: float, slope: float
) -> Array:
    """Return 1 on paper and about 0 where a line is drawn.

    An extended difference of Gaussians: `sigma` is the line's width in pixels,
    `weight` how strongly edges count against brightness, `level` the threshold
    and `slope` how abruptly the ink ends.
    """
    narrow = gaussian(levelled, sigma)
    wide = gaussian(levelled, 1.6 * sigma)
    difference = flow.smooth((1.0 + weight) * narrow - weight * wide, 5)
    ink = 1.0 + np.tanh(slope * np.minimum(difference - level, 0.0))
    return np.asarray(ink, np.float32)
