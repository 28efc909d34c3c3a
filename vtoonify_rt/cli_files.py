"""The commands that make files of files."""

import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vtoonify_rt.config import FacesConfig, NoFace
from vtoonify_rt.errors import UsageError
from vtoonify_rt.look import LookRequest, choose_look, parse_padding, parse_palette
from vtoonify_rt.options import (
    BackendOption,
    BatchSizeOption,
    ColorTransferOption,
    CropOnlyOption,
    CropOption,
    DegreeOption,
    FacesOption,
    InputsArgument,
    JsonOption,
    MapsOption,
    ModelOption,
    NoFaceOption,
    OutputOption,
    OutputScaleOption,
    PaddingOption,
    PaletteOption,
    ParseEveryOption,
    ParsingMapsOption,
    ScaleOption,
    SizeOption,
    StyleOption,
    SurroundingsOption,
    VideoArgument,
    WholeOption,
    WindowOption,
)
from vtoonify_rt.output_choice import OutputRequest, check_one_file, choose_output
from vtoonify_rt.terminal import print_json

if TYPE_CHECKING:
    from checkpoint.manifest import ModelManifest
    from vtoonify_rt.inference import Session


class _Sessions:
    """Opens sessions on the backend that was asked for, or else the quickest.

    Raises UsageError, at once, if that is unknown or not installed.
    """

    def __init__(
        self, model: "ModelManifest", backend: str | None, output_scale: int | None = None
    ) -> None:
        self._backend = backend
        self._output_scale = output_scale
        self._opened: list[Session] = []
        if backend is not None:
            from vtoonify_rt.inference.choice import require_installed

            require_installed(model, backend)

    def __call__(self, model: "ModelManifest") -> "Session":
        """Open a session."""
        from vtoonify_rt.inference import open_session

        session = open_session(model, output_scale=self._output_scale, backend=self._backend)
        self._opened.append(session)
        return session

    def tell(self) -> None:
        """Say which backends were passed over or failed, once all is done."""
        for note in dict.fromkeys(session.backend_note for session in self._opened):
            if note:
                print(f"Note: {note}.", file=sys.stderr)


def stylize(
    inputs: InputsArgument,
    output: OutputOption,
    model: ModelOption = None,
    style: StyleOption = None,
    degree: DegreeOption = None,
    color_transfer: ColorTransferOption = None,
    palette: PaletteOption = None,
    padding: PaddingOption = None,
    size: SizeOption = None,
    faces: FacesOption = None,
    whole: WholeOption = False,
    no_face: NoFaceOption = None,
    surroundings: SurroundingsOption = None,
    crop_only: CropOnlyOption = False,
    scale: ScaleOption = True,
    output_scale: OutputScaleOption = None,
    batch_size: BatchSizeOption = None,
    parsing_maps: ParsingMapsOption = None,
    parse_every: ParseEveryOption = 1,
    backend: BackendOption = None,
    as_json: JsonOption = False,
) -> int:
    """Stylize pictures and videos.

    A video keeps its frame rate, length and sound. An output that exists is replaced.
    """
    look = LookRequest(
        model=model,
        style=style,
        degree=degree,
        palette=parse_palette(palette),
        padding=parse_padding(padding),
        crop_px=size,
        surroundings=surroundings or "stylized",
        color_transfer=color_transfer,
        parse_every=parse_every,
        faces=FacesConfig(mode="whole" if whole else faces or "main"),
    )
    of_faces = {"--faces": faces, "--no-face": no_face, "--surroundings": surroundings}
    of_pasted = {"--size": size, "--whole": whole or None, **of_faces}
    request = OutputRequest(
        crop_only=crop_only,
        scale=scale,
        batch_size=batch_size,
        parsing_maps=parsing_maps,
        output_scale=output_scale,
        parse_every=parse_every,
        padding=padding is not None,
        whole=whole,
        of_faces=_given(of_faces),
        of_pasted=_given(of_pasted),
    )
    return _stylize(inputs, output, look, request, no_face, backend, as_json)


def _given(options: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name, value in options.items() if value is not None)


def _stylize(
    inputs: list[Path],
    output: str,
    look: LookRequest,
    request: OutputRequest,
    no_face: NoFace | None,
    backend: str | None,
    as_json: bool,
) -> int:
    from vtoonify_rt.output_plan import plan_outputs
    from vtoonify_rt.progress import TerminalReport
    from vtoonify_rt.stop_signals import stop_on_signals
    from vtoonify_rt.stylize_files import FileStylizer, JobStylizer, stylize_files
    from vtoonify_rt.unpasted import UnpastedStylizer

    model, config = choose_look(look)
    unpasted = choose_output(request, model)
    plan = plan_outputs(inputs, output)
    check_one_file(unpasted, len(plan.jobs))
    session = _Sessions(model, backend, request.output_scale)
    stylizer: JobStylizer
    if unpasted is not None:
        stylizer = UnpastedStylizer(model, config, unpasted, session=session)
    else:
        fixed = look.crop_px is not None
        stylizer = FileStylizer(model, config, no_face=no_face, fixed_size=fixed, session=session)
    with stop_on_signals() as stop, TerminalReport(quiet=as_json) as report, closing(stylizer):
        all_done = stylize_files(plan, stylizer, report, stop)
    report.summarize()
    session.tell()
    if as_json:
        print_json(report.as_json())
    return 0 if all_done else 1


def smooth_parsing(
    video: VideoArgument,
    output: MapsOption,
    model: ModelOption = None,
    window: WindowOption = 5,
    crop: CropOption = False,
    padding: PaddingOption = None,
    backend: BackendOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make parsing maps of a video that are steady in time, for `stylize --parsing-maps`.

    Each frame's map becomes a mean over the frames around it, moved along the optical flow. The
    flow is OpenCV's DIS; VToonify's own tool uses RAFT, and works at twice the picture's size.
    """
    from vtoonify_rt.progress import TerminalReport
    from vtoonify_rt.smooth_video import SmoothRequest, smooth_video
    from vtoonify_rt.stop_signals import stop_on_signals

    if padding is not None and not crop:
        raise UsageError("--padding says nothing without --crop", "Give both, or neither")
    chosen, _ = choose_look(LookRequest(model=model))
    request = SmoothRequest(
        source=video,
        target=output,
        model=chosen,
        window=window,
        crop=crop,
        padding=parse_padding(padding),
    )
    session = _Sessions(chosen, backend)
    with stop_on_signals() as stop, TerminalReport(quiet=as_json) as report:
        smooth_video(request, report, stop, session=session)
    session.tell()
    if as_json:
        print_json(report.as_json())
