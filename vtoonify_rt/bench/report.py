"""What people read of benchmarks: one in full, or several as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from vtoonify_rt.bench.account import Account, median_pace
from vtoonify_rt.bench.cold import ColdStart
from vtoonify_rt.bench.result import BenchResult, verdict
from vtoonify_rt.terminal import print_table
from vtoonify_rt.timing import Percentiles

_HEAD = ("", "median", "95 %", "99 %")
_TABLE_HEAD = (
    *("clip", "model", "style", "crop", "backend", "fps", "generator", "latency", "95 %", "99 %"),
    *("CPU ms", "cores", "MB", "cold ms"),
)


def show(result: BenchResult) -> None:
    """Print the figures as a table, and what they mean."""
    figures = [
        ("frames per second", f"{result.fps:.1f}", "", ""),
        ("generator alone, per second", f"{result.generator_fps:.1f}", "", ""),
        ("latency, ms", *_as_cells(result.latency)),
        *((f"  {name}, ms", *_as_cells(value)) for name, value in result.stages.items()),
    ]
    print(f"{result.clip}, style {result.style}, crop {result.crop_px} px, {result.backend}")
    print(_machine(result.machine))
    print_table(_HEAD, figures, right=_HEAD[1:])
    pace = result.pace
    print(f"Processor: {pace.cpu_ms:.1f} ms per frame, {pace.cores_busy:.2f} cores busy.")
    if result.peak_rss_mb is not None:
        print(f"Memory: {result.peak_rss_mb:.0f} MB at most{_growth(result.rss_mb)}.")
    if result.cold is not None:
        print(_cold(result.cold))
    print(
        f"Latency: 95 % under {result.latency_ratio:.2f} times the sum of the medians of what lies "
        "on a frame's way, landmarks to sinks."
    )
    if result.account is not None:
        print("\n".join(_account(result.account)))
    print(verdict(result))


def show_table(results: Sequence[Mapping[str, Any]]) -> None:
    """Print a row for each of several results, given as JSON."""
    rows = [_row(result) for result in results]
    print(_machine(results[0]["machine"]))
    print_table(_TABLE_HEAD, rows, right=_TABLE_HEAD[3:4] + _TABLE_HEAD[5:])


def _row(result: Mapping[str, Any]) -> tuple[str, ...]:
    latency, peak = result["latency_ms"], result["peak_rss_mb"]
    return (
        *(str(result[key]) for key in ("clip", "model", "style", "crop_px", "backend")),
        *(f"{result[key]:.1f}" for key in ("fps", "generator_fps")),
        *(f"{latency[rank]:.0f}" for rank in ("p50", "p95", "p99")),
        f"{result['cpu_ms_per_frame']:.1f}",
        f"{result['cores_busy']:.2f}",
        "" if peak is None else f"{peak:.0f}",
        "" if result["cold"] is None else f"{result['cold']['total_ms']}",
    )


def _as_cells(value: Percentiles) -> tuple[str, str, str]:
    return f"{value.p50:.1f}", f"{value.p95:.1f}", f"{value.p99:.1f}"


def _machine(machine: Mapping[str, Any]) -> str:
    memory = "" if machine["memory_mb"] is None else f", {machine['memory_mb'] / 1000:.1f} GB"
    gpus = "".join(f", {gpu}" for gpu in machine["gpus"])
    libraries = ", ".join(f"{name} {found}" for name, found in machine["libraries"].items())
    return (
        f"{machine['cores']} cores of {machine['cpu'] or 'an unnamed processor'}{memory}{gpus}\n"
        f"{machine['system']}, Python {machine['python']}, {libraries}"
    )


def _growth(rss_mb: tuple[float, ...]) -> str:
    """Tell how the memory grew after the first minute, in which buffers find their sizes."""
    if len(rss_mb) < 3:
        return ""
    return f"; {rss_mb[1]:.1f} MB after a minute, {rss_mb[-1]:.1f} MB at the end"


def _cold(cold: ColdStart) -> str:
    program = "" if cold.program_ms is None else f"program {cold.program_ms:.0f}, then "
    return (
        f"Cold start: {cold.total_ms:.0f} ms to the first stylized frame: {program}"
        f"model {cold.model_ms:.0f}, face model {cold.face_model_ms:.0f}, beside them source "
        f"{cold.source_ms:.0f}, first frame {cold.first_frame_ms:.0f}; latency of the first frames "
        f"{', '.join(f'{value:.0f}' for value in cold.first_latency_ms)} ms."
    )


def _account(account: Account) -> list[str]:
    full, bare, sequential = map(median_pace, (account.full, account.bare, account.sequential))
    parts = ", ".join(f"{part} {ms:.1f}" for part, ms in account.processor_ms.items())
    return [
        f"Overhead: {account.overhead:.1%} of the frame time is not decoding, face model or "
        f"generator ({full.fps:.1f} frames per second, these alone {bare.fps:.1f}); "
        f"{account.processor_overhead:.1%} of the processor time ({full.cpu_ms:.1f} ms per frame, "
        f"these alone {bare.cpu_ms:.1f}; each by itself: {parts}).",
        f"Overlap: {account.overlap:.2f} times as quick as one step after another "
        f"({sequential.fps:.1f} frames per second); {full.cores_busy:.2f} cores busy instead of "
        f"{sequential.cores_busy:.2f}.",
    ]
