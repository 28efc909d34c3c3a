"""A good picture of the user's own face, taken out of the live picture, for thumbnails.

It is taken only while somebody asked for it (`PortraitTaker.active`), and goes nowhere but to whom
it is handed over.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import cv2
import numpy as np

from vtoonify_rt import compose
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.crop import eyes_from_landmarks
from vtoonify_rt.face.steady_crop import eye_distance
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.person import aligned_face, is_good

HEAD_PX = 256  # along a side: the eyes are 64 pixels apart, as in the crop of a live picture
_REACH = 2.0  # eye distances from between the eyes to each side: the head, without shoulders
_LEAST_EYES = 24.0  # pixels of the frame; of a smaller face the picture is no better than a blur
_FRONTAL = 0.25  # most that the nose lies off the middle of the eyes, in eye distances
_NOSE_TIP = 1  # of mediapipe's mesh
_EVERY = 0.5  # seconds between two candidates
_CANDIDATES = 6  # of which the sharpest is taken


@dataclass(frozen=True, slots=True)
class Portrait:
    """The head, (256, 256, 3), and the upright face as a VToonify looks at it, (256, 256, 3)."""

    head: Image
    face: Image


class PortraitTaker:
    """A sink that hands over the sharpest of a few good frames, then rests until it is asked
    again; `active` may be set from any thread, `take` is called from the pipeline's."""

    def __init__(self, take: Callable[[Portrait], None], *, active: bool = False) -> None:
        self.active = active
        self._take = take
        self._time = -np.inf  # of the last candidate
        self._count = 0
        self._best: tuple[float, Portrait] | None = None

    def write(self, frame: Frame) -> None:
        """Look at the frame, if it is time; at most a millisecond or two, twice a second."""
        if not self.active or frame.landmarks is None or abs(frame.time - self._time) < _EVERY:
            return
        self._time = frame.time
        image = frame.image if frame.before is None else frame.before
        portrait = portrait_of(image, frame.landmarks)
        if portrait is None:
            return
        sharp = sharpness(portrait.head)
        if self._best is None or sharp > self._best[0]:
            self._best = sharp, portrait
        self._count += 1
        if self._count == _CANDIDATES:
            (_, best), self._best = self._best, None
            self._count, self.active = 0, False
            self._take(best)

    def close(self) -> None:
        """Forget the candidates."""
        self._best, self._count = None, 0


def portrait_of(image: Image, landmarks: Landmarks) -> Portrait | None:
    """Return the portrait in a captured picture; None unless the face is large enough, seen from
    the front, upright and whole."""
    distance = eye_distance(landmarks)
    if distance < _LEAST_EYES or not is_good(image, landmarks):
        return None
    left, right = eyes_from_landmarks(landmarks)
    middle = (left + right) / 2
    if abs(landmarks[_NOSE_TIP, 0] - middle[0]) > _FRONTAL * distance:
        return None
    height, width = image.shape[:2]
    side = min(round(2 * _REACH * distance), height, width)
    x, y = np.clip(np.rint(middle - side / 2), 0, (width - side, height - side)).astype(int)
    head = compose.crop(image, (int(x), int(y), side, side), HEAD_PX, HEAD_PX)
    with suppress(FaceError):  # landmarks that are no face
        return Portrait(np.ascontiguousarray(head), aligned_face(image, landmarks))
    return None


def sharpness(image: Image) -> float:
    """Return how much fine detail there is: the variance of the Laplacian, as for autofocus."""
    return float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.CV_32F).var())
