"""Endless variations of a few pictures.

The looks are local filters, so what the network needs is not many people but
many kinds of edges, colours, light and sharpness.  Each variation places a face
(or any other picture) at a random size and angle, bends it a little, and changes
its light and colours, sometimes wildly: saturated areas are what few photographs
have.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.training.filters import Array, from_lab, gaussian, luminance, sample, to_lab

Generator = np.random.Generator
Irises = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Source:
    """A picture to vary: (H, W, 3) RGB uint8, with irises (x, y) if it is a face."""

    image: NDArray[np.uint8]
    irises: Irises | None = None


def vary(source: Source, size: int, rng: Generator) -> Array:
    """Return a random variation, (size, size, 3) RGB in 0..1."""
    picture = _place(source, size, rng)
    picture = _relight(picture, rng)
    picture = _recolour(picture, rng)
    if rng.random() < 0.35:
        picture = _saturated_patches(picture, rng)
    if rng.random() < 0.6:
        picture = _soften(picture, rng.uniform(0.5, 0.9))
    return np.asarray(np.rint(picture * 255.0) / 255.0, np.float32)


def synthetic(size: int, rng: Generator) -> Array:
    """Return a colourful picture without a photograph: gradients, shapes, strands."""
    corners = rng.uniform(0.0, 1.0, (3, 3, 3)).astype(np.float32)
    picture = cv2.resize(corners, (size, size), interpolation=cv2.INTER_CUBIC)
    for _ in range(rng.integers(3, 16)):
        picture = _paint_shape(np.asarray(picture, np.float32), rng)
    if rng.random() < 0.5:
        picture = _paint_strands(np.asarray(picture, np.float32), rng)
    texture = gaussian(rng.normal(0.0, 1.0, (size, size)).astype(np.float32), rng.uniform(0.7, 4))
    texture *= rng.uniform(0.0, 0.06) / (texture.std() + 1e-6)
    picture = gaussian(picture + texture[..., None], rng.uniform(0.4, 1.6))
    return np.asarray(np.rint(np.clip(picture, 0.0, 1.0) * 255.0) / 255.0, np.float32)


def _place(source: Source, size: int, rng: Generator) -> Array:
    """Rotate, scale, shift, mirror and bend the picture into a square of `size`."""
    height, width = source.image.shape[:2]
    if source.irises is None:
        centre = np.array([rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height])
        scale = size / (min(height, width) * rng.uniform(0.35, 1.1))
        target = np.full(2, size / 2.0)
    else:
        first, second = np.array(source.irises, np.float64)
        centre = (first + second) / 2.0
        distance = np.exp(rng.uniform(np.log(0.11), np.log(0.29))) * size
        scale = distance / float(np.hypot(*(second - first)))
        target = size * np.array([0.5, 0.44]) + size * rng.uniform(-0.28, 0.28, 2)
    angle = rng.normal(0.0, 0.22)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    mirror = np.diag([rng.choice([-1.0, 1.0]), 1.0])
    inverse = (mirror @ turn) / scale
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    places = np.dstack([x, y]) - target.astype(np.float32) + _bend(size, rng)
    image, shrunk = _pyramid_level(source.image, scale)
    mapped = (places @ inverse.T.astype(np.float32) + centre.astype(np.float32)) * shrunk
    return sample(image, np.asarray(mapped, np.float32)) / np.float32(255.0)


def _bend(size: int, rng: Generator) -> Array:
    coarse = rng.normal(0.0, 0.012 * size, (5, 5, 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC), np.float32)


def _pyramid_level(image: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float]:
    """Shrink by averaging first, so that the warp need not skip pixels."""
    if scale >= 1.0:
        return image, 1.0
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), scale


def _relight(picture: Array, rng: Generator) -> Array:
    """Change exposure, gamma and white balance, and let light fall from somewhere."""
    size = picture.shape[0]
    coarse = rng.normal(0.0, rng.uniform(0.0, 0.35), (3, 3)).astype(np.float32)
    light = np.exp(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC))
    balance = np.exp(rng.normal(0.0, 0.10, 3)).astype(np.float32)
    gamma = float(np.exp(rng.uniform(np.log(0.6), np.log(1.6))))
    lit = np.clip(picture * light[..., None] * balance, 0.0, 1.0) ** gamma
    contrast = rng.uniform(0.65, 1.2)
    middle = rng.uniform(0.3, 0.6)
    return np.asarray(np.clip(middle + contrast * (lit - middle), 0.0, 1.0), np.float32)


def _recolour(picture: Array, rng: Generator) -> Array:
    """Turn the hue (mostly a little) and change the saturation."""
    lab = to_lab(picture)
    angle = rng.normal(0.0, 0.12) if rng.random() < 0.7 else rng.uniform(-np.pi, np.pi)
    gain = rng.uniform(0.5, 1.3) if rng.random() < 0.7 else rng.uniform(0.0, 2.2)
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1] = gain * (np.cos(angle) * a - np.sin(angle) * b)
    lab[..., 2] = gain * (np.sin(angle) * a + np.cos(angle) * b)
    return from_lab(lab)


def _random_mask(size: int, rng: Generator) -> Array:
    """A soft or hard blob, polygon or bar, (size, size, 1) in 0..1."""
    mask = np.zeros((size, size), np.float32)
    centre = rng.uniform(0, size, 2)
    radii = rng.uniform(0.04, 0.4, 2) * size
    angle = float(rng.uniform(0, 180))
    if rng.random() < 0.5:
        axes = (int(radii[0]) + 1, int(radii[1]) + 1)
        cv2.ellipse(
            mask, (int(centre[0]), int(centre[1])), axes, angle, 0, 360, 1.0, -1, cv2.LINE_AA
        )
    else:
        turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 7)))
        corners = centre + np.stack([np.cos(turns), np.sin(turns)], 1) * radii
        cv2.fillPoly(mask, [corners.astype(np.int32)], 1.0, cv2.LINE_AA)
    if rng.random() < 0.5:
        mask = gaussian(mask, float(rng.uniform(0.6, 14.0)))
    return mask[..., None]


def _saturated_patches(picture: Array, rng: Generator) -> Array:
    """Dye a few areas with strong colours and keep their light and shade."""
    for _ in range(rng.integers(1, 5)):
        mask = _random_mask(picture.shape[0], rng) * rng.uniform(0.5, 1.0)
        colour = rng.uniform(0.0, 1.0, 3).astype(np.float32)
        colour = (colour - colour.min()) / (np.ptp(colour) + 1e-3)
        shade = (luminance(picture) / (luminance(colour[None, None]) + 0.15))[..., None]
        picture = np.clip(picture * (1 - mask) + mask * colour * shade, 0.0, 1.0)
    return np.asarray(picture, np.float32)


def _soften(picture: Array, factor: float) -> Array:
    """Lose detail as a cheap webcam does: scale down and up again."""
    size = picture.shape[0]
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(large, 0.0, 1.0), np.float32)


def _paint_shape(picture: Array, rng: Generator) -> Array:
    size = picture.shape[0]
    mask = _random_mask(size, rng) * rng.uniform(0.4, 1.0)
    ends = rng.uniform(-0.1, 1.1, (2, 2, 3)).astype(np.float32)
    fill = cv2.resize(ends, (size, size), interpolation=cv2.INTER_LINEAR)
    return np.asarray(picture * (1 - mask) + mask * fill, np.float32)


def _paint_strands(picture: Array, rng: Generator) -> Array:
    """Draw bundles of curved lines, as of hair."""
    canvas = np.ascontiguousarray(np.clip(picture, 0.0, 1.0))
    size = picture.shape[0]
    for _ in range(rng.integers(1, 5)):
        base = rng.uniform(0.0, 1.0, 3)
        start = rng.uniform(0, size, 2)
        pull = rng.normal(0.0, 0.35 * size, (2, 2))
        for _ in range(rng.integers(10, 50)):
            t = np.linspace(0.0, 1.0, 20)[:, None]
            jitter = rng.normal(0.0, 0.05 * size, 2)
            points = start + jitter + t * pull[0] + t * t * (pull[1] + 0.5 * jitter)
            colour = np.clip(base + rng.normal(0.0, 0.12), 0.0, 1.0)
            width = int(rng.integers(1, 4))
            cv2.polylines(
                canvas, [points.astype(np.int32)], False, colour.tolist(), width, cv2.LINE_AA
            )
    return np.asarray(canvas, np.float32)


def through_webcam(picture: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Add what a webcam adds: grain, the coarse breath of video coding, JPEG; or nothing.

    Only the network's input goes through this; the teacher saw the clean picture,
    which is how the network learns to keep noise out of its drawing.
    """
    noise = np.zeros(picture.shape, np.float32)
    if rng.random() < 0.75:
        noise = _noise(picture.shape, 255.0 * rng.uniform(0.0, 0.035), rng)
        if rng.random() < 0.4:
            noise = np.asarray(1.8 * gaussian(noise, 0.7), np.float32)  # as after demosaicing
    if rng.random() < 0.5:
        breath = gaussian(_noise(picture.shape, 1.0, rng), float(rng.uniform(0.8, 3.0)))
        noise += breath * np.float32(255.0 * rng.uniform(0.0, 0.012) / breath.std())
    noisy = np.asarray(np.clip(np.rint(picture + noise), 0, 255), np.uint8)
    if rng.random() < 0.35:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 92))]
        _, packed = cv2.imencode(".jpg", noisy[..., ::-1], quality)
        noisy = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    return noisy


def _noise(shape: tuple[int, ...], sigma: float, rng: Generator) -> Array:
    return np.asarray(sigma * rng.standard_normal(shape, np.float32), np.float32)
