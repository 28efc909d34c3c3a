"""The live crop: it stands still while the face stays well inside, and glides when it does not.

VToonify crops a video where its first frame says, which loses a face that walks; cropping anew in
each frame makes the whole picture tremble. Here the crop has a dead zone for its place and one for
its size. Within them it does not change by a bit, so that what depends on it can be kept. Beyond,
it moves like a critically damped spring of bounded speed until the face is centred.

What the network sees has one size while one camera runs, so that no session plans anew; only the
region of the frame that is scaled to it varies. The first face decides it: a region that would be
larger than the frame is cut to the frame, as VToonify does, so that no strip beside it stays raw.
"""

import math
from dataclasses import dataclass

import numpy as np

from vtoonify_rt.config import Padding
from vtoonify_rt.face.crop import EYE_DISTANCE_PX, eyes_from_landmarks
from vtoonify_rt.face.glide import Glide, Vector
from vtoonify_rt.frame import Landmarks

PADDED_PX = 400  # `crop_px` network pixels show this many pixels at eye distance 64
NOSE_BASE = 2  # the landmark where the nose meets the lip; hardly moves in speech
# A turned head brings the eyes together, but not the nose base to the line of the eyes. Frontal
# faces measure 1.04 to 1.6 such heights from eye to eye, so this one takes over when the head is
# turned by some 35 degrees, where VToonify's rule, which has the eyes alone, would soon explode.
EYE_DISTANCE_PER_NOSE_HEIGHT = 1.1
# Crop widths that the face may be off the middle: with the usual padding it is 0.36 wide, so it
# lies inside however fast it moves. What is farther away from one frame to the next is no motion.
LEASH = 0.27
MAX_STEP_S = 0.25  # a longer pause between frames is no reason for a longer leap


@dataclass(frozen=True, slots=True)
class CropBox:
    """A region of the frame, in its pixels; whole ones while it stands still."""

    x: float
    y: float
    width: float
    height: float


class SteadyCrop:
    """Decides for each frame which region of it the network sees; one thread calls.

    With a padding so wide that a side would have more than `max_px` network pixels, the network
    sees the region smaller.
    """

    def __init__(
        self, padding: Padding, crop_px: int, multiple: int, max_px: float = math.inf
    ) -> None:
        self._padding = padding
        self._padded = np.array([padding.left + padding.right, padding.top + padding.bottom])
        self._scale = crop_px / PADDED_PX  # network pixels per padded pixel
        self._multiple = multiple
        self._max_px = max_px
        self._frame_size = (0, 0)
        self._time = 0.0
        self.reset()

    @property
    def network_size(self) -> tuple[int, int]:
        """Height and width of the picture that the network sees: as the padding says until the
        first face, then fixed until `reset`."""
        scale = min(self._scale, self._max_px / float(self._shape.max()))
        width, height = (_to_multiple(side * scale, self._multiple) for side in self._shape)
        return height, width

    def resize(self, crop_px: int) -> None:
        """Show the same region in another number of network pixels from now on."""
        self._scale = crop_px / PADDED_PX

    def reset(self) -> None:
        """Forget the face; the crop is centred on the next one at once."""
        self._wished: Vector | None = None  # the middle that the last face asked for
        self._box: CropBox | None = None
        self._shape: Vector = self._padded.astype(float)  # width and height, in padded pixels
        # In crop widths, and in the logarithm of the width.
        self._centre = Glide(np.zeros(2), zone=0.08, speed=1.6, leash=LEASH, arrived=0.001)
        self._log_width = Glide(np.zeros(1), zone=0.15, speed=0.8, leash=1.0, arrived=0.0005)

    def update(
        self, landmarks: Landmarks | None, frame_height: int, frame_width: int, time: float
    ) -> CropBox | None:
        """Return the region for this frame; None until there was a face.

        It lies within the frame and keeps one aspect ratio, that of `network_size` but for the
        rounding to whole multiples. Without landmarks it stays where it is; a face that turns up
        far from the last one, after a loss or a cut, is jumped to. `time` is the frame's.
        """
        if (frame_height, frame_width) != self._frame_size:
            self.reset()
            self._frame_size = (frame_height, frame_width)
        step = min(max(time - self._time, 0.0), MAX_STEP_S)
        self._time = time
        if landmarks is None:
            self._centre.stop()
            self._log_width.stop()
            return self._box
        self._move(landmarks, step)
        self._box = self._current_box()
        return self._box

    def _move(self, landmarks: Landmarks, step: float) -> None:
        """Go on towards the region that the face asks for, or jump to another face."""
        if self._wished is None:
            unit = eye_distance(landmarks) / EYE_DISTANCE_PX
            frame = np.array(self._frame_size[::-1])
            self._shape = np.minimum(self._padded, frame / unit)
        centre, width = self._wish(landmarks)
        leap = 0.0 if self._wished is None else float(np.abs(centre - self._wished).max())
        if self._wished is None or leap > LEASH * width:
            self._log_width.jump(np.log([width]))
            self._centre.jump(self._kept_inside(centre, width))
        else:
            self._log_width.update(np.log([width]), unit=1.0, step=step)
            width = math.exp(self._log_width.value[0])
            self._centre.update(self._kept_inside(centre, width), unit=width, step=step)
        self._wished = centre

    def _wish(self, landmarks: Landmarks) -> tuple[Vector, float]:
        """Return the middle and the width of the region that the padding asks for."""
        padding = self._padding
        unit = eye_distance(landmarks) / EYE_DISTANCE_PX
        left, right = eyes_from_landmarks(landmarks)
        shift = np.array([padding.right - padding.left, padding.bottom - padding.top]) / 2
        frame_height, frame_width = self._frame_size
        # The padding on both sides, unless the frame has less to give.
        wished = unit * max(self._padded[0], self._padded[1] / self._ratio)
        width = min(wished, frame_width, frame_height / self._ratio)
        return (left + right) / 2 + shift * unit, max(float(width), 1.0)

    @property
    def _ratio(self) -> float:
        """Height of the region by its width."""
        return float(self._shape[1] / self._shape[0])

    def _kept_inside(self, centre: Vector, width: float) -> Vector:
        """Return the middle, moved so that the region lies within the frame."""
        half = np.array([width, width * self._ratio]) / 2
        frame = np.array(self._frame_size[::-1])
        return np.asarray(np.clip(centre, half, np.maximum(frame - half, half)))

    def _current_box(self) -> CropBox:
        frame_height, frame_width = self._frame_size
        width = min(math.exp(self._log_width.value[0]), frame_width, frame_height / self._ratio)
        height = width * self._ratio
        x, y = self._kept_inside(self._centre.value, width) - (width / 2, height / 2)
        if self._centre.at_rest and self._log_width.at_rest:
            x, y, width, height = round(x), round(y), round(width), round(height)
        x, y = min(x, frame_width - width), min(y, frame_height - height)
        return CropBox(*(float(value) for value in (max(x, 0), max(y, 0), width, height)))


def eye_distance(landmarks: Landmarks) -> float:
    """Return the distance of the eyes in pixels, as if the head were not turned to the side."""
    left, right = eyes_from_landmarks(landmarks)
    across = float(np.linalg.norm(right - left))
    down = float(np.linalg.norm(landmarks[NOSE_BASE] - (left + right) / 2))
    return max(across, down * EYE_DISTANCE_PER_NOSE_HEIGHT, 1.0)


def _to_multiple(value: float, multiple: int) -> int:
    return max(round(value / multiple), 1) * multiple
