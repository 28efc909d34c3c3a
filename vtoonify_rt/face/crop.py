"""VToonify's crop rule: which part of a picture the network sees, and how it is made.

The picture is scaled so that the eyes are 64 pixels apart (measured horizontally), blurred first
when it shrinks, and cut around the middle of the eyes with a padding on each side, to multiples
of 8. Pure functions; equal to the published behaviour, which the golden numbers hold.

The rule is written for the 68 landmarks of dlib. There, an eye is the mean of six points on the
lids' edge: outer corner, two on the upper lid, inner corner, two on the lower lid. The same six
places in mediapipe's mesh are, for the eye on the left of the picture (36..41): 33, 160, 158, 133,
153, 144, and for the one on the right (42..47): 362, 385, 387, 263, 373, 380. These are the usual
six points of the eye aspect ratio, and lie at about one and two thirds of each lid, as dlib's do.
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image, Landmarks

IMAGE_LEFT_EYE = (33, 160, 158, 133, 153, 144)
IMAGE_RIGHT_EYE = (362, 385, 387, 263, 373, 380)
EYE_DISTANCE_PX = 64
SIZE_MULTIPLE = 8

Point = NDArray[np.float64]  # (2,), x and y in pixels
EyePair = tuple[Point, Point]  # the eye on the left of the picture, the one on the right


class Sides(Protocol):
    """A padding: pixels at eye distance 64 on each side of the eyes' midpoint."""

    @property
    def left(self) -> int:
        """Pixels to the left."""
        ...

    @property
    def right(self) -> int:
        """Pixels to the right."""
        ...

    @property
    def top(self) -> int:
        """Pixels above."""
        ...

    @property
    def bottom(self) -> int:
        """Pixels below."""
        ...


@dataclass(frozen=True, slots=True)
class CropParameters:
    """Scale the picture by `scale` to `height` x `width`, then cut [top:bottom, left:right]."""

    height: int
    width: int
    top: int
    bottom: int
    left: int
    right: int
    scale: float


def eyes_from_landmarks(landmarks: Landmarks) -> EyePair:
    """Return the middles of both eyes, the one on the left of the picture first."""
    points = landmarks.astype(np.float64)
    return points[list(IMAGE_LEFT_EYE)].mean(axis=0), points[list(IMAGE_RIGHT_EYE)].mean(axis=0)


def crop_parameters(
    eye_left: Point, eye_right: Point, frame_height: int, frame_width: int, padding: Sides
) -> CropParameters:
    """Return how VToonify crops a frame of this size around these eyes.

    The eyes must not lie above one another: a face seen from the side has no such crop, and
    ValueError is raised.
    """
    distance = float(eye_right[0] - eye_left[0])
    if distance <= 0:
        raise ValueError(f"eyes are {distance:g} pixels apart horizontally, must be positive")
    scale = EYE_DISTANCE_PX / distance
    centre_x, centre_y = (float(value) * scale for value in (eye_left + eye_right) / 2)
    # Python's round goes half to even, as the published crop does.
    height, width = round(frame_height * scale), round(frame_width * scale)
    return CropParameters(
        height=height,
        width=width,
        top=_to_multiple(max(round(centre_y - padding.top), 0)),
        bottom=_to_multiple(min(round(centre_y + padding.bottom), height)),
        left=_to_multiple(max(round(centre_x - padding.left), 0)),
        right=_to_multiple(min(round(centre_x + padding.right), width)),
        scale=scale,
    )


def rescale_and_crop(image: Image, parameters: CropParameters) -> Image:
    """Return the network's picture, (bottom - top, right - left, 3)."""
    for threshold in (0.75, 0.375):
        if parameters.scale <= threshold:
            image = _blur(image)
    size = (parameters.width, parameters.height)
    scaled = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    cut = scaled[parameters.top : parameters.bottom, parameters.left : parameters.right]
    return np.ascontiguousarray(cut, dtype=np.uint8)


def _to_multiple(value: int) -> int:
    return value // SIZE_MULTIPLE * SIZE_MULTIPLE


def _blur(image: Image) -> Image:
    """Blur with [1, 3, 3, 1] / 8 each way.

    The even kernel is anchored at its third tap, which moves the picture half a pixel right and
    down. It is so in the published crop, so it stays.
    """
    taps = np.array([1, 3, 3, 1]) / 8
    blurred = cv2.sepFilter2D(
        image, -1, taps, taps, anchor=(2, 2), borderType=cv2.BORDER_REFLECT_101
    )
    return blurred.astype(np.uint8, copy=False)
