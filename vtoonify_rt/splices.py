"""Go on where the clock of a file starts anew.

Files that were put together by appending one to another, as transport streams may be, and
recordings of broadcasts count anew in their middle. FFmpeg then tells times that fall, or that leap
by 26 hours, because it takes the 33-bit clock for one that ran over.
"""

DISORDER_S = 0.1  # what falls by less is one picture's wrong time, and the clock goes on
LONGEST_PAUSE_S = 3600.0  # from one picture, or packet of sound, to the next


class Splices:
    """Puts the times of one track behind one another."""

    def __init__(self) -> None:
        self._shift = 0.0
        self._last = 0.0  # as placed
        self._end: float | None = None  # of what came last

    def place(self, time: float, duration: float) -> float:
        """Return where something of `duration` belongs that the file says is shown at `time`.

        Never less than the time before; where the clock starts anew, the end of what came last.
        All in seconds.
        """
        placed = time + self._shift
        if self._end is not None:
            if placed < self._last - DISORDER_S or placed > self._end + LONGEST_PAUSE_S:
                self._shift = self._end - time
                placed = self._end
            placed = max(placed, self._last)
        self._last, self._end = placed, placed + duration
        return placed
