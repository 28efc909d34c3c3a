"""The upright face picture that a person's content code is made from.

The FFHQ alignment: an oriented square around eyes and mouth is cut from the picture and drawn at
256 x 256. Where the square reaches over the picture's edge, the picture is continued by its mirror
image, which fades to a blur and then to the median colour. Pure functions; equal to the published
behaviour, which the golden numbers hold.

The rule is written for the 68 landmarks of dlib, of which it needs four places: the middle of
each eye (mean of 36..41 and of 42..47; `face/crop.py` tells which six points of mediapipe's mesh
these are) and the outer corners of the lips, 48 on the left of the picture and 54 on the right.
In the mesh the corners, where the outlines of both lips meet, are 61 and 291.
`docs/alignment.md` has the distance between the two measured on faces.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from vtoonify_rt.face.crop import Point, eyes_from_landmarks
from vtoonify_rt.frame import Image, Landmarks

IMAGE_LEFT_MOUTH_CORNER = 61
IMAGE_RIGHT_MOUTH_CORNER = 291
ALIGNED_PX = 256

# (height, width, 3), 0..255. In 32 bits, like the published program: it rounds the same pixels up.
Picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaceQuad:
    """An oriented square around a face, in pixels of the picture."""

    corners: NDArray[np.float64]  # (4, 2): top left, bottom left, bottom right, top right
    side: float  # length of an edge


@dataclass(frozen=True, slots=True)
class Cut:
    """How `cut_face` takes a square from a picture: shrink, crop, pad, then draw `corners`."""

    shrink: int  # the picture is made this many times smaller first
    size: tuple[int, int]  # width and height then
    side: float  # of the square then
    border: int  # pixels kept around the square
    crop: tuple[int, int, int, int]  # left, top, right, bottom in the shrunk picture
    pad: tuple[int, int, int, int]  # what the cropped picture lacks: left, top, right, bottom
    padded: bool  # whether it lacks enough to be continued
    corners: NDArray[np.float64]  # (4, 2), in the cropped and padded picture

    @property
    def blur(self) -> float:
        """Standard deviation of the blur of the continued parts, in pixels."""
        return self.side * 0.02


def align_face(picture: Image, landmarks: Landmarks) -> Image:
    """Return the face at these landmarks (478, 2) of the picture, upright, (256, 256, 3).

    Raises ValueError where `face_quad` or `plan_cut` does.
    """
    points = landmarks.astype(np.float64)
    mouth = points[IMAGE_LEFT_MOUTH_CORNER], points[IMAGE_RIGHT_MOUTH_CORNER]
    return cut_face(picture, face_quad(*eyes_from_landmarks(landmarks), *mouth))


def face_quad(eye_left: Point, eye_right: Point, mouth_left: Point, mouth_right: Point) -> FaceQuad:
    """Return the square around a face with these eyes and mouth corners; "left" is the picture's.

    Raises ValueError when they tell no direction, as when all four are one point.
    """
    eyes = (eye_left + eye_right) * 0.5
    across = eye_right - eye_left
    down = (mouth_left + mouth_right) * 0.5 - eyes
    # Both say where the face's right is; a head turned aside keeps its mouth below its eyes.
    x = np.array([across[0] + down[1], across[1] - down[0]])
    length = float(np.hypot(*x))
    if length == 0:
        raise ValueError("eyes and mouth lie so that the face has no direction")
    x = x / length * max(np.hypot(*across) * 2.0, np.hypot(*down) * 1.8)
    y = np.array([-x[1], x[0]])
    centre = eyes + down * 0.1
    corners = np.stack([centre - x - y, centre - x + y, centre + x + y, centre + x - y])
    return FaceQuad(corners, float(np.hypot(*x)) * 2)


def plan_cut(quad: FaceQuad, height: int, width: int) -> Cut:
    """Return how the square is cut from a picture of this size.

    Raises ValueError when the square lies outside the picture.
    """
    corners, side = quad.corners, quad.side
    shrink = max(math.floor(side / ALIGNED_PX * 0.5), 1)
    if shrink > 1:
        width, height = round(width / shrink), round(height / shrink)
        corners, side = corners / shrink, side / shrink
    border = max(round(side * 0.1), 3)
    left, top, right, bottom = _bounds(corners)
    crop = (
        max(left - border, 0),
        max(top - border, 0),
        min(right + border, width),
        min(bottom + border, height),
    )
    if crop[0] >= crop[2] or crop[1] >= crop[3]:
        raise ValueError(f"the face lies outside the picture of {width} x {height} pixels")
    corners = corners - crop[:2]
    left, top, right, bottom = _bounds(corners)
    lacks = np.array(
        [-left, -top, right - (crop[2] - crop[0]), bottom - (crop[3] - crop[1])], np.int64
    )
    pad = np.maximum(lacks + border, 0)
    padded = bool(pad.max() > border - 4)
    if padded:
        pad = np.maximum(pad, round(side * 0.3))
        corners = corners + pad[:2]
    before = (int(pad[0]), int(pad[1]), int(pad[2]), int(pad[3]))
    return Cut(shrink, (width, height), side, border, crop, before, padded, corners)


def cut_face(picture: Image, quad: FaceQuad) -> Image:
    """Return the square of the picture, drawn upright at (256, 256, 3)."""
    cut = plan_cut(quad, *picture.shape[:2])
    drawn = PIL.Image.fromarray(np.ascontiguousarray(picture))
    if cut.shrink > 1:
        drawn = drawn.resize(cut.size, PIL.Image.Resampling.LANCZOS)
    drawn = drawn.crop(cut.crop)
    if cut.padded:
        drawn = PIL.Image.fromarray(_continue(np.asarray(drawn, np.float32), cut))
    drawn = drawn.transform(
        (ALIGNED_PX, ALIGNED_PX),
        PIL.Image.Transform.QUAD,
        tuple((cut.corners + 0.5).ravel()),
        PIL.Image.Resampling.BILINEAR,
    )
    return np.array(drawn, np.uint8)


def _bounds(corners: NDArray[np.float64]) -> tuple[int, int, int, int]:
    """Return the whole pixels that hold the corners: left, top, right, bottom."""
    left, top = np.floor(corners.min(axis=0))
    right, bottom = np.ceil(corners.max(axis=0))
    return int(left), int(top), int(right), int(bottom)


def _continue(picture: Picture, cut: Cut) -> Image:
    """Return the picture with mirrored, fading surroundings."""
    left, top, right, bottom = cut.pad
    picture = np.pad(picture, ((top, bottom), (left, right), (0, 0)), "reflect")
    height, width = picture.shape[:2]
    x = np.arange(width, dtype=np.float64)
    y = np.arange(height, dtype=np.float64)[:, None]
    # 1 at the outer edge, 0 at the edge of the picture proper, negative within it.
    outside = np.maximum(
        1 - np.minimum(x / max(left, 1), x[::-1] / max(right, 1)),
        1 - np.minimum(y / max(top, 1), y[::-1] / max(bottom, 1)),
    )[:, :, None]
    picture += (_gaussian(picture, cut.blur) - picture) * np.clip(outside * 3 + 1, 0, 1)
    median = np.median(picture, axis=(0, 1))
    picture += (median - picture) * np.clip(outside, 0, 1)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def _gaussian(picture: Picture, sigma: float) -> Picture:
    """Return the picture blurred, as if it went on mirrored with its edge repeated."""
    radius = int(4 * sigma + 0.5)
    taps = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    taps /= taps.sum()
    nothing = np.ones(1)
    for across, down in ((nothing, taps), (taps, nothing)):  # sums in 64 bits, results in 32
        exact = cv2.sepFilter2D(
            picture.astype(np.float64), -1, across, down, borderType=cv2.BORDER_REFLECT
        )
        picture = exact.astype(np.float32)
    return picture
