"""Image filters that the teacher looks are made of.

All functions are pure.  Pictures are float32 in 0..1, `(height, width, 3)` RGB
or `(height, width)`; lengths are in pixels.  Borders are reflected, so that a
crop has no seam at its edge.
"""

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


def sample(image: NDArray[Any], places: Array) -> Array:
    """Return the image's values at `places`, (H, W, 2) of x and y; bilinear, reflected."""
    sampled = cv2.remap(  # type: ignore[call-overload]  # its types forget two-channel maps
        image, places, None, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(sampled, np.float32)


def smoothstep(low: float, high: float, x: Array) -> Array:
    """Rise from 0 at `low` to 1 at `high` without corners."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), np.float32)


def luminance(picture: Array) -> Array:
    """Return the luma of an RGB picture, (height, width)."""
    return np.asarray(picture @ _LUMINANCE, np.float32)


def gaussian(image: Array, sigma: float) -> Array:
    """Blur; wide kernels run on a reduced picture, which looks the same."""
    if sigma < 8.0:
        return _blur(image, sigma)
    height, width = image.shape[:2]
    factor = 2.0 ** np.floor(np.log2(sigma / 4.0))
    small = (max(1, round(width / factor)), max(1, round(height / factor)))
    reduced = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    blurred = _blur(np.asarray(reduced, np.float32), sigma / factor)
    full = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(full, np.float32)


def _blur(image: Array, sigma: float) -> Array:
    blurred = cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, np.float32)


def smooth_areas(image: Array, sigma: float, colour_sigma: float) -> Array:
    """Smooth within areas of similar colour (domain transform filter)."""
    smooth = cv2.ximgproc.dtFilter(image, image, sigma, colour_sigma)
    return np.asarray(smooth, np.float32)


def soft_quantise(values: Array, bins: int, sharpness: float) -> Array:
    """Draw values in 0..1 toward the middles of `bins` equal bins.

    The result is a monotone function of the value and has no jumps, so that a
    noisy picture does not pop between two bins.
    """
    width = 1.0 / bins
    step = np.clip(np.floor(values / width), 0, bins - 1)
    place = values / width - step
    bend = np.tanh(sharpness * (place - 0.5)) / np.tanh(sharpness / 2.0)
    return np.asarray(width * (step + 0.5 + 0.5 * bend), np.float32)


def kuwahara(picture: Array, radius: float) -> Array:
    """Flatten into brush-like patches: the mean of the calmest of 8 soft sectors."""
    square = luminance(picture) ** 2
    stack = np.dstack([picture, square])
    total = np.zeros_like(picture)
    weights = np.zeros(picture.shape[:2], np.float32)
    for kernel in _sectors(radius):
        averaged = cv2.filter2D(stack, -1, kernel, borderType=cv2.BORDER_REFLECT)
        means = np.asarray(averaged, np.float32)
        variance = means[..., 3] - luminance(means[..., :3]) ** 2
        deviation = np.sqrt(np.maximum(variance, 0.0))
        weight = 1.0 / ((40.0 * deviation) ** 8 + 0.02)
        total += means[..., :3] * weight[..., None]
        weights += weight
    return np.asarray(total / weights[..., None], np.float32)


def _sectors(radius: float) -> Iterable[Array]:
    reach = int(np.ceil(1.6 * radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    angle = np.arctan2(y, x)
    radial = np.exp(-(x * x + y * y) / (2.0 * (0.6 * radius) ** 2))
    for index in range(8):
        offset = np.angle(np.exp(1j * (angle - index * np.pi / 4.0)))
        kernel = radial * np.exp(-(offset**2) / (2.0 * (0.9 * np.pi / 8.0) ** 2))
        kernel[reach, reach] = radial[reach, reach] / 8.0
        yield np.asarray(kernel / kernel.sum(), np.float32)


def sharpen(image: Array, amount: float, sigma: float) -> Array:
    """Unsharp mask, not clipped."""
    return np.asarray(image + amount * (image - gaussian(image, sigma)), np.float32)


def to_lab(picture: Array) -> Array:
    """RGB 0..1 to CIE Lab: L in 0..100, a and b about -100..100."""
    return np.asarray(cv2.cvtColor(np.clip(picture, 0.0, 1.0), cv2.COLOR_RGB2Lab), np.float32)


def from_lab(lab: Array) -> Array:
    """CIE Lab to RGB, clipped to 0..1."""
    return np.asarray(np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), 0.0, 1.0), np.float32)
