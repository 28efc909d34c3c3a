"""Where the time of a frame goes: first-class values, read by window, command line, benchmark."""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, local
from typing import Protocol

PAUSE = 60.0  # seconds between frames; after more, as when the machine slept, figures start anew
WINDOW = 300  # frames that a percentile looks back on: 10 s at 30 fps
LEAST = 5  # frames that a rate is measured over, however long they took


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Median, 95th and 99th percentile of a duration, in milliseconds."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How a pipeline runs, over the last `WINDOW` frames; rate and latency may be of fewer."""

    fps: float  # frames that reached the sinks, per second
    latency: Percentiles | None  # capture to sinks; None before the first frame
    stages: Mapping[str, Percentiles]
    frames: int  # written to the sinks since the start
    # What had to be opened before the first frame, and how long each took, in milliseconds.
    opening: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a meter has measured since it was made."""

    time: float  # now, on the meter's clock
    frames: int = 0  # that reached the sinks
    latency: float = 0.0  # seconds, of all of them together
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage
    counts: Mapping[str, int] = field(default_factory=dict)


class Listener(Protocol):
    """Is told what a meter measures, as it happens; any thread may call, so it must be quick.

    All times are in seconds on the meter's clock. `captured`, a frame's capture time, says which
    frame the thread works on; None: none, or not known yet.
    """

    def span(self, stage: str, start: float, end: float, captured: float | None) -> None:
        """Take note of a stage that the calling thread has just ended."""
        ...

    def frame_done(self, captured: float, end: float) -> None:
        """Take note of a frame that the calling thread has just handed to the sinks."""
        ...


class Meter:
    """Collects durations by stage and the arrival of frames; any thread may call any method."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lock = Lock()
        self._listener: Listener | None = None
        self._thread = local()  # .captured: of the frame that a thread works on
        self._opening: dict[str, float] = {}
        self._stages: dict[str, deque[float]] = {}
        self._latency: deque[float] = deque(maxlen=WINDOW)
        self._arrivals: deque[float] = deque(maxlen=WINDOW)
        self._frames = 0
        self._awake = -math.inf  # when the last pause ended
        self._all_frames = 0  # the sums below are of everything since the start; no reset
        self._all_latency = 0.0
        self._seconds: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the duration of the `with` block to `stage`."""
        start = self.clock()
        yield
        self._note(stage, start, self.clock())

    def add(self, stage: str, seconds: float) -> None:
        """Add one duration, which has just ended, to `stage`."""
        end = self.clock()
        self._note(stage, end - seconds, end)

    @contextmanager
    def opening(self, part: str) -> Iterator[None]:
        """Note how long the `with` block took to open `part`; `reset` does not forget it."""
        start = self.clock()
        yield
        with self._lock:
            self._opening[part] = 1000 * (self.clock() - start)

    def listen(self, listener: Listener | None) -> None:
        """Tell `listener` of every stage and frame from now on; None: nobody."""
        self._listener = listener

    def works_on(self, captured: float | None) -> None:
        """Say which frame the calling thread works on from now on, by its capture time."""
        self._thread.captured = captured

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
            self._all_frames += 1
            self._all_latency += max(now - captured, 0.0)
            if captured >= self._awake:  # else the pause is in it
                self._latency.append(now - captured)
        listener = self._listener
        if listener is not None:
            listener.frame_done(captured, now)

    def reset(self) -> None:
        """Forget all frames, as at the start of a measured run."""
        with self._lock:
            self._stages.clear()
            self._latency.clear()
            self._arrivals.clear()
            self._frames = 0
            self._awake = -math.inf

    def stats(self, seconds: float | None = None) -> Stats:
        """Return the figures over the last `WINDOW` frames; frame rate and latency over those of
        the last `seconds`, if given, but `LEAST` frames at least."""
        with self._lock:
            arrivals = list(self._arrivals)
            latency = list(self._latency)
            stages = {name: list(values) for name, values in self._stages.items()}
            frames, opening = self._frames, dict(self._opening)
        if seconds is not None and arrivals:
            since = arrivals[-1] - seconds
            count = max(LEAST, sum(arrival >= since for arrival in arrivals))
            arrivals, latency = arrivals[-count:], latency[-count:]
        span = arrivals[-1] - arrivals[0] if len(arrivals) > 1 else 0.0
        return Stats(
            fps=(len(arrivals) - 1) / span if span > 0 else 0.0,
            latency=percentiles(latency) if latency else None,
            stages={name: percentiles(values) for name, values in stages.items()},
            frames=frames,
            opening=opening,
        )

    def totals(self) -> Totals:
        """Return the sums of everything since the meter was made; `reset` leaves them."""
        with self._lock:
            return Totals(
                time=self.clock(),
                frames=self._all_frames,
                latency=self._all_latency,
                seconds=dict(self._seconds),
                counts=dict(self._counts),
            )

    def _note(self, stage: str, start: float, end: float) -> None:
        with self._lock:
            self._stages.setdefault(stage, deque(maxlen=WINDOW)).append(end - start)
            self._seconds[stage] = self._seconds.get(stage, 0.0) + end - start
            self._counts[stage] = self._counts.get(stage, 0) + 1
        listener = self._listener
        if listener is not None:
            listener.span(stage, start, end, getattr(self._thread, "captured", None))


def percentiles(seconds: list[float]) -> Percentiles:
    """Return the percentiles (nearest rank) of durations in seconds, as milliseconds."""
    ordered = sorted(seconds)

    def rank(share: float) -> float:
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return Percentiles(rank(0.50), rank(0.95), rank(0.99))
