"""What the output of `stylize` shows, and which options go together: told before any work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import ModelError, UsageError

BATCH_SIZE = 4  # frames, as in VToonify's program
MAX_BATCH_SIZE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpastedOptions:
    """How files are stylized without pasting back."""

    crop: bool  # the crop around the face; otherwise the picture as it is
    batch_size: int = BATCH_SIZE  # frames of a video that are in work at a time
    parsing_maps: Path | None = None  # of the one file that is stylized; None: they are made

    def __post_init__(self) -> None:
        if not 1 <= self.batch_size <= MAX_BATCH_SIZE:
            raise UsageError(
                f"Batch size is {self.batch_size}", f"Give 1 to {MAX_BATCH_SIZE} frames"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRequest:
    """What the user said about the output; None: not a word."""

    crop_only: bool = False
    scale: bool = True
    batch_size: int | None = None
    parsing_maps: Path | None = None
    output_scale: int | None = None
    parse_every: int = 1
    padding: bool = False  # whether one was given
    whole: bool = False  # all of the picture, whoever is in it
    of_faces: tuple[str, ...] = ()  # given options that only say something where faces are found
    of_pasted: tuple[str, ...] = ()  # given options that only say something of pasted files


def choose_output(request: OutputRequest, model: ModelManifest) -> UnpastedOptions | None:
    """Return how files are stylized without pasting back; None: the crop is pasted back.

    Raises UsageError for options that exclude each other, that only mean something together with
    others, or that `model` cannot do.
    """
    _check_model(request, model)
    if request.parsing_maps is not None and request.parse_every > 1:
        raise UsageError("--parse-every parses, and --parsing-maps says not to", "Leave one out")
    if request.crop_only and not request.scale:
        raise UsageError("--crop-only scales, and --no-scale does not", "Leave one out")
    if request.whole:
        padding = ("--padding",) if request.padding else ()
        _refuse((*padding, *request.of_faces), "--whole", "Leave one out")
    if request.scale and not request.crop_only:
        hint = "Give --crop-only or --no-scale with it"
        _refuse(_of_unpasted(request), "a crop that is pasted back", hint)
        return None
    if request.crop_only:
        _refuse(request.of_pasted, "--crop-only", "Leave one out")
    else:
        padding = ("--padding",) if request.padding else ()
        _refuse((*padding, *request.of_pasted), "--no-scale", "Leave one out")
    size = BATCH_SIZE if request.batch_size is None else request.batch_size
    return UnpastedOptions(
        crop=request.crop_only, batch_size=size, parsing_maps=request.parsing_maps
    )


def check_one_file(options: UnpastedOptions | None, files: int) -> None:
    """Raise UsageError when parsing maps are given for several files."""
    if options is not None and options.parsing_maps is not None and files > 1:
        raise UsageError(
            f"{options.parsing_maps} belongs to one video, not to {files} files", "Give that one"
        )


def _check_model(request: OutputRequest, model: ModelManifest) -> None:
    if request.output_scale is not None:
        try:
            model.frame_file(request.output_scale)
        except ModelError as error:
            raise UsageError(error.message, error.hint) from None
    for name, wished in (
        ("--parsing-maps", request.parsing_maps is not None),
        ("--parse-every", request.parse_every > 1),
    ):
        if wished and not model.is_vtoonify:
            raise UsageError(
                f"Model '{model.id}' parses no faces, so {name} says nothing", "Leave it out"
            )


def _of_unpasted(request: OutputRequest) -> tuple[str, ...]:
    batches = () if request.batch_size is None else ("--batch-size",)
    return batches if request.parsing_maps is None else (*batches, "--parsing-maps")


def _refuse(options: Sequence[str], about: str, hint: str) -> None:
    """Raise UsageError if there are any of these options, which say nothing about that."""
    if options:
        raise UsageError(f"{options[0]} says nothing about {about}", hint)
