"""`vtoonify-rt bench --quality`: what smoothing in time does to a clip."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import UsageError
from vtoonify_rt.look import LookRequest, choose_look
from vtoonify_rt.output_file import check_can_write
from vtoonify_rt.terminal import print_json

if TYPE_CHECKING:
    from checkpoint.manifest import ModelManifest
    from vtoonify_rt.quality.request import QualityRequest

STRENGTH = StyleConfig().smoothing

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityWish:
    """What the user said; None: not a word."""

    clip: Path
    models: Sequence[str] | None
    backends: Sequence[str] | None
    style: str | None
    sizes: Sequence[int] | None  # network pixels of the crop
    strength: float | None
    frames: int | None
    plot: Path | None
    video: Path | None
    as_json: bool


def refuse(**others: object) -> None:
    """Raise UsageError for the first option that was given: it says nothing with --quality."""
    for name, value in others.items():
        if value:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} says nothing with --quality", "Leave one of them out")


def measure_quality(wish: QualityWish) -> int:
    """Measure, print the figures, and write the plot and the video that are wished for.

    Raises AppError, before anything is measured where that can be told.
    """
    from vtoonify_rt.inference import open_session
    from vtoonify_rt.output_plan import Job
    from vtoonify_rt.progress import TerminalReport
    from vtoonify_rt.quality.measure import run_quality
    from vtoonify_rt.quality.plot import plot
    from vtoonify_rt.quality.report import show
    from vtoonify_rt.stop_signals import stop_on_signals

    request = _request(wish)
    _check_files(wish)
    session = partial(open_session, backend=only("--backend", wish.backends))
    job = Job(source=request.clip, target=request.clip, is_picture=False)
    with stop_on_signals() as stop, TerminalReport(quiet=True) as report:
        results = run_quality(
            request, stop, lambda done, total: report.progress(job, done, total), session=session
        )
    if wish.plot is not None:
        plot(results, wish.plot)
    if wish.as_json:
        print_json([result.as_json() for result in results])
    else:
        show(results)
    return 0


def _request(wish: QualityWish) -> "QualityRequest":
    """Return the request: the wished style, or all of the model."""
    from vtoonify_rt.bench.request import clip_path
    from vtoonify_rt.image_io import is_image
    from vtoonify_rt.quality.request import QualityRequest

    clip = clip_path(str(wish.clip))
    if is_image(clip):
        raise UsageError(f"{clip} is a picture", "Give a video: smoothing is in time")
    model, config = _look(wish, wish.style)
    looks = [config]
    if wish.style is None:
        looks = [_look(wish, f"{model.id}/{style.id}")[1] for style in model.styles]
    return QualityRequest(
        clip=clip,
        model=model,
        looks=tuple(looks),
        strength=STRENGTH if wish.strength is None else wish.strength,
        frames=wish.frames,
        video=wish.video,
    )


def _look(wish: QualityWish, style: str | None) -> "tuple[ModelManifest, StyleConfig]":
    model, crop_px = only("--model", wish.models), only("--size", wish.sizes)
    return choose_look(LookRequest(model=model, style=style, crop_px=crop_px))


def only(option: str, values: Sequence[T] | None) -> T | None:
    """Return the one value that was given, None if there is none; UsageError for several."""
    if values and len(values) > 1:
        raise UsageError(f"{option} is given {len(values)} times", "Name one only")
    return values[0] if values else None


def _check_files(wish: QualityWish) -> None:
    from vtoonify_rt.bench.plot import check_plot

    if wish.plot is not None:
        check_plot(wish.plot)
    for path in (wish.plot, wish.video):
        if path is not None:
            check_can_write(path)
