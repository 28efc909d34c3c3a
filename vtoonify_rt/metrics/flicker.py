"""How much a clip changes besides moving: its warping error."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from vtoonify_rt.frame import Image
from vtoonify_rt.metrics.correspondence import Correspondence, find_correspondence
from vtoonify_rt.motion import sample


def flicker(before: Image, now: Image, correspondence: Correspondence) -> float | None:
    """Return the mean change of pixels along the motion, in levels of 255.

    Only pixels whose motion is certain count; None where there are none. The correspondence is
    that of the clip as captured: a style's lines would hide the motion, and their flicker be taken
    for one.
    """
    certain = correspondence.certain
    if not certain.any():
        return None
    moved = sample(before.astype(np.float32), correspondence.places)
    change = np.abs(now.astype(np.float32) - moved).mean(axis=2)
    return float(change[certain].mean())


class ClipFlicker:
    """Flicker of versions of a short clip, whose motion is found once.

    The clip has two frames at least, and all of them one size.
    """

    def __init__(self, clip: Sequence[Image]) -> None:
        self._steps = [find_correspondence(before, now) for before, now in pairwise(clip)]

    def mean(self, clip: Sequence[Image]) -> float:
        """Return the mean `flicker` of the frames of a version of the clip; NaN where no motion
        is certain in any of them."""
        pairs = zip(pairwise(clip), self._steps, strict=True)
        changes = [flicker(before, now, step) for (before, now), step in pairs]
        known = [change for change in changes if change is not None]
        return float(np.mean(known)) if known else float("nan")
