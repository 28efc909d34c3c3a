"""What a frame costs each thread, and how many frames come: what the governor decides by.

The frame rate alone does not tell a slow machine from a slow camera. The seconds of work that a
frame costs a thread do: they are the same however many frames come. They are means of sums, as
some stages run on every second or third frame only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtoonify_rt.timing import Totals

STALL_S = 2.0  # seconds that a few frames take at most while a source delivers
READ = "read"  # mostly a wait for the source
TRACKER = frozenset({"landmarks"})  # the stages of the tracker's thread; all others are the
# pipeline's own thread's, and of these the ones that cost the same for every crop size are
FIXED = frozenset({"steer", "surroundings", "condition", "sinks"})


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

    @property
    def stalled(self) -> bool:
        """Whether the source stood still meanwhile: it took long though there was little to do."""
        return self.seconds > STALL_S and self.busy < 0.5


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
