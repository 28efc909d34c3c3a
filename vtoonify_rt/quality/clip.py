"""What smoothing off and on have in common: a clip's frames, crops, motion and changes."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from vtoonify_rt.compose import Box, unfaded
from vtoonify_rt.face.features import eyes_and_mouth
from vtoonify_rt.face.steady_crop import SteadyCrop
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.metrics.correspondence import Correspondence, Mask, find_correspondence
from vtoonify_rt.metrics.flicker import flicker
from vtoonify_rt.metrics.lag import SETTLES, SETTLING, changed_places
from vtoonify_rt.metrics.rigid_motion import Affine, moved, rigid_motion, shift
from vtoonify_rt.regions import whole_pixels


@dataclass(frozen=True, slots=True)
class Step:
    """How the input came from one frame to the next, within the crop of the later one, but for the
    band where it fades into the surroundings: all of the frame where the crop covers it."""

    window: Box
    correspondence: Correspondence
    changed: Mask
    flicker: float | None
    settling: "Settling | None"  # None: too soon, or it is not known how the head moved

    def seen(self, image: Image) -> Image:
        """Return what the window shows of a frame, stylized or not."""
        x, y, width, height = self.window
        return image[y : y + height, x : x + width]


@dataclass(frozen=True, slots=True)
class Settling:
    """How the input came from the frame `SETTLING` frames ago."""

    motion: Affine  # of the head: from the window to that frame
    changed_features: Mask  # what changed in eyes and mouth, besides moving

    def earlier(self, image: Image) -> Image:
        """Return what the window would show of that frame, stylized or not, had only the head
        moved since."""
        return moved(image, self.motion, *self.changed_features.shape)


def steps(frames: Iterable[Frame], crop: SteadyCrop) -> Iterator[tuple[Frame, Step | None]]:
    """Yield each frame, and how it came from the one before.

    None for the first one, and where one of the two shows no face: such a picture is held, fades
    or is hidden, whatever the smoothing. `crop` is as new, and set as the stylizer's.
    """
    before: Frame | None = None
    past = _Past()
    for frame in frames:
        height, width = frame.image.shape[:2]
        box = crop.update(frame.landmarks, height, width, frame.time)
        is_known = before is not None and before.landmarks is not None
        if box is None or before is None or frame.landmarks is None or not is_known:
            past = _Past()
            past.begin(frame)
            yield frame, None
        else:
            window = unfaded(whole_pixels(box), height, width)
            yield frame, _step(before, frame, frame.landmarks, window, past)
        before = frame


def _step(before: Frame, now: Frame, landmarks: Landmarks, window: Box, past: "_Past") -> Step:
    x, y, width, height = window
    rows, columns = slice(y, y + height), slice(x, x + width)
    then, image = before.image[rows, columns], now.image[rows, columns]
    correspondence = find_correspondence(then, image)
    seen_landmarks = landmarks - np.array([x, y], np.float32)
    settling = past.add(now, window, seen_landmarks, correspondence)
    changed = changed_places(then, image)
    return Step(window, correspondence, changed, flicker(then, image, correspondence), settling)


class _Past:
    """The last frames, and how the head moved from each to the next."""

    def __init__(self) -> None:
        self._frames: deque[Frame] = deque(maxlen=SETTLING + 1)
        self._motions: deque[Affine] = deque(maxlen=SETTLING)  # from each frame to the one before

    def begin(self, frame: Frame) -> None:
        """Start anew with a frame."""
        self._frames.clear()
        self._motions.clear()
        self._frames.append(frame)

    def add(
        self, frame: Frame, window: Box, landmarks: Landmarks, correspondence: Correspondence
    ) -> Settling | None:
        """Take up the next frame, and return how it came from the earliest; landmarks and
        correspondence are those of the window."""
        x, y, width, height = window
        motion = rigid_motion(correspondence, _face(landmarks, height, width))
        if motion is None:
            self.begin(frame)
            return None
        self._frames.append(frame)
        self._motions.append(shift(x, y) @ motion @ shift(-x, -y))
        if len(self._motions) < SETTLING:
            return None
        to_earliest = reduce(np.matmul, self._motions) @ shift(x, y)
        image = frame.image[y : y + height, x : x + width]
        earlier = moved(self._frames[0].image, to_earliest, height, width)
        features = eyes_and_mouth(landmarks, height, width)
        return Settling(to_earliest, changed_places(earlier, image, SETTLES) & features)


def _face(landmarks: Landmarks, height: int, width: int) -> Mask:
    """Return the pixels within the bounds of the landmarks."""
    left, top = np.maximum(landmarks.min(axis=0), 0).astype(int)
    right, bottom = np.maximum(landmarks.max(axis=0), 0).astype(int)
    face = np.zeros((height, width), np.bool_)
    face[top:bottom, left:right] = True
    return face
