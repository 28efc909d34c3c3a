"""What a benchmark found out, for programs and for people."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.terminal import print_table
from vtoonify_rt.timing import Percentiles

WIDTH, HEIGHT = 1280, 720
GOAL_FPS, GOAL_LATENCY_MS = 30.0, 80.0  # the latter for 95 % of the frames


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """What was measured; durations in milliseconds."""

    clip: str
    model: str
    style: str
    backend: str
    crop_px: int
    fps: float
    generator_fps: float
    latency: Percentiles
    stages: Mapping[str, Percentiles]
    peak_rss_mb: float | None
    rss_mb: tuple[float, ...]  # now and then during the run, the first one after the warm-up

    def as_json(self) -> dict[str, Any]:
        """Return the figures as the benchmarks' table names them."""
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
        }


def _as_json(value: Percentiles) -> dict[str, float]:
    return {"p50": round(value.p50, 2), "p95": round(value.p95, 2)}


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


def show(result: BenchResult) -> None:
    """Print the figures as a table, and what they mean."""
    figures = [
        ("frames per second", f"{result.fps:.1f}", ""),
        ("generator alone, per second", f"{result.generator_fps:.1f}", ""),
        ("latency, ms", *_as_cells(result.latency)),
        *((f"  {name}, ms", *_as_cells(value)) for name, value in result.stages.items()),
    ]
    print(f"{result.clip}, style {result.style}, crop {result.crop_px} px, {result.backend}")
    print_table(("", "median", "95 %"), figures)
    if result.peak_rss_mb is not None:
        print(f"Memory: {result.peak_rss_mb:.0f} MB at most{_growth(result.rss_mb)}.")
    print(verdict(result))


def _as_cells(value: Percentiles) -> tuple[str, str]:
    return f"{value.p50:.1f}", f"{value.p95:.1f}"


def _growth(rss_mb: tuple[float, ...]) -> str:
    """Tell how the memory grew after the first minute, in which buffers find their sizes."""
    if len(rss_mb) < 3:
        return ""
    return f"; {rss_mb[1]:.1f} MB after a minute, {rss_mb[-1]:.1f} MB at the end"
