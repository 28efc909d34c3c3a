"""Where what was captured belongs in a recording: without pauses, and without the machine's sleep.

Pictures and sound ask the same timeline, so what is cut is cut in both.
"""

import math
from threading import Lock
from typing import NamedTuple

LONGEST_GAP = 60.0  # s between live frames; after a longer one the machine has slept


class Piece(NamedTuple):
    """A part of a recording, in seconds from its start, that was captured without a cut."""

    start: float
    end: float
    offset: float  # of the time of capture: what is at `start` was captured at `start + offset`
    cut_before: bool
    cut_after: bool


class Timeline:
    """Places frames by their time of capture; any thread may call.

    The first frame is at 0. Live, frames captured while paused are left out, and so is the time
    between two frames that lie more than a minute apart: the next one follows a frame's length
    after the last. Of a file nothing is left out. Several recordings of the same pictures share
    one timeline.
    """

    def __init__(self, fps: float, *, live: bool) -> None:
        self._frame = 1 / fps
        self._live = live
        self._lock = Lock()
        self._cuts: list[tuple[float, float]] = []  # where a piece starts, and its offset
        self._last = 0.0  # time of capture of the last frame
        self._paused_at = math.inf
        self._resumed_at = -math.inf
        self._cut_next = False  # there was a pause before the next frame

    @property
    def elapsed(self) -> float:
        """Where the last frame is, in seconds."""
        with self._lock:
            return self._last - self._cuts[-1][1] if self._cuts else 0.0

    @property
    def span(self) -> tuple[float, float]:
        """When the first and the last frame were captured; (0, 0) before there is one."""
        with self._lock:
            return (self._cuts[0][1], self._last) if self._cuts else (0.0, 0.0)

    @property
    def paused(self) -> bool:
        """Whether what is captured now is left out."""
        return self._paused_at < math.inf

    def pause(self, time: float) -> None:
        """Leave out what is captured from `time` on."""
        with self._lock:
            if not self.paused:
                self._paused_at = time

    def resume(self, time: float) -> None:
        """Take in again what is captured from `time` on."""
        with self._lock:
            if self.paused:
                self._resumed_at, self._paused_at = time, math.inf
                self._cut_next = bool(self._cuts)

    def place(self, time: float) -> float | None:
        """Return where a frame captured at `time` belongs, in seconds; None: it is left out."""
        with self._lock:
            if time >= self._paused_at or time < self._resumed_at:
                return None
            if not self._cuts:
                self._cuts.append((0.0, time))
            elif self._cut_next or (self._live and time - self._last > LONGEST_GAP):
                start = self._last - self._cuts[-1][1] + self._frame
                self._cuts.append((start, time - start))
            self._cut_next = False
            self._last = time
            return time - self._cuts[-1][1]

    def pieces(self, start: float, end: float) -> list[Piece]:
        """Return what lies between two moments of the recording, up to the last frame's length."""
        with self._lock:
            cuts = list(self._cuts)
        pieces = []
        for index, (begins, offset) in enumerate(cuts):
            ends = cuts[index + 1][0] if index + 1 < len(cuts) else math.inf
            first, last = max(start, begins), min(end, ends)
            if first < last:
                before = index > 0 and first == begins
                pieces.append(Piece(first, last, offset, before, last == ends))
        return pieces

    def find(self, time: float) -> float | None:
        """Return where what was captured at `time` is in the recording; None: it was left out."""
        for piece in self.pieces(0.0, math.inf):
            if piece.start <= time - piece.offset < piece.end:
                return time - piece.offset
        return None
