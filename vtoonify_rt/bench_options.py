"""The options of `vtoonify-rt bench`, and what they say of themselves in the help."""

from pathlib import Path
from typing import Annotated

import typer

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
SecondsOption = Annotated[float, typer.Option(help="How long to measure, at least.")]
MinutesOption = Annotated[
    float, typer.Option(help="The same in minutes; tells how the memory grows.")
]
CameraFpsOption = Annotated[
    float | None,
    typer.Option(
        min=1,
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
