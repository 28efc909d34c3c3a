"""The options of `vtoonify-rt bench`, and what they say of themselves in the help."""

from pathlib import Path
from typing import Annotated

import typer

from checkpoint.child_process import END_WITH_STDIN
from vtoonify_rt.errors import UsageError

_MOST_FPS = 1000.0
_LONGEST = 1e6  # seconds or minutes; more, or no number, would never end


def _length(param: typer.CallbackParam, value: float) -> float:
    if not 0 <= value <= _LONGEST:
        raise UsageError(f"{param.opts[0]} is {value:g}", f"Give a number from 0 to {_LONGEST:g}")
    return value


def _rate(param: typer.CallbackParam, value: float | None) -> float | None:
    if value is not None and not 1 <= value <= _MOST_FPS:
        raise UsageError(f"{param.opts[0]} is {value:g}", f"Give a rate from 1 to {_MOST_FPS:g}")
    return value


ClipsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--clip",
        metavar="FILE",
        help="The video to measure on, or sample, the default. May be given several times, as may "
        "--model, --backend and --size: then every combination is measured, each in a process of "
        "its own.",
    ),
]
ModelsOption = Annotated[
    list[str] | None,
    typer.Option("--model", metavar="MODEL", help="Which model; `vtoonify-rt styles` lists them."),
]
BackendsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--backend",
        metavar="ID",
        help="What runs the model: onnxruntime, openvino and others; `vtoonify-rt doctor` tries "
        "them. Default: the quickest that gives the right picture here.",
    ),
]
StylesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--style",
        metavar="STYLE",
        help="Which look, by id, name or place in its model; `vtoonify-rt styles` lists them. One "
        "only.",
    ),
]
SizesOption = Annotated[
    list[int] | None,
    typer.Option(
        "--size",
        metavar="PIXELS",
        help="Pixels of the crop that the network sees, 128 to 1024. Default: as many as the "
        "model was made for.",
    ),
]
FramesOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="How many frames to measure, at least: 300 by default. With --quality, at most: all "
        "by default.",
    ),
]
SecondsOption = Annotated[
    float, typer.Option(callback=_length, help="How long to measure, at least.")
]
MinutesOption = Annotated[
    float,
    typer.Option(callback=_length, help="The same in minutes; tells how the memory grows."),
]
CameraFpsOption = Annotated[
    float | None,
    typer.Option(
        callback=_rate,
        metavar="RATE",
        help="Let the clip come as from a camera of this rate, which may be more than there is "
        "time for: the newest picture wins. Default: a fresh one whenever there is room for it.",
    ),
]
AccountOption = Annotated[
    bool,
    typer.Option(
        "--account",
        help="Find out too what the pipeline costs beyond decoding, face model and generator, and "
        "what its threads gain: three quarters of a minute more.",
    ),
]
CompareOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        help="Set the figures beside those of an earlier run, which --json printed.",
    ),
]
TraceOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.json",
        readable=False,
        help="Record every stage on every thread for five seconds, in Chrome's trace format: "
        "Perfetto and chrome://tracing show it. One combination only.",
    ),
]
PlotOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.png",
        readable=False,
        help="Draw latency, frame rate and memory over time, of one combination. With --quality, "
        "flicker, lag and detail of each frame.",
    ),
]
QualityOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        help="Measure instead what smoothing in time does to a video of a face: how much less it "
        "flickers, how many frames it lags, how much detail is left, how far the face drifts. "
        "All styles of the model, or the one that --style names.",
    ),
]
StrengthOption = Annotated[
    float | None,
    typer.Option(
        metavar="NUMBER",
        help="With --quality: how strong the smoothing is, above 0 and up to 1. Default: 0.5.",
    ),
]
SideBySideOption = Annotated[
    Path | None,
    typer.Option(
        "--video",
        metavar="FILE.mp4",
        readable=False,
        help="With --quality and --style: show the video as it is, without smoothing and with it, "
        "side by side.",
    ),
]
EndsWithStdinOption = Annotated[bool, typer.Option(END_WITH_STDIN, hidden=True)]
