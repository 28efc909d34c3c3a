"""The command that measures."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from checkpoint.child_process import end_with_stdin
from vtoonify_rt.bench_options import (
    AccountOption,
    BackendsOption,
    CameraFpsOption,
    ClipsOption,
    CompareOption,
    EndsWithStdinOption,
    FramesOption,
    MinutesOption,
    ModelsOption,
    PlotOption,
    QualityOption,
    SecondsOption,
    SideBySideOption,
    SizesOption,
    StrengthOption,
    StylesOption,
    TraceOption,
)
from vtoonify_rt.bench_wishes import Wishes
from vtoonify_rt.cli_quality import QualityWish, measure_quality, only, refuse
from vtoonify_rt.errors import AppError, UsageError
from vtoonify_rt.look import LookRequest, choose_look
from vtoonify_rt.options import JsonOption
from vtoonify_rt.terminal import print_json

if TYPE_CHECKING:
    from vtoonify_rt.bench.request import BenchRequest

_SAMPLE = "sample"
_FRAMES = 300


def bench(
    clip: ClipsOption = None,
    model: ModelsOption = None,
    backend: BackendsOption = None,
    style: StylesOption = None,
    size: SizesOption = None,
    frames: FramesOption = None,
    seconds: SecondsOption = 0.0,
    minutes: MinutesOption = 0.0,
    camera_fps: CameraFpsOption = None,
    account: AccountOption = False,
    compare: CompareOption = None,
    trace: TraceOption = None,
    plot: PlotOption = None,
    quality: QualityOption = None,
    strength: StrengthOption = None,
    video: SideBySideOption = None,
    as_json: JsonOption = False,
    ends_with_stdin: EndsWithStdinOption = False,
) -> int:
    """Measure speed, latency and memory of the live picture at 1280 x 720; or, with --quality, what
    smoothing does to a clip."""
    if ends_with_stdin:
        end_with_stdin()
    looks = only("--style", style)
    if quality is not None:
        refuse(clip=clip, seconds=seconds, minutes=minutes, camera_fps=camera_fps)
        refuse(account=account, compare=compare, trace=trace)
        wish = QualityWish(
            clip=quality,
            models=model,
            backends=backend,
            style=looks,
            sizes=size,
            strength=strength,
            frames=frames,
            plot=plot,
            video=video,
            as_json=as_json,
        )
        return measure_quality(wish)
    if strength is not None or video is not None:
        raise UsageError("--strength and --video are of --quality", "Name a clip with it")
    wishes = Wishes.read(compare, trace, plot, as_json)
    lasting = _lasting(frames, max(seconds, 60 * minutes), camera_fps, account)
    combinations = _combinations(
        clip or [_SAMPLE], model or [None], backend or [None], looks, size or [None]
    )
    requests = [replace(request, **lasting) for request in combinations]
    wishes.check(requests)
    return _one(requests[0], wishes) if len(requests) == 1 else _several(requests, wishes)


def _lasting(
    frames: int | None, seconds: float, camera_fps: float | None, account: bool
) -> dict[str, Any]:
    """Return what all requests have in common; UsageError where it cannot be had together."""
    if account and camera_fps is not None:
        raise UsageError(
            "--account cannot be had with --camera-fps: the camera would set the pace",
            "Leave one of them out",
        )
    return {
        "frames": _FRAMES if frames is None else frames,
        "seconds": seconds,
        "camera_fps": camera_fps,
        "account": account,
    }


def _combinations(
    clips: Sequence[str],
    models: Sequence[str] | Sequence[None],
    backends: Sequence[str] | Sequence[None],
    style: str | None,
    sizes: Sequence[int] | Sequence[None],
) -> "list[BenchRequest]":
    """Return a request for each combination; UsageError for a model, style or backend that is not
    there."""
    from vtoonify_rt.bench.request import BenchRequest
    from vtoonify_rt.inference.choice import require_installed

    looks = [
        choose_look(LookRequest(model=model, style=style, crop_px=size))
        for model, size in product(models, sizes)
    ]
    for (known, _), backend in product(looks, backends):
        if backend is not None:
            require_installed(known, backend)
    return [
        BenchRequest(clip=clip, model=model, config=config, backend=backend)
        for clip, (model, config), backend in product(clips, looks, backends)
    ]


def _one(request: "BenchRequest", wishes: Wishes) -> int:
    """Measure in this process, which is fresh."""
    from vtoonify_rt.bench.measure import run_bench
    from vtoonify_rt.bench.plot import plot
    from vtoonify_rt.bench.report import show
    from vtoonify_rt.stop_signals import stop_on_signals
    from vtoonify_rt.trace import Trace

    trace = None if wishes.trace is None else Trace()
    with stop_on_signals() as stop:
        result = run_bench(replace(request, trace=trace), stop)
    told = result.as_json()
    if wishes.as_json:
        print_json(wishes.compared([told])[0])
    else:
        show(result)
        wishes.compared([told])
    if trace is not None and wishes.trace is not None:
        trace.save(wishes.trace)
    if wishes.plot is not None:
        plot(result, wishes.plot)
    return 0


def _several(requests: "Sequence[BenchRequest]", wishes: Wishes) -> int:
    """Measure each in a process of its own; one that fails does not keep the others from it."""
    from vtoonify_rt.bench.combinations import measure_in_child, name_of
    from vtoonify_rt.stop_signals import stop_on_signals

    told: list[dict[str, Any]] = []
    try:
        with stop_on_signals() as stop:
            for number, request in enumerate(requests, 1):
                print(f"{number} of {len(requests)}: {name_of(request)}", file=sys.stderr)
                try:
                    told.append(measure_in_child(request, stop))
                except AppError as error:
                    print(f"Error: {error}", file=sys.stderr)
    finally:  # an end by a signal leaves what has been measured
        _show_several(told, wishes)
    return 0 if len(told) == len(requests) else 1


def _show_several(told: list[dict[str, Any]], wishes: Wishes) -> None:
    from vtoonify_rt.bench.report import show_table

    if wishes.as_json:
        print_json(wishes.compared(told))
    elif told:
        show_table(told)
        wishes.compared(told)
