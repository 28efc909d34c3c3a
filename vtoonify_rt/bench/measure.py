"""Measure what the user gets: the live picture at 1280 x 720, as the window runs it.

The clip stands for a camera that always has a fresh picture (`FreshFrames`), or for one of a fixed
rate (`TickingFrames`); `Live` is the same class that the window uses, and the preview's conversion
runs on a thread of its own as it does there.

The live picture comes first, while nothing is loaded: its start is a cold one, and the peak of
memory is its own. The generator alone is measured in the same run, because machines are not alike
from one hour to the next.
"""

import logging
import statistics
from pathlib import Path

from vtoonify_rt.bench.account import take_account
from vtoonify_rt.bench.alone import first_look, no_face_in, time_generator
from vtoonify_rt.bench.live_run import LiveRun
from vtoonify_rt.bench.machine import describe_machine
from vtoonify_rt.bench.request import SAMPLE, BenchRequest
from vtoonify_rt.bench.result import ON_THE_WAY, BenchResult
from vtoonify_rt.bench.tally import Goal, go_on
from vtoonify_rt.memory import peak_resident_mb
from vtoonify_rt.stop_signals import StopSignal

logger = logging.getLogger(__name__)

# In the frame's order. The pipeline's "read" is the wait for room and left out; what the clip
# costs is "decode".
STAGES = ("decode", *ON_THE_WAY, "preview")


def run_bench(request: BenchRequest, stop: StopSignal) -> BenchResult:
    """Measure until there is enough, or `stop` is set.

    Raises AppError when clip or model cannot be opened, and FaceError when the clip shows no
    face: then nothing was stylized.
    """
    run = LiveRun(request, Goal(frames=request.frames, seconds=request.seconds), stop)
    run.run()
    go_on(stop)
    tally, stats = run.tally, run.live.stats()
    if stats.latency is None or tally.faces == 0:
        raise no_face_in(request.clip)
    if tally.faces < 0.9 * tally.frames:
        logger.warning("%d of %d frames have no face", tally.frames - tally.faces, tally.frames)
    if run.live.backend_note:
        logger.warning("%s", run.live.backend_note)
    peak = peak_resident_mb()  # of the live picture: what comes now is for the measurement
    seen = first_look(request)
    alone = time_generator(request, seen)
    return BenchResult(
        clip=request.clip if request.clip == SAMPLE else Path(request.clip).name,
        model=request.model.id,
        style=request.config.style,
        backend=run.live.backend,
        crop_px=request.config.crop_px,
        camera_fps=request.camera_fps,
        frames=tally.frames,
        fps=stats.fps,
        generator_fps=1 / statistics.median(alone),
        latency=stats.latency,
        stages={name: stats.stages[name] for name in STAGES if name in stats.stages},
        pace=tally.pace(),
        peak_rss_mb=peak,
        rss_mb=tuple(run.rss_mb),
        cold=run.first.cold_start(stats),
        moments=tuple(run.series.moments),
        account=take_account(request, seen, stop) if request.account else None,
        machine=describe_machine(),
    )
