"""Counts frames from the end of the warm-up on, and says when there are enough."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from vtoonify_rt.frame import Frame
from vtoonify_rt.stop_signals import StopSignal

WARM_UP_FRAMES = 30
WARM_UP_S = 10.0  # at most, where frames take long


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """How much is enough: both of these at least, or `most_seconds`."""

    frames: int
    seconds: float = 0.0
    most_seconds: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How quick it went, and what it took of the processor."""

    fps: float
    cpu_ms: float  # processor time of the whole program, per frame
    cores_busy: float  # on average


class Tally:
    """A sink that counts frames, and sets `stop` at the goal.

    The warm-up ends after `WARM_UP_FRAMES` frames or `WARM_UP_S` seconds, counted from the moment
    when `at_work` says that faces are being stylized: a model may have to be shown one first.
    Then `begun` is called, and the figures start.
    """

    def __init__(
        self,
        goal: Goal,
        stop: Event,
        *,
        at_work: Callable[[], bool],
        begun: Callable[[], None] = lambda: None,
    ) -> None:
        self._goal = goal
        self._stop = stop
        self._at_work = at_work
        self._begun = begun
        self._warm_since: float | None = None
        self._started: tuple[float, float] | None = None  # seconds on the clock, of the processor
        self._warmed = 0  # frames
        self.frames = 0
        self.faces = 0
        self.seconds = 0.0
        self._cpu = 0.0

    @property
    def measuring(self) -> bool:
        """Whether the warm-up is over."""
        return self._started is not None

    def write(self, frame: Frame) -> None:
        """Count a frame."""
        if self._started is None:
            self._warm_up(frame)
            return
        self.frames += 1
        self.faces += frame.landmarks is not None
        start, cpu_start = self._started
        self.seconds, self._cpu = time.monotonic() - start, time.process_time() - cpu_start
        goal = self._goal
        enough = self.frames >= goal.frames and self.seconds >= goal.seconds
        if enough or self.seconds >= goal.most_seconds:
            self._stop.set()

    def close(self) -> None:
        """Do nothing: the figures stay."""

    def pace(self) -> Pace:
        """Return the figures since the warm-up; there must be a frame."""
        return Pace(
            fps=self.frames / self.seconds,
            cpu_ms=1000 * self._cpu / self.frames,
            cores_busy=self._cpu / self.seconds,
        )

    def _warm_up(self, frame: Frame) -> None:
        now = time.monotonic()
        if frame.landmarks is not None and not self._at_work():
            self._warm_since = now
            return
        if self._warm_since is None:
            self._warm_since = now
        self._warmed += 1
        if self._warmed >= WARM_UP_FRAMES or now - self._warm_since >= WARM_UP_S:
            self._begun()
            self._started = time.monotonic(), time.process_time()


def go_on(stop: StopSignal) -> None:
    """After a run: end as a signal asks, if there was one; otherwise `stop` was the run's own end,
    and is cleared for the next."""
    stop.raise_if_signalled()
    stop.clear()
