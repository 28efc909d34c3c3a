"""Where the time of a frame goes: first-class values, read by window, command line, benchmark."""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

PAUSE = 60.0  # seconds between frames; after more, as when the machine slept, figures start anew
WINDOW = 300  # frames that a percentile looks back on: 10 s at 30 fps


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Median and 95th percentile of a duration, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How a pipeline runs, over the last `WINDOW` frames."""

    fps: float  # frames that reached the sinks, per second
    latency: Percentiles | None  # capture to sinks; None before the first frame
    stages: Mapping[str, Percentiles]
    frames: int  # written to the sinks since the start


class Meter:
    """Collects durations by stage and the arrival of frames; any thread may call any method."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lock = Lock()
        self._stages: dict[str, deque[float]] = {}
        self._latency: deque[float] = deque(maxlen=WINDOW)
        self._arrivals: deque[float] = deque(maxlen=WINDOW)
        self._frames = 0
        self._awake = -math.inf  # when the last pause ended

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the duration of the `with` block to `stage`."""
        start = self.clock()
        yield
        self.add(stage, self.clock() - start)

    def add(self, stage: str, seconds: float) -> None:
        """Add one duration to `stage`."""
        with self._lock:
            self._stages.setdefault(stage, deque(maxlen=WINDOW)).append(seconds)

    def frame_done(self, captured: float) -> None:
        """Count a frame that has just reached the sinks; `captured` is its capture time."""
        now = self.clock()
        with self._lock:
            self._frames += 1
            if self._arrivals and not 0 <= now - self._arrivals[-1] <= PAUSE:
                self._arrivals.clear()
                self._latency.clear()
                self._awake = now
            self._arrivals.append(now)
            if captured >= self._awake:  # else the pause is in it
                self._latency.append(now - captured)

    def reset(self) -> None:
        """Forget everything, as at the start of a measured run."""
        with self._lock:
            self._stages.clear()
            self._latency.clear()
            self._arrivals.clear()
            self._frames = 0
            self._awake = -math.inf

    def stats(self) -> Stats:
        """Return the figures over the last `WINDOW` frames."""
        with self._lock:
            arrivals = list(self._arrivals)
            latency = list(self._latency)
            stages = {name: list(values) for name, values in self._stages.items()}
            frames = self._frames
        span = arrivals[-1] - arrivals[0] if len(arrivals) > 1 else 0.0
        return Stats(
            fps=(len(arrivals) - 1) / span if span > 0 else 0.0,
            latency=percentiles(latency) if latency else None,
            stages={name: percentiles(values) for name, values in stages.items()},
            frames=frames,
        )


def percentiles(seconds: list[float]) -> Percentiles:
    """Return median and 95th percentile (nearest rank) of durations in seconds, as ms."""
    ordered = sorted(seconds)

    def rank(share: float) -> float:
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return Percentiles(rank(0.50), rank(0.95))
