"""What a source delivers, before anything relies on it: 8-bit RGB, in order, on our clock.

Landmarks, crop, fades and recordings all measure the time from frame to frame, and the latency is
measured from `Frame.time` on. So a time that cannot be is put right here, once, and nobody behind
has to ask.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from vtoonify_rt.errors import SourceError
from vtoonify_rt.frame import Frame

# A live frame that is said to be older than this when it comes has its time from another clock.
# Also for so long, at most, the picture stands still when the source's clock is set back.
BELIEVED_S = 1.0

logger = logging.getLogger(__name__)


class Intake:
    """Takes in the frames of one source; one thread calls.

    Live, times come out as moments on `clock` that never fall. A frame that is older than one
    before it is left out. A time in the future, or too long ago, says nothing: that frame gets
    the moment when it came, so that its latency is short by what the source took, not wrong by
    hours. Files keep every frame and its time; their decoder sees to the order.
    """

    def __init__(self, source_name: str, clock: Callable[[], float], *, live: bool) -> None:
        self._source_name = source_name
        self._clock = clock
        self._live = live
        self._last = float("-inf")  # the time of the last frame let through
        self._doubted = False
        self.out_of_order = 0  # frames left out because a newer one had come; any thread reads

    def take(self, frame: Frame) -> Frame | None:
        """Return the frame as it may go on, or None if it comes too late.

        Raises SourceError when its image is not (height, width, 3) of uint8, or empty.
        """
        self._check(frame)
        if not frame.image.flags.c_contiguous:
            frame = replace(frame, image=np.ascontiguousarray(frame.image))
        return self._in_order(frame) if self._live else frame

    def _check(self, frame: Frame) -> None:
        image = frame.image
        if image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and image.size:
            return
        size = " x ".join(str(side) for side in image.shape)
        raise SourceError(
            f"{self._source_name} delivers pictures that are not 8-bit RGB ({size}, {image.dtype})",
            "Choose another source",
        )

    def _in_order(self, frame: Frame) -> Frame | None:
        now = self._clock()
        if not now - BELIEVED_S <= frame.time <= now:  # so written, NaN is not believed either
            self._doubt(frame.time - now)
            frame = replace(frame, time=now)
        if frame.time < self._last:
            self.out_of_order += 1
            return None
        self._last = frame.time
        return frame

    def _doubt(self, offset: float) -> None:
        """Say once that the times are not the source's."""
        if not self._doubted:
            self._doubted = True
            logger.warning(
                "%s gives times that are %.1f s off; frames count from when they come",
                self._source_name,
                offset,
            )
