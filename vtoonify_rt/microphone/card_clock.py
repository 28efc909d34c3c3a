"""Where a sound card's samples lie on our clock.

A card counts samples by a clock of its own, up to 0.03 % wrong: a second in an hour. The time of a
single block jitters by milliseconds; and samples get lost, with or without a word. But a recording
can wait: a quarter of a second of blocks is placed at once, together with a look at as much that
follows. So jitter averages out, and a loss is found where it happened.
"""

import math
from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.microphone import Samples, SoundBlock

_GROUP_S = 0.25  # of sound that is placed at once
_LOOK_S = 0.25  # of sound after it that is looked at: a loss stays, jitter does not
_LOSS_S = 0.008  # by which blocks come late from one on: samples were lost before it
_TOLD_LOSS_S = 0.002  # the same where the driver says that samples were lost
_NO_JITTER_S = 0.5  # a block that is off by so much need not be compared with others
# A loop of second order, critically damped, that settles within some 10 s: quick enough for what
# a card's clock does as it warms up, slow enough that 10 ms of jitter bend no pitch audibly.
_GAIN = 0.05  # of what a group is off that is made good within the group
_MOST_BEND = 2e-3  # of its length by which a group is made longer or shorter for that

Seconds = NDArray[np.float64]


class Stretch(NamedTuple):
    """Samples in their place: captured evenly from `start` to `end`, in seconds of our clock."""

    samples: Samples
    start: float
    end: float
    joined: bool  # it goes on where the one before ended; else what lies between was lost


class CardClock:
    """Gives blocks their places; one thread calls.

    `skew` is how far the blocks of a group, by their median, lay from their place at the most, in
    seconds: what was left of drift, jitter and losses.
    """

    def __init__(self) -> None:
        self._waiting: deque[SoundBlock] = deque()
        self._rate = 0.0
        self._slow = 0.0  # seconds that the card loses in a second
        self._next: float | None = None  # our time of the next sample
        self._end = -math.inf  # of what was placed; nothing is placed before it
        self.skew = 0.0

    @property
    def ppm(self) -> float:
        """By how many millionths the card's clock is found to be too fast."""
        return -1e6 * self._slow

    def place(self, block: SoundBlock) -> list[Stretch]:
        """Take in a block and return what can be placed now, in order."""
        self._waiting.append(block)
        return self._all(finish=False)

    def finish(self) -> list[Stretch]:
        """Return what still waits; nothing follows."""
        return self._all(finish=True)

    def _all(self, *, finish: bool) -> list[Stretch]:
        placed = []
        while (run := self._run(finish=finish)) is not None:
            stretch = self._place(run)
            if stretch is not None:
                placed.append(stretch)
        return placed

    def _run(self, *, finish: bool) -> list[SoundBlock] | None:
        """Return the next blocks that followed one another; None: wait for more."""
        run: list[SoundBlock] = []
        seconds = 0.0
        for block in self._waiting:
            if run and (block.after_gap or _jumps(run[-1], block)):
                return run
            run.append(block)
            seconds += _length(block)
            if seconds >= _GROUP_S + _LOOK_S:
                return run
        return run if run and finish else None

    def _place(self, run: list[SoundBlock]) -> Stretch | None:
        """Place the first blocks of a run; None where they are to be left out."""
        if run[0].rate != self._rate:
            self._rate, self._slow, self._next = run[0].rate, 0.0, None
        begins = self._begins(run)  # our time of the first sample, by each block
        joined = self._next is not None and not self._lost_before(run[0], begins)
        start = self._next if joined and self._next is not None else _first_level(begins)
        count = self._group_size(run, begins - start)
        group = run[:count]
        off = float(np.median(begins[:count])) - start
        self.skew = max(self.skew, abs(off))
        end = start + self._follow(group, off)
        for _ in group:
            self._waiting.popleft()
        samples = np.concatenate([block.samples for block in group])
        return self._after_the_last(Stretch(samples, start, end, joined))

    def _begins(self, run: list[SoundBlock]) -> Seconds:
        before = np.cumsum([0, *(len(block.samples) for block in run[:-1])])
        times = np.array([block.time for block in run])
        begins: Seconds = times - before / self._rate * (1 + self._slow)
        return begins

    def _lost_before(self, first: SoundBlock, begins: Seconds) -> bool:
        """Whether samples were lost between what was placed and `first`."""
        assert self._next is not None
        late = begins - self._next
        if abs(late[0]) > _NO_JITTER_S:
            return True
        if first.after_gap:
            return abs(float(np.median(late))) > _TOLD_LOSS_S
        return _loss_in(late) == 0

    def _group_size(self, run: list[SoundBlock], late: Seconds) -> int:
        """Return how many blocks to place: a group's, but none behind a loss."""
        ends = np.cumsum([_length(block) for block in run])
        count = int(np.searchsorted(ends, _GROUP_S)) + 1
        loss = _loss_in(late)
        return min(count, len(run), loss or len(run))

    def _follow(self, group: list[SoundBlock], off: float) -> float:
        """Return how long `group` lasts by our clock, so that what it is off is made good."""
        length = sum(_length(block) for block in group)
        bend = min(max(_GAIN * off, -_MOST_BEND * length), _MOST_BEND * length)
        lasts = length * (1 + self._slow) + bend
        self._slow += _GAIN * bend / 4 / _GROUP_S
        return lasts

    def _after_the_last(self, stretch: Stretch) -> Stretch | None:
        """Keep `stretch` in mind, without what would lie before the end of the last one."""
        self._next = stretch.end
        if stretch.joined or stretch.start >= self._end:
            self._end = stretch.end
            return stretch
        each = (stretch.end - stretch.start) / len(stretch.samples)
        over = math.ceil((self._end - stretch.start) / each)
        if over >= len(stretch.samples):
            return None
        self._end = stretch.end
        start = stretch.start + over * each
        return Stretch(stretch.samples[over:], start, stretch.end, joined=False)


def _length(block: SoundBlock) -> float:
    return len(block.samples) / block.rate


def _jumps(before: SoundBlock, block: SoundBlock) -> bool:
    expected = before.time + _length(before)
    return block.rate != before.rate or abs(block.time - expected) > _NO_JITTER_S


def _first_level(begins: Seconds) -> float:
    """Return the median of `begins`, or of those before a loss among them."""
    loss = _loss_in(begins - np.median(begins[: len(begins) // 4 + 1]))
    return float(np.median(begins[: loss or len(begins)]))


def _loss_in(late: Seconds) -> int | None:
    """Return the first block after a loss: from there on all are late by about the same."""
    if abs(float(np.median(late[len(late) // 2 :]))) < _LOSS_S:
        return None
    costs = [
        np.abs(late[:at]).sum() + np.abs(late[at:] - np.median(late[at:])).sum()
        for at in range(len(late))
    ]
    return int(np.argmin(costs))
