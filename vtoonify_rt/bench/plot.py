"""A long run as a picture: latency, frame rate and memory over time."""

from pathlib import Path

from vtoonify_rt.bench.request import BenchRequest
from vtoonify_rt.bench.result import GOAL_FPS, BenchResult
from vtoonify_rt.errors import UsageError
from vtoonify_rt.output_file import whole_file

FORMATS = (".png", ".svg", ".pdf")
_LEAST = 3.0  # seconds that a run must last to have two points, as long as frames take less
_LONG = 180.0  # seconds; from here on minutes are easier to read


def check_plot(path: Path) -> None:
    """Raise UsageError for a file that no picture can be drawn into."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path} is no file for a plot", f"Choose a name with {FORMATS[0]}")


def check_length(request: BenchRequest) -> None:
    """Raise UsageError for a run that is too short for a curve, if it is a live one."""
    rate = min(GOAL_FPS, request.camera_fps or GOAL_FPS)
    if max(request.seconds, request.frames / rate) < _LEAST:
        raise UsageError(
            f"A run of {request.frames} frames and {request.seconds:g} seconds is too short for a "
            "plot",
            f"Measure longer: --seconds {_LEAST:g}",
        )


def plot(result: BenchResult, path: Path) -> None:
    """Draw the run to `path`, in the format of its ending; SinkError if it cannot be written.

    Raises UsageError if the run was too short to have a curve.
    """
    # Imported here, since nothing else needs it; a Figure of our own needs no screen and no pyplot.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    moments = result.moments
    if len(moments) < 2:
        raise UsageError("The run was too short for a plot", "Measure longer: --minutes 1")
    unit, length = ("minutes", 60) if moments[-1].seconds >= _LONG else ("seconds", 1)
    times = [moment.seconds / length for moment in moments]
    figure = Figure(figsize=(9, 7), layout="constrained")
    FigureCanvasAgg(figure)
    latency, fps, memory = figure.subplots(3, 1, sharex=True)
    step = moments[-1].seconds / len(moments)
    camera = "" if result.camera_fps is None else f", camera of {result.camera_fps:g} fps"
    figure.suptitle(
        f"{result.clip}, {result.model}/{result.style}, crop {result.crop_px} px{camera}\n"
        f"{result.backend}; each point is {step:.0f} s"
    )
    latency.plot(times, [moment.latency_p95_ms for moment in moments], label="95 % below")
    latency.plot(times, [moment.latency_p50_ms for moment in moments], label="median")
    latency.set_ylabel("latency, ms")
    fps.plot(times, [moment.fps for moment in moments], color="tab:green", label="shown")
    fps.set_ylabel("frames per second")
    held = [moment.rss_mb or float("nan") for moment in moments]
    ends = f"{held[0]:.1f} MB at first, {held[-1]:.1f} MB at the end"
    memory.plot(times, held, color="tab:red", label=ends)
    memory.set_ylabel("resident memory, MB")
    memory.set_xlabel(f"{unit} since the warm-up")
    for axes in (latency, fps, memory):
        axes.set_ylim(0, 1.25 * max(axes.get_ylim()[1], 1.0))  # room for the legend
        axes.legend(loc="upper right", ncols=2)
        axes.grid(alpha=0.3)
    with whole_file(path) as partial:
        figure.savefig(partial, dpi=110)
