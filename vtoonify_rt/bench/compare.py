"""Sets measurements beside earlier ones: ratios, now to then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vtoonify_rt.errors import UsageError
from vtoonify_rt.terminal import print_table

Result = Mapping[str, Any]  # as `bench --json` prints it
_KEY = ("clip", "model", "style", "backend", "crop_px")
_PLAIN = ("fps", "generator_fps", "peak_rss_mb", "cpu_ms_per_frame")
_MOST = 1e12  # of any figure: beyond are infinity, and numbers that no float can hold
_RANKS = ("p50", "p95", "p99")
_NEEDED = (*_KEY, "fps", "latency_ms", "stages")
_HEAD = ("", "then", "now", "ratio")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each of the measurements with its counterpart of then, and what has none."""

    pairs: tuple[tuple[Result, Result | None], ...]  # now and then
    gone: tuple[Result, ...]  # of then, without a counterpart


def read_results(path: Path) -> list[Result]:
    """Return the measurements in a file that `bench --json` printed: one, or a list.

    Raises UsageError when it is none.
    """
    hint = "Give a file that `vtoonify-rt bench --json` has printed"
    try:
        read = json.loads(path.read_text("utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} cannot be read: {reason}", hint) from None
    except ValueError:
        raise UsageError(f"{path} is not JSON", hint) from None
    except RecursionError:  # so deep is nothing of ours
        raise UsageError(f"{path} is JSON, but not of a benchmark", hint) from None
    results = read if isinstance(read, list) else [read]
    if not results or not all(map(_is_result, results)):
        raise UsageError(f"{path} is JSON, but not of a benchmark", hint)
    return results


def compare(now: Sequence[Result], then: Sequence[Result]) -> Comparison:
    """Match by clip, model, style, backend and crop; of several that are alike the last counts."""
    earlier = {_key(result): result for result in then}
    keys = {_key(result) for result in now}
    return Comparison(
        pairs=tuple((result, earlier.get(_key(result))) for result in now),
        gone=tuple(result for key, result in earlier.items() if key not in keys),
    )


def ratios(now: Result, then: Result) -> dict[str, Any]:
    """Return now / then for every figure that both have; nested as the figures are."""
    found: dict[str, Any] = {}
    for path, before, after in _figures(now, then):
        *folders, last = path
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = round(after / before, 3)
    return found


def show_comparison(comparison: Comparison, file: Path) -> None:
    """Print a table for each pair, and what has no counterpart."""
    for now, then in comparison.pairs:
        if then is None:
            continue
        print(f"\n{label(now)}: now, and in {file}")
        rows = [
            (" ".join(path), f"{before:.1f}", f"{after:.1f}", f"{after / before:.2f}")
            for path, before, after in _figures(now, then)
        ]
        print_table(_HEAD, rows, right=_HEAD[1:])
    for line in without_counterpart(comparison, file):
        print(line)


def without_counterpart(comparison: Comparison, file: Path) -> list[str]:
    """Return a sentence for each measurement that only one side has."""
    new = [f"Not in {file}: {label(now)}." for now, then in comparison.pairs if then is None]
    return new + [f"Only in {file}: {label(then)}." for then in comparison.gone]


def label(result: Result) -> str:
    """Return what a measurement is called."""
    model = f"{result['model']}/{result['style']}"
    return f"{result['clip']}, {model}, {result['crop_px']} px, {result['backend']}"


def _figures(now: Result, then: Result) -> list[tuple[tuple[str, ...], float, float]]:
    """Return the path of each figure that both have, and its values: then, now."""
    stages = [name for name in now["stages"] if name in then["stages"]]
    paths: list[tuple[str, ...]] = [(name,) for name in _PLAIN]
    paths += [("latency_ms", rank) for rank in _RANKS]
    paths += [("stages", name, rank) for name in stages for rank in _RANKS]
    found = [(path, _value(then, path), _value(now, path)) for path in paths]
    return [(path, before, after) for path, before, after in found if before and after is not None]


def _value(result: Any, path: tuple[str, ...]) -> float | None:
    """Return a figure; None where there is none, as of a run by an older version."""
    for name in path:
        result = result.get(name) if isinstance(result, Mapping) else None
    return float(result) if isinstance(result, int | float) else None


def _key(result: Result) -> tuple[Any, ...]:
    return tuple(result[name] for name in _KEY)


def _is_result(read: Any) -> bool:
    return (
        isinstance(read, dict)
        and all(name in read for name in _NEEDED)
        and all(isinstance(read[name], str | int) for name in _KEY)
        and all(_is_figure(read.get(name)) for name in _PLAIN)
        and read["fps"] is not None
        and _are_figures(read["latency_ms"])
        and isinstance(read["stages"], dict)
        and all(_are_figures(stage, may_be_0=True) for stage in read["stages"].values())
    )


def _are_figures(read: Any, *, may_be_0: bool = False) -> bool:
    """Return whether `read` has figures by rank; those of a quick stage are rounded to 0."""
    return isinstance(read, dict) and all(
        _is_figure(read.get(rank)) or (may_be_0 and read[rank] == 0) for rank in _RANKS
    )


def _is_figure(value: Any) -> bool:
    """Return whether `value` can be a figure; None is one that an older version lacks."""
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _MOST
