"""What a benchmark found out, for programs and in a sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.bench.account import Account
from vtoonify_rt.bench.cold import ColdStart
from vtoonify_rt.bench.request import HEIGHT, WIDTH
from vtoonify_rt.bench.series import Moment
from vtoonify_rt.bench.tally import Pace
from vtoonify_rt.timing import Percentiles

GOAL_FPS, GOAL_LATENCY_MS = 30.0, 80.0  # the latter for 95 % of the frames
# What a frame goes through between its capture and the sinks: it is decoded before, and converted
# for the screen after.
ON_THE_WAY = (
    *("landmarks", "steer", "surroundings", "crop", "motion"),
    *("parsing", "generator", "smoothing", "compose", "sinks"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """What was measured; durations in milliseconds. All but `cold` is of a warm pipeline."""

    clip: str
    model: str
    style: str
    backend: str
    crop_px: int
    camera_fps: float | None
    frames: int  # measured
    fps: float
    generator_fps: float
    latency: Percentiles
    stages: Mapping[str, Percentiles]
    pace: Pace  # of all that was measured
    peak_rss_mb: float | None
    rss_mb: tuple[float, ...]  # now and then during the run, the first one after the warm-up
    cold: ColdStart | None  # None: no frame was stylized
    moments: tuple[Moment, ...]
    account: Account | None  # None: it was not asked for
    machine: Mapping[str, Any]

    @property
    def latency_ratio(self) -> float:
        """The latency of 95 % of the frames, in sums of the medians of what lies on their way."""
        return self.latency.p95 / sum(
            self.stages[name].p50 for name in ON_THE_WAY if name in self.stages
        )

    def as_json(self) -> dict[str, Any]:
        """Return the figures as docs/benchmarks.md explains them."""
        return {
            "clip": self.clip,
            "model": self.model,
            "style": self.style,
            "backend": self.backend,
            "crop_px": self.crop_px,
            "size": f"{WIDTH}x{HEIGHT}",
            "fps": round(self.fps, 2),
            "generator_fps": round(self.generator_fps, 2),
            "latency_ms": _as_json(self.latency),
            "stages": {name: _as_json(value) for name, value in self.stages.items()},
            "peak_rss_mb": None if self.peak_rss_mb is None else round(self.peak_rss_mb, 1),
            "cpu_count": os.cpu_count(),
            "camera_fps": self.camera_fps,
            "frames": self.frames,
            "latency_ratio": round(self.latency_ratio, 3),
            "cpu_ms_per_frame": round(self.pace.cpu_ms, 2),
            "cores_busy": round(self.pace.cores_busy, 2),
            "cold": None if self.cold is None else self.cold.as_json(),
            "account": None if self.account is None else self.account.as_json(),
            "machine": dict(self.machine),
        }


def _as_json(value: Percentiles) -> dict[str, float]:
    return {"p50": round(value.p50, 2), "p95": round(value.p95, 2), "p99": round(value.p99, 2)}


def verdict(result: BenchResult) -> str:
    """Say in a sentence whether it is fast enough for a live picture."""
    share = result.fps / result.generator_fps
    live = result.fps >= GOAL_FPS and result.latency.p95 <= GOAL_LATENCY_MS
    return (
        f"{result.fps:.1f} frames per second, {share:.0%} of what the generator alone reaches, "
        f"and {result.latency.p50:.0f} ms from capture to preview (95 % under "
        f"{result.latency.p95:.0f} ms): "
        + ("fast enough for a live picture." if live else "too slow for a fluent live picture.")
    )
