"""Paste the pictures of several faces into one frame, without a seam where they overlap.

A crop reaches far beyond its face, over the neighbour's. So each pixel belongs to the face that is
nearest to it, in sizes of that face, and the two fade into each other half way: everybody is seen
in their own style. The larger face, which is nearer to the camera, is pasted last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt import compose
from vtoonify_rt.compose import Box
from vtoonify_rt.face.steady_crop import eye_distance
from vtoonify_rt.frame import Image, Landmarks

STEP = 8  # pixels; shares change slowly, and are found for every so many only
STEEPNESS = 1.0  # of the change from one face to the other; about one eye distance wide
REACH = 3.0  # eye distances around a face that is not painted in which it is left alone

Share = NDArray[np.float32]  # (height, width), 0..1


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a face is."""

    x: float  # of its middle, in pixels of the frame
    y: float
    unit: float  # the distance of its eyes, in pixels


@dataclass(frozen=True, slots=True)
class Patch:
    """A stylized crop."""

    picture: Image
    box: Box  # that it shows of the frame
    spot: Spot
    strength: float  # 0..1, of its weight
    is_lost: bool = False  # whether the face is not seen: then all that is of others is above it


def spot_of(landmarks: Landmarks) -> Spot:
    """Return where the face with these landmarks is."""
    x, y = landmarks.mean(axis=0)
    return Spot(float(x), float(y), eye_distance(landmarks))


def paste_all(image: Image, patches: Sequence[Patch], left_alone: Sequence[Spot] = ()) -> Image:
    """Return `image` with all patches in their places, the larger faces above.

    The faces in `left_alone` are seen as they are in `image`, also where a crop reaches over one.
    """
    below: list[Patch] = []
    for patch in sorted(patches, key=lambda patch: (not patch.is_lost, patch.spot.unit)):
        seen = [other for other in below if not other.is_lost]
        reached = [other for other in seen if _overlap(other.box, patch.box)]
        share = _share(patch, reached, left_alone, image.shape)
        image = compose.paste_back(image, patch.picture, patch.box, patch.strength, share)
        below.append(patch)
    return image


def _overlap(one: Box, other: Box) -> bool:
    return all(
        one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2]
        for axis in (0, 1)
    )


def _share(
    patch: Patch, below: Sequence[Patch], left_alone: Sequence[Spot], frame: tuple[int, ...]
) -> Share | None:
    """Return how much of `patch` is seen where others are as well; None: all of it."""
    if not below and not left_alone:
        return None
    left, top, width, height = patch.box
    x = left + _middles(width)[None, :]
    y = top + _middles(height)[:, None]
    own = _distance(patch.spot, x, y)
    share = np.ones((y.size, x.size), np.float32)
    for other in below:
        there = _inside(other.box, x, y, frame) * other.strength
        share *= 1 - there * _nearer(own, _distance(other.spot, x, y))
    for spot in left_alone:
        distance = _distance(spot, x, y)
        there = np.clip(2 * (REACH - np.sqrt(distance)), 0, 1)
        share *= 1 - there * _nearer(own, distance)
    if share.min() > 1 - 1e-3:
        return None
    return cv2.resize(share, (width, height)).astype(np.float32, copy=False)


def _middles(length: int) -> Share:
    """Return the middles of about `STEP` pixels each along a side."""
    count = max(1, length // STEP)
    return ((np.arange(count) + 0.5) * length / count).astype(np.float32)


def _nearer(own: Share, other: Share) -> Share:
    """Return how much pixels belong to the other face, by their distances: half where both are
    alike."""
    return np.asarray(1 / (1 + np.exp(np.clip(STEEPNESS * (other - own), -30, 30))), np.float32)


def _distance(spot: Spot, x: Share, y: Share) -> Share:
    """Return the square of the distance from a face, in eye distances."""
    return np.asarray(((x - spot.x) / spot.unit) ** 2 + ((y - spot.y) / spot.unit) ** 2, np.float32)


def _inside(box: Box, x: Share, y: Share, frame: tuple[int, ...]) -> Share:
    """Return 1 within a crop and 0 where it fades into what is below it, which is then to be
    covered by whoever else is there."""
    left, top, width, height = box
    frame_height, frame_width = frame[:2]
    # A crop does not fade at the edge of the frame.
    left, right = (left if left > 0 else -width), left + width
    top, bottom = (top if top > 0 else -height), top + height
    right = right if right < frame_width else right + width
    bottom = bottom if bottom < frame_height else bottom + height
    inside = np.minimum(np.minimum(x - left, right - x), np.minimum(y - top, bottom - y))
    return np.clip(inside / (compose.FEATHER * min(width, height)) - 1, 0, 1)
