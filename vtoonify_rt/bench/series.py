"""How latency, frame rate and memory go over the time of a run."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from vtoonify_rt.memory import resident_mb
from vtoonify_rt.timing import percentiles

LONGEST_STEP, SHORTEST_STEP = 10.0, 1.0  # seconds
_STEPS = 60  # of a run, within these bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was measured over one step of the run."""

    seconds: float  # since the warm-up, at the end of the step
    fps: float
    latency_p50_ms: float
    latency_p95_ms: float
    rss_mb: float | None  # at the end of the step; None where the system does not tell


class Series:
    """Gathers latencies into steps of equal length; one thread calls."""

    def __init__(
        self,
        run_seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        memory: Callable[[], float | None] = resident_mb,
    ) -> None:
        """`run_seconds`: about how long the run will be, as far as it is known."""
        self._step = min(LONGEST_STEP, max(SHORTEST_STEP, run_seconds / _STEPS))
        self._clock = clock
        self._memory = memory
        self._start: float | None = None  # of the run
        self._begin = 0.0  # of this step
        self._latencies: list[float] = []
        self.moments: list[Moment] = []

    def begin(self) -> None:
        """Start the run: the warm-up is over."""
        self._start = self._begin = self._clock()

    def frame_done(self, captured: float) -> None:
        """Count a frame that has just reached the sinks; `captured` is its capture time."""
        assert self._start is not None  # `begin` came first
        now = self._clock()
        self._latencies.append(now - captured)
        length = now - self._begin
        if length < self._step:
            return
        latency = percentiles(self._latencies)
        moment = Moment(
            seconds=now - self._start,
            fps=len(self._latencies) / length,
            latency_p50_ms=latency.p50,
            latency_p95_ms=latency.p95,
            rss_mb=self._memory(),
        )
        self.moments.append(moment)
        self._begin = now
        self._latencies = []
