"""Flicker, lag and detail of the looks of one clip: over its frames, and in all."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vtoonify_rt.metrics.lag import Fit
from vtoonify_rt.output_file import whole_file
from vtoonify_rt.quality.result import (
    MAX_FLICKER_RATIO,
    MAX_LAG_FRAMES,
    MIN_DETAIL_RATIO,
    FrameQuality,
    StyleQuality,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AROUND = 5  # frames: lag is fitted over so many before and after, as single ones are noisy

_OFF, _ON, _INPUT = "tab:red", "tab:blue", "tab:gray"
_FEATURES = "tab:purple"

Curve = list[float]  # NaN where nothing is known
Bars = Mapping[tuple[str, str], Curve]  # by name and colour; a value for each look


def plot(results: Sequence[StyleQuality], path: Path) -> None:
    """Draw to `path`, in the format of its ending; SinkError if it cannot be written.

    On the left are curves over the frames; flicker in levels for one look, and for several by that
    of the same frame without smoothing. On the right are the figures of the whole clip.
    """
    # Imported here, since nothing else needs it; a Figure of our own needs no screen and no pyplot.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(16, 10), layout="constrained")
    FigureCanvasAgg(figure)
    first = results[0]
    figure.suptitle(
        f"{first.clip}, {len(first.frames)} frames: smoothing {first.strength:g} against none; "
        "dashed is what it is to reach"
    )
    panels = figure.subplots(3, 2, width_ratios=(2, 1))
    _draw_curves(panels[:, 0], results)
    _draw_bars(panels[:, 1], results)
    with whole_file(path) as partial:
        figure.savefig(partial, dpi=110)


def _draw_curves(panels: "Sequence[Axes]", results: Sequence[StyleQuality]) -> None:
    flicker, lag, detail = panels
    for result in results:
        frames = result.frames
        times = [frame.time for frame in frames]
        if len(results) == 1:
            _draw_levels(flicker, times, frames)
        else:
            flicker.plot(times, flicker_ratios(frames), linewidth=1, label=result.style)
        motion = lags(frames, lambda frame: frame.motion_lag)
        lag.plot(times, motion, linewidth=1, label="motion")
        detail.plot(times, detail_ratios(frames), linewidth=1)
    if len(results) == 1:
        flicker.set_ylabel("flicker, levels of 255")
        features = lags(results[0].frames, lambda frame: frame.features_lag)
        lag.plot(times, features, color=_FEATURES, linewidth=1, label="eyes and mouth")
        lag.legend(loc="upper right", bbox_to_anchor=(1, 0.9), ncols=2, fontsize="small")
    else:
        flicker.set_ylabel("flicker, on / off")
        _mark(flicker.axhline, MAX_FLICKER_RATIO)
    flicker.set_ylim(0, 1.3 * flicker.get_ylim()[1])  # room for the legend
    flicker.legend(loc="upper right", ncols=5, fontsize="small")
    of_what = "lag" if len(results) == 1 else "lag of motion"
    lag.set_ylabel(f"{of_what}, frames\n(each over {2 * AROUND + 1})")
    _mark(lag.axhline, MAX_LAG_FRAMES)
    detail.set_ylabel("detail, on / off")
    _mark(detail.axhline, MIN_DETAIL_RATIO)
    detail.set_xlabel("seconds")
    for axes in panels:
        axes.margins(x=0.01)
        axes.grid(alpha=0.3)


def _draw_levels(axes: "Axes", times: Curve, frames: Sequence[FrameQuality]) -> None:
    off = [_known(frame.flicker_off) for frame in frames]
    on = [_known(frame.flicker_on) for frame in frames]
    given = [_known(frame.flicker_input) for frame in frames]
    axes.plot(times, off, color=_OFF, linewidth=1, label="smoothing off")
    axes.plot(times, on, color=_ON, linewidth=1, label="smoothing on")
    axes.plot(times, given, color=_INPUT, linewidth=1, label="input")


def _draw_bars(panels: "Sequence[Axes]", results: Sequence[StyleQuality]) -> None:
    flicker, lag, detail = panels
    styles = [result.style for result in results]
    levels: Bars = {
        ("smoothing off", _OFF): [_known(result.flicker_off) for result in results],
        ("smoothing on", _ON): [_known(result.flicker_on) for result in results],
        ("input", _INPUT): [_known(result.flicker_input) for result in results],
    }
    delays: Bars = {
        ("motion", "tab:green"): [_known(result.motion_lag) for result in results],
        ("change in place", "tab:olive"): [_known(result.change_lag) for result in results],
        ("eyes and mouth", _FEATURES): [_known(result.features_lag) for result in results],
    }
    ratios: Bars = {("on / off", _ON): [_known(result.detail_ratio) for result in results]}
    _bars(flicker, styles, levels, "flicker, levels of 255")
    _bars(lag, styles, delays, "lag, frames")
    _mark(lag.axvline, MAX_LAG_FRAMES)
    _bars(detail, styles, ratios, "detail, on / off")
    _mark(detail.axvline, MIN_DETAIL_RATIO)


def _bars(axes: "Axes", styles: Sequence[str], bars: Bars, label: str) -> None:
    """Draw for each look, from above, a group of bars."""
    thickness = 0.8 / len(bars)
    for row, ((name, colour), values) in enumerate(bars.items()):
        places = [place - 0.4 + (row + 0.5) * thickness for place in range(len(styles))]
        drawn = axes.barh(places, values, height=thickness, color=colour, label=name)
        axes.bar_label(drawn, fmt="%.2f", padding=2, fontsize=6)
    axes.set_yticks(range(len(styles)), styles)
    axes.invert_yaxis()
    axes.set_xlabel(label)
    axes.grid(alpha=0.3, axis="x")
    axes.set_xlim(right=1.4 * axes.get_xlim()[1])  # room for figures and legend
    if len(bars) > 1:
        axes.legend(loc="right", fontsize="small")


def _mark(line: Callable[..., object], value: float) -> None:
    line(value, color="black", linestyle="--", linewidth=1)


def flicker_ratios(frames: Sequence[FrameQuality]) -> Curve:
    """Return each frame's flicker with smoothing by that without."""
    pairs = [(_known(frame.flicker_on), _known(frame.flicker_off)) for frame in frames]
    return [on / off if off else _known(None) for on, off in pairs]


def detail_ratios(frames: Sequence[FrameQuality]) -> Curve:
    """Return each frame's detail with smoothing by that without."""
    return [
        frame.detail_on / frame.detail_off if frame.detail_off else _known(None) for frame in frames
    ]


def lags(frames: Sequence[FrameQuality], of: Callable[[FrameQuality], Fit]) -> Curve:
    """Return the lag around each frame, in frames, by one of its fits."""
    fits = [of(frame) for frame in frames]
    around = (fits[max(0, i - AROUND) : i + AROUND + 1] for i in range(len(fits)))
    return [_known(sum(near, Fit()).lag) for near in around]


def _known(value: float | None) -> float:
    """Return the value, or NaN: nothing is drawn there."""
    return float("nan") if value is None else value
