"""How many frames a steadied picture is late.

A picture that was stylized alone is made of its own frame and of nothing before, so it is on time:
the delay that aligns it best with the input is none. The delay that aligns the steadied picture
best with this immediate one is therefore its delay against the input, with which it cannot be
compared itself, since a style changes every pixel.

For a small delay, aligning is a least-squares fit: what differs between `on` and `off` is compared
with what a whole frame of delay would make of `off`. The slope is the delay, in frames. It is
taken where things move, and where they change in place: both are what a viewer sees as late.
Sums of several frames give the delay over all of them, and frames with much motion count most.

What is late by many frames, as where an eye opens slowly and the closed lid stays, hardly differs
from one frame to the next. It is compared with the picture of `SETTLING` frames ago.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Image
from vtoonify_rt.metrics.correspondence import Correspondence, Mask, pixel_places
from vtoonify_rt.motion import sample

MOVES = 0.75  # pixels a frame; what is slower shows no delay
CHANGES = 6.0  # grey levels a frame, of the blurred input: a blink or a lip gives 10 to 60
SETTLING = 6  # frames; longer than a lid takes to open, and shorter than until it closes again
SETTLES = 12.0  # grey levels in so many frames, once moved with the head: more than the noise
MOTION_BLUR = 1.5  # sigma in pixels: lines become wide enough to be compared
CHANGE_BLUR = 2.0
FEWEST_MOVING = 500  # pixels; fewer are the errors of the motion
FEWEST_CHANGED = 20

_Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """Two sums over pixels whose ratio is a delay; those of several frames can be added."""

    differs: float = 0.0  # how much `on` differs in the direction of a delay
    a_frame_late: float = 0.0  # how much it would, were it one frame late

    def __add__(self, other: "Fit") -> "Fit":
        return Fit(self.differs + other.differs, self.a_frame_late + other.a_frame_late)

    @property
    def lag(self) -> float | None:
        """The delay in frames; None where nothing moved or changed."""
        return self.differs / self.a_frame_late if self.a_frame_late > 0.0 else None


def motion_lag(off: Image, on: Image, correspondence: Correspondence) -> Fit:
    """Compare where things move: `on` of a moment with `off` of the same moment.

    A frame of delay would show at each place what `off` shows ahead of it, by a frame's motion.
    Half of the difference between ahead and behind stands for what that changes: noise of `off`,
    which would look like a delay, cancels over both sides, and a whole frame of delay and any
    blend of two frames come out exactly.
    """
    motion = correspondence.motion
    moving = correspondence.certain & (np.hypot(motion[..., 0], motion[..., 1]) > MOVES)
    if moving.sum() < FEWEST_MOVING:
        return Fit()
    immediate, late = _blurred(off, MOTION_BLUR), _blurred(on, MOTION_BLUR)
    here = pixel_places(*immediate.shape)
    ahead, behind = sample(immediate, here + motion), sample(immediate, here - motion)
    return _fit(np.float32(0.5) * (ahead - behind)[moving], (late - immediate)[moving])


def changed_places(before: Image, now: Image, by: float = CHANGES) -> Mask:
    """Tell where the input changes in place by more than noise does, `by` grey levels."""
    changed: Mask = np.abs(_blurred(now, CHANGE_BLUR) - _blurred(before, CHANGE_BLUR)) > by
    return changed


def change_lag(off_before: Image, off: Image, on: Image, changed: Mask) -> Fit:
    """Compare where the input changed, as in a blink, a lip, or where something came into view.

    A frame of delay would show `off` of the frame before. What that flickered itself is part of
    it, so that a picture which is steadied there counts as late: the figure is an upper bound.
    """
    if changed.sum() < FEWEST_CHANGED:
        return Fit()
    immediate = _blurred(off, CHANGE_BLUR)
    delayed = _blurred(off_before, CHANGE_BLUR) - immediate
    return _fit(delayed[changed], (_blurred(on, CHANGE_BLUR) - immediate)[changed])


def settling_lag(off_earlier: Image, off: Image, on: Image, changed: Mask) -> Fit:
    """Compare where the input changed, besides moving, in the last `SETTLING` frames.

    `off_earlier` is `off` of so many frames ago, moved to where things are now. How far `on` stays
    behind a change, summed over the frames, is the size of the change times its delay, whether it
    was sudden or slow, and the past shown for some frames or fading for many. The change itself is
    in sight for `SETTLING` frames, and so counted as often. What stays longer is cut off.
    """
    if changed.sum() < FEWEST_CHANGED:
        return Fit()
    immediate = _blurred(off, CHANGE_BLUR)
    change = (_blurred(off_earlier, CHANGE_BLUR) - immediate)[changed].astype(np.float64)
    behind = (_blurred(on, CHANGE_BLUR) - immediate)[changed]
    return Fit(float(np.sign(change) @ behind), float(np.abs(change).sum()) / SETTLING)


def _fit(delayed: _Grey, differs: _Grey) -> Fit:
    """Fit by least squares; `delayed`: how much each pixel would differ, were it one frame late."""
    wide = delayed.astype(np.float64)  # sums of a million pixels
    return Fit(float(wide @ differs), float(wide @ wide))


def _blurred(picture: Image, sigma: float) -> _Grey:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.GaussianBlur(grey, (0, 0), sigma).astype(np.float32, copy=False)
