"""What people read of a quality measurement."""

from collections.abc import Sequence

from vtoonify_rt.quality.result import (
    FIGURE_DIGITS,
    MAX_FLICKER_RATIO,
    MAX_LAG_FRAMES,
    MIN_DETAIL_RATIO,
    Identity,
    StyleQuality,
)
from vtoonify_rt.terminal import print_table

_HEAD = (
    *("style", "flicker off", "on", "ratio", "lag", "motion", "change", "eyes, mouth"),
    *("detail", "drift off", "on", "face found"),
)


def show(results: Sequence[StyleQuality]) -> None:
    """Print a row for each look of one clip, and what the figures mean."""
    first = results[0]
    print(
        f"{first.clip}, {len(first.frames)} frames, {first.backend}, smoothing {first.strength:g} "
        f"against none; the clip itself flickers by {_cell(first.flicker_input, 2)} levels"
    )
    print_table(_HEAD, [_row(result) for result in results], right=_HEAD[1:])
    print(
        "Flicker is in levels of 255, lag in frames, detail the share that smoothing leaves, drift "
        "in eye distances."
    )
    print(_verdict(results))


def _row(result: StyleQuality) -> tuple[str, ...]:
    off, on = result.identity_off, result.identity_on
    return (
        result.style,
        *(_cell(value, 2) for value in (result.flicker_off, result.flicker_on)),
        _cell(result.flicker_ratio),
        *(_cell(value) for value in (result.lag, result.motion_lag, result.change_lag)),
        _cell(result.features_lag),
        _cell(result.detail_ratio),
        *(_cell(value.mean) for value in (off, on)),
        _found(off, on),
    )


def _found(off: Identity, on: Identity) -> str:
    if off.found is None or on.found is None:
        return "-"
    return f"{off.found:.0%}, {on.found:.0%}"


def _cell(value: float | None, digits: int = FIGURE_DIGITS) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _verdict(results: Sequence[StyleQuality]) -> str:
    goal = (
        f"flicker at most {MAX_FLICKER_RATIO:g} times, lag at most {MAX_LAG_FRAMES:g} frames, "
        f"detail at least {MIN_DETAIL_RATIO:g} times"
    )
    missed = [f"{result.style} ({', '.join(result.missed)})" for result in results if result.missed]
    if not missed:
        return f"As it should be: {goal}."
    return f"Not as it should be, {goal}: {'; '.join(missed)}."
