"""Sound at any moments of our clock, from samples that a card captured in its own rhythm."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.microphone import Samples
from vtoonify_rt.microphone.card_clock import Stretch

_TAPS = 32  # samples that make one
_PHASES = 512  # places between two samples that have a filter of their own; between them: linear
_BEFORE = _TAPS // 2 - 1  # of the taps, those before the moment
_FADE_S = 0.003  # at a gap, so that it does not click
_PASS = 0.94  # of the band that passes: up to 22.5 kHz of a card with 48 kHz
_KAISER = 9.0  # side lobes below -90 dB

Moments = NDArray[np.float64]


def _filters(share: float) -> NDArray[np.float32]:
    """Return a windowed sinc for each phase, (phases + 1, taps), that passes `share` of a band."""
    phases = np.arange(_PHASES + 1)[:, None] / _PHASES
    at = np.arange(_TAPS)[None, :] - _BEFORE - phases
    window = np.i0(_KAISER * np.sqrt(np.clip(1 - (at / (_TAPS / 2)) ** 2, 0, 1))) / np.i0(_KAISER)
    filters = share * np.sinc(share * at) * window
    even: NDArray[np.float32] = (filters / filters.sum(axis=1, keepdims=True)).astype(np.float32)
    return even


class SoundLine:
    """The sound of a microphone along our clock; silence where there is none. One thread uses it.

    `render` is called for moments that never fall; what lies before them is forgotten.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._runs: deque[_Run] = deque()
        self._ended = False

    @property
    def ready(self) -> float:
        """The moment up to which the sound is known; -inf: there is none yet."""
        if not self._runs:
            return float("-inf")
        return self._runs[-1].end - (0 if self._ended else _FADE_S)

    def add(self, stretch: Stretch) -> None:
        """Take in what follows."""
        if not stretch.joined or not self._runs:
            self._runs.append(_Run(self.rate))
        self._runs[-1].add(stretch)

    def finish(self) -> None:
        """Nothing follows."""
        self._ended = True

    def render(self, start: float, count: int) -> Samples:
        """Return `count` samples at `rate` from the moment `start` on."""
        moments = start + np.arange(count) / self.rate
        sound = np.zeros(count, np.float32)
        for index, run in enumerate(self._runs):
            first, last = np.searchsorted(moments, (run.start, run.end))
            if first < last:
                ends = self._ended or index < len(self._runs) - 1
                sound[first:last] = run.render(moments[first:last], fade_out=ends)
        self.forget(start + count / self.rate)
        return sound

    def forget(self, moment: float) -> None:
        """Let go of what lies before `moment`."""
        while len(self._runs) > 1 and self._runs[0].end < moment:
            self._runs.popleft()
        if self._runs:
            self._runs[0].forget(moment)


class _Run:
    """Stretches that are joined: samples, and the moments of some of them, `knots`."""

    def __init__(self, rate: int) -> None:
        self._to = rate
        self._filters: NDArray[np.float32] | None = None
        self._parts: deque[Stretch] = deque()
        self._edge = np.zeros(_BEFORE, np.float32)  # samples before the first part
        self.start = self._first = float("inf")
        self.end = float("-inf")

    def add(self, stretch: Stretch) -> None:
        if self._filters is None:
            from_rate = len(stretch.samples) / (stretch.end - stretch.start)
            self._filters = _filters(_PASS * min(1.0, self._to / from_rate))
            self.start = self._first = stretch.start
        self._parts.append(stretch)
        self.end = stretch.end

    def forget(self, moment: float) -> None:
        while len(self._parts) > 1 and self._parts[1].start < moment - _FADE_S:
            gone = self._parts.popleft()
            self._edge = np.concatenate([self._edge, gone.samples])[-_BEFORE:]
            self._first = self._parts[0].start

    def render(self, moments: Moments, *, fade_out: bool) -> Samples:
        assert self._filters is not None
        knots = [self._first, *(part.end for part in self._parts)]
        lengths = [len(part.samples) for part in self._parts]
        places = np.interp(moments, knots, np.cumsum([0, *lengths]))
        whole = np.floor(places).astype(np.int64)
        row = (places - whole) * _PHASES
        phase = row.astype(np.int64)
        samples = np.concatenate(
            [self._edge, *(part.samples for part in self._parts), np.zeros(_TAPS, np.float32)]
        )
        near = np.lib.stride_tricks.sliding_window_view(samples, _TAPS)[whole]
        share = (row - phase).astype(np.float32)[:, None]
        taps = self._filters[phase] * (1 - share) + self._filters[phase + 1] * share
        sound: Samples = np.einsum("ij,ij->i", near, taps)
        sound *= np.clip((moments - self.start) / _FADE_S, 0, 1)
        if fade_out:
            sound *= np.clip((self.end - moments) / _FADE_S, 0, 1)
        return sound
