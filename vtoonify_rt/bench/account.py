"""What the pipeline itself costs, and what its threads gain: the same work done in other ways.

The whole live picture takes turns with two others on the same clip: *bare* runs decoding, face
model and generator on the same threads and nothing else; *sequential* does all of the work, one
step after another on one thread. Turns, because other programs come and go.
"""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.bench.alone import Look, no_face_in
from vtoonify_rt.bench.live_run import LiveRun
from vtoonify_rt.bench.other_ways import run_bare, run_sequential
from vtoonify_rt.bench.processor import processor_ms
from vtoonify_rt.bench.request import BenchRequest
from vtoonify_rt.bench.tally import Goal, Pace, Tally, go_on
from vtoonify_rt.stop_signals import StopSignal

ROUNDS = 5  # short turns rather than few: half of them may be disturbed
TURN = Goal(frames=60, most_seconds=6.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The three ways, one pace for each round, and what the parts take of the processor alone."""

    full: tuple[Pace, ...]
    bare: tuple[Pace, ...]
    sequential: tuple[Pace, ...]
    processor_ms: Mapping[str, float]  # of each part alone, per frame of the live picture

    @property
    def overhead(self) -> float:
        """The share of the frame time that is not decoding, face model or generator: 1 - full /
        bare frame rate, the median of the rounds."""
        return 1 - _median_ratio([f.fps for f in self.full], [b.fps for b in self.bare])

    @property
    def processor_overhead(self) -> float:
        """The same share of the processor time: other programs change it less."""
        return 1 - _median_ratio([b.cpu_ms for b in self.bare], [f.cpu_ms for f in self.full])

    @property
    def overlap(self) -> float:
        """How many times as quick it is as one step after another, the median of the rounds."""
        return _median_ratio([f.fps for f in self.full], [s.fps for s in self.sequential])

    def as_json(self) -> dict[str, Any]:
        """Return the figures for programs; of each way the median of the rounds."""
        return {
            "overhead": round(self.overhead, 4),
            "processor_overhead": round(self.processor_overhead, 4),
            "overlap": round(self.overlap, 3),
            "full": _as_json(median_pace(self.full)),
            "bare": _as_json(median_pace(self.bare)),
            "sequential": _as_json(median_pace(self.sequential)),
            "processor_ms": {part: round(ms, 2) for part, ms in self.processor_ms.items()},
        }


def median_pace(paces: tuple[Pace, ...]) -> Pace:
    """Return the median of each figure."""
    return Pace(
        fps=statistics.median(pace.fps for pace in paces),
        cpu_ms=statistics.median(pace.cpu_ms for pace in paces),
        cores_busy=statistics.median(pace.cores_busy for pace in paces),
    )


def _as_json(pace: Pace) -> dict[str, float]:
    return {
        "fps": round(pace.fps, 2),
        "cpu_ms_per_frame": round(pace.cpu_ms, 2),
        "cores_busy": round(pace.cores_busy, 2),
    }


def take_account(request: BenchRequest, seen: Look, stop: StopSignal) -> Account:
    """Run the three ways in turns.

    Raises FaceError if the clip shows no face, and ends as a signal asks once `stop` got one.
    """
    full: list[Pace] = []
    bare: list[Pace] = []
    sequential: list[Pace] = []
    for _ in range(ROUNDS):
        live = LiveRun(request, TURN, stop)
        live.run()
        full.append(_pace(live.tally, request, stop))
        bare.append(_pace(run_bare(request, seen, TURN, stop), request, stop))
        sequential.append(_pace(run_sequential(request, TURN, stop), request, stop))
    return Account(
        full=tuple(full),
        bare=tuple(bare),
        sequential=tuple(sequential),
        processor_ms=processor_ms(request, seen),
    )


def _pace(tally: Tally, request: BenchRequest, stop: StopSignal) -> Pace:
    go_on(stop)
    if tally.faces == 0:
        raise no_face_in(request.clip)
    return tally.pace()


def _median_ratio(values: list[float], others: list[float]) -> float:
    return statistics.median(v / other for v, other in zip(values, others, strict=True))
