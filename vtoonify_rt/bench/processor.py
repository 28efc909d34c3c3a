"""What each part of the work takes of the processor when it runs alone, on all of its threads."""

import statistics
import time
from collections.abc import Callable

from vtoonify_rt.bench.alone import Look, ready_session
from vtoonify_rt.bench.request import BenchRequest, open_clip
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import FaceTracker
from vtoonify_rt.frame import Frame
from vtoonify_rt.live import TRACKER
from vtoonify_rt.regions import SURROUNDINGS_PX, stylize_whole
from vtoonify_rt.surroundings import EVERY

FRAMES = 32  # of the clip; in memory all at once, as decoding is not to be counted again
SECONDS = 5.0  # at most, for each part
_WARM_UP = 2


def processor_ms(request: BenchRequest, seen: Look) -> dict[str, float]:
    """Return the processor time of each part, in milliseconds per frame of the live picture.

    The face is looked for, and the surroundings are stylized, as seldom as there; surroundings that
    stand still are drawn more seldom still, so theirs is the most that they take.
    """
    source = open_clip(request, lambda _: None)
    frames: list[Frame] = []

    def decode(_: int) -> None:
        frames.append(source.read())
        source.frame_done(frames[-1])

    taken = {"decode": _per_run(decode, FRAMES)}
    source.close()
    tracker = FaceTracker(MediapipeLandmarker(), TRACKER)
    taken["landmarks"] = _per_run(lambda index: tracker.apply(frames[index]), len(frames))
    tracker.close()
    session = ready_session(request, seen)
    picture = seen.noise()
    taken["generator"] = _per_run(lambda _: session.run(picture), FRAMES)
    if request.config.surroundings == "stylized":
        image, degree = frames[0].image, request.config.degree
        whole = _per_run(lambda _: stylize_whole(session, image, degree, SURROUNDINGS_PX), FRAMES)
        taken["surroundings"] = whole / EVERY
    session.close()
    return taken


def _per_run(work: Callable[[int], object], runs: int) -> float:
    """Return the milliseconds of processor time that `work` takes, of all the program's threads;
    it gets the numbers of the runs, the first of which do not count."""
    end = time.monotonic() + SECONDS
    taken: list[float] = []
    for index in range(runs):
        before = time.process_time()
        work(index)
        taken.append(time.process_time() - before)
        if len(taken) > _WARM_UP and time.monotonic() >= end:
            break
    return 1000 * statistics.fmean(taken[_WARM_UP:])
