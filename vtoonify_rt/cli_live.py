"""The command that shows the live picture to others, without a window."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vtoonify_rt.config import CoverPolicy
from vtoonify_rt.errors import UsageError
from vtoonify_rt.look import LookRequest, choose_look, parse_palette
from vtoonify_rt.options import BackendOption, DegreeOption, ModelOption, PaletteOption, StyleOption
from vtoonify_rt.terminal import print_json, printable

if TYPE_CHECKING:
    from vtoonify_rt.live_output import LiveRequest
    from vtoonify_rt.live_recording import RecordRequest
    from vtoonify_rt.virtual_devices import DeviceChoice

_SMALLEST, _LARGEST = 64, 4096  # pixels along a side of the virtual camera
_LINE_S = 5.0  # between lines of progress where they cannot be overwritten

SourceOption = Annotated[
    str,
    typer.Option(
        metavar="SOURCE",
        help="camera, camera:ID, sample, or a video, picture or folder. With --seconds a video "
        "starts over when it ends.",
    ),
]
VirtualCameraOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Show the picture to other programs: obs, unitycapture, v4l2loopback, or one device "
        "such as /dev/video10. memory is a rehearsal: nobody sees it, every picture that would be "
        "seen is measured, and `leaked` counts those that show the camera's.",
    ),
]
RecordOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE.mp4",
        help="Record what others see. A file that exists is replaced once there is a picture.",
        readable=False,
    ),
]
MicrophoneOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Record its sound, too: a microphone's name or a part of it, default, none, or test: "
        "clicks at known times. With --virtual-camera memory it is test, else none, if not given.",
    ),
]
SecondsOption = Annotated[
    float | None,
    typer.Option(
        metavar="N", min=0.1, help="How long. Default: until Ctrl-C, or until a video ends."
    ),
]
CoverOption = Annotated[
    CoverPolicy,
    typer.Option(
        help="What others see while nothing stylized can be shown: the last picture that was, a "
        "blur of it, or a card.",
    ),
]
CardOption = Annotated[
    Path | None,
    typer.Option(metavar="PICTURE", help="The card. Default: a plain one.", readable=False),
]
OutputSizeOption = Annotated[
    str, typer.Option("--size", metavar="WxH", help="The virtual camera's picture, in pixels.")
]
FpsOption = Annotated[
    float,
    typer.Option(metavar="N", min=1, max=120, help="Pictures per second of the virtual camera."),
]
QuietOption = Annotated[
    bool, typer.Option("--json", help="Only the JSON at the end, no progress on stderr.")
]


def live(
    source: SourceOption = "camera",
    model: ModelOption = None,
    style: StyleOption = None,
    degree: DegreeOption = None,
    palette: PaletteOption = None,
    virtual_camera: VirtualCameraOption = None,
    record: RecordOption = None,
    microphone: MicrophoneOption = None,
    seconds: SecondsOption = None,
    cover: CoverOption = "blur",
    card: CardOption = None,
    size: OutputSizeOption = "1280x720",
    fps: FpsOption = 30.0,
    backend: BackendOption = None,
    only_json: QuietOption = False,
) -> int:
    """Show the live picture to others, without a window: as a virtual camera, in a recording, or
    both. At the end it prints how that went, as one JSON object.

    frames_in: frames that the source delivered. frames_out: those that came out of the pipeline;
    fps: how many of them a second. latency_ms: from capture to there, p50 and p95 of the last 300.
    av_skew_ms: how far sound and pictures of the recording are apart at the most; null without
    sound. With test clicks it is read from the finished file, and null where none of them lies
    half a second from both ends. dropped: frames that a newer one
    overtook, or that were not recorded as the encoder was busy. leaked: pictures sent in which the
    camera's was to be seen; null but for --virtual-camera memory, as only there pictures can be
    marked without harm, and where --size is too small for that to be told.
    """
    from vtoonify_rt.cover import Cover
    from vtoonify_rt.image_io import read_image
    from vtoonify_rt.live_output import LiveRequest
    from vtoonify_rt.virtual_devices import choose_device

    if virtual_camera is None and not record:
        raise UsageError("There is nobody to show it to", "Give --virtual-camera, --record or both")
    film = _film(record or [], source)
    if film is None and microphone is not None:
        raise UsageError("A microphone is for a recording", "Give --record, too")
    look = LookRequest(model=model, style=style, degree=degree, palette=parse_palette(palette))
    chosen, config = choose_look(look)
    camera = None if virtual_camera is None else choose_device(virtual_camera)
    height, width = _parse_size(size)
    request = LiveRequest(
        source=source,
        config=replace(config, style=f"{chosen.id}/{config.style}"),
        backend=backend,
        virtual_camera=camera,
        record=None if film is None else _record_request(film, fps, microphone, camera),
        cover=Cover(policy=cover, card=None if card is None else read_image(card)),
        seconds=seconds,
        height=height,
        width=width,
        fps=fps,
    )
    return _run(request, quiet=only_json)


def _run(request: "LiveRequest", *, quiet: bool) -> int:
    from vtoonify_rt.live_output import LiveOutput
    from vtoonify_rt.stop_signals import stop_on_signals

    progress = Progress(quiet=quiet)
    with stop_on_signals() as stop:  # the usual end, so it is not passed on
        try:
            result = LiveOutput(request, stop, progress.tell).run(progress.show)
        finally:
            progress.end()
    print_json(result.as_json())
    return 1 if result.failed else 0


def _record_request(
    path: Path, fps: float, microphone: str | None, camera: "DeviceChoice | None"
) -> "RecordRequest":
    """Return what to record, with the microphone that was asked for or is usual."""
    from vtoonify_rt.live_recording import RecordRequest
    from vtoonify_rt.microphone.devices import find_microphone, list_microphones
    from vtoonify_rt.microphone.opening import DEFAULT, TEST

    if microphone is None and camera is not None and camera.is_memory:
        microphone = TEST
    if microphone not in (None, "none", TEST):  # what cannot be is said before anything is opened
        found = find_microphone(None if microphone == DEFAULT else microphone, list_microphones())
        microphone = found.name
    return RecordRequest(
        path=path, fps=fps, microphone=None if microphone == "none" else microphone
    )


def _parse_size(text: str) -> tuple[int, int]:
    """Return height and width in "1280x720"."""
    width, _, height = text.lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        sides = int(height), int(width)
        if all(_SMALLEST <= side <= _LARGEST and side % 2 == 0 for side in sides):
            return sides
    raise UsageError(
        f"'{text}' is no size of a virtual camera",
        f"Give two even numbers from {_SMALLEST} to {_LARGEST}, such as 1280x720",
    )


def _film(records: Sequence[Path], source: str) -> Path | None:
    """Return where to record; None: nowhere."""
    if not records:
        return None
    record, *more = records
    if more:
        raise UsageError("There is one recording at a time", "Give --record once")
    if record.suffix.lower() != ".mp4":
        raise UsageError(f"Cannot record to {record.name}", "Use a name that ends in .mp4")
    if record.exists() and Path(source).exists() and record.samefile(source):
        raise UsageError(f"{record} is what plays", "Record to another file")
    return record


class Progress:
    """How it goes, on stderr: one line that changes in a terminal, else one every few seconds."""

    def __init__(self, *, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._clock = clock
        self._rewrites = sys.stderr.isatty()
        self._next = clock()
        self._open = False  # whether the cursor stands in a line that changes

    def show(self, line: str) -> None:
        """Show `line`, now or when it is time for the next one."""
        if self._quiet or self._clock() < self._next:
            return
        self._next = self._clock() + (0.5 if self._rewrites else _LINE_S)
        if self._rewrites:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._open = True
        else:
            print(line, file=sys.stderr, flush=True)

    def tell(self, sentence: str) -> None:
        """Print a sentence that stays."""
        self.end()
        print(f"Error: {printable(sentence)}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that changes."""
        if self._open:
            print(file=sys.stderr)
            self._open = False
