"""What a frame costs each thread, and how many frames come: what the governor decides by.

The frame rate alone does not tell a slow machine from a slow camera. The seconds of work that a
frame costs a thread do: they are the same however many frames come. They are means of sums, as
some stages run on every second or third frame only.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from vtoonify_rt.timing import Meter

READ = "read"  # mostly a wait for the source
TRACKER = frozenset({"landmarks"})  # the stages of the tracker's thread; all others are the
# pipeline's own thread's, and of these the ones that cost the same for every crop size are
FIXED = frozenset({"steer", "surroundings", "condition", "sinks"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a meter has measured since it was made."""

    time: float  # now, on the meter's clock
    frames: int = 0  # that reached the sinks
    latency: float = 0.0  # seconds, of all of them together
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What a frame cost, and how many there were, between two moments; durations in seconds."""

    time: float  # the later moment
    seconds: float  # between the moments
    fps: float  # frames that reached the sinks
    source_fps: float  # frames that the source gave; not all of them are shown
    latency: float  # from capture to sinks
    tracker: float  # work of the tracker's thread for one frame
    stylizer: float  # work of the pipeline's thread for one frame
    crop: float  # of that, what grows with the crop's pixels
    stages: Mapping[str, float] = field(default_factory=dict)  # per frame; without "read"

    @property
    def work(self) -> float:
        """What a frame costs the busier thread: frames cannot follow each other faster."""
        return max(self.tracker, self.stylizer)

    @property
    def busy(self) -> float:
        """The share of the time, 0..1, that the busier thread works."""
        return min(1.0, self.work * self.fps)


class WorkMeter(Meter):
    """A meter that also keeps sums, of everything since it was made; `reset` leaves them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._sum_lock = Lock()
        self._all_frames = 0
        self._all_latency = 0.0
        self._seconds: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def add(self, stage: str, seconds: float) -> None:
        """Add one duration to `stage`."""
        super().add(stage, seconds)
        with self._sum_lock:
            self._seconds[stage] = self._seconds.get(stage, 0.0) + seconds
            self._counts[stage] = self._counts.get(stage, 0) + 1

    def frame_done(self, captured: float) -> None:
        """Count a frame that has just reached the sinks; `captured` is its capture time."""
        super().frame_done(captured)
        with self._sum_lock:
            self._all_frames += 1
            self._all_latency += max(self.clock() - captured, 0.0)

    def totals(self) -> Totals:
        """Return the sums until now; any thread."""
        with self._sum_lock:
            return Totals(
                time=self.clock(),
                frames=self._all_frames,
                latency=self._all_latency,
                seconds=dict(self._seconds),
                counts=dict(self._counts),
            )


def workload(before: Totals, after: Totals) -> Workload | None:
    """Return what frames cost between two moments; None if none was done, or the clock jumped."""
    seconds, frames = after.time - before.time, after.frames - before.frames
    if seconds <= 0 or frames <= 0:
        return None
    stages = {
        stage: (total - before.seconds.get(stage, 0.0)) / frames
        for stage, total in after.seconds.items()
        if stage != READ
    }
    own = {stage: cost for stage, cost in stages.items() if stage not in TRACKER}
    reads = after.counts.get(READ, 0) - before.counts.get(READ, 0)
    return Workload(
        time=after.time,
        seconds=seconds,
        fps=frames / seconds,
        source_fps=reads / seconds,
        latency=(after.latency - before.latency) / frames,
        tracker=sum(stages.get(stage, 0.0) for stage in TRACKER),
        stylizer=sum(own.values()),
        crop=sum(cost for stage, cost in own.items() if stage not in FIXED),
        stages=stages,
    )
