"""How like the original's are the pictures of a graph in int8, and how long does it take?"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vtoonify_rt.likeness import psnr
from vtoonify_rt.sources.sample import sample_clip
from vtoonify_rt.training.evaluate import load_media
from vtoonify_rt.training.measure import Picture
from vtoonify_rt.training.student import Student

MIN_PSNR = 36.0  # dB, mean of a style: about four levels of 255, which only a difference shows
FRAME_STEP = 4  # frames of a clip: those beside each other are alike
ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Int8Figures:
    """What a graph in int8 draws and takes, beside the original."""

    psnr: dict[str, float]  # dB by style, mean over the pictures, at full strength
    psnr_worst: dict[str, float]  # dB by style, of the picture least like the original's
    num_pictures: int
    time_ratio: float  # time of a picture, times the original's; here and now, on one thread


def pictures_to_compare(media: Path | None, multiple: int) -> Sequence[Picture]:
    """Return the pictures and some frames of the clips in `media`, by default of the sample clip;
    SourceError if there are none."""
    found = load_media(media or sample_clip().parent, multiple)
    return found.pictures + [frame for clip in found.clips for frame in clip[::FRAME_STEP]]


def measure(original: Student, int8: Student, pictures: Sequence[Picture]) -> Int8Figures:
    """Compare both in every style on the pictures, and their time in the first style."""
    psnr_mean, psnr_worst = {}, {}
    for style in original.styles:
        conditioning = original.condition(style["id"])
        scores = [
            psnr(original.stylize(picture, conditioning), int8.stylize(picture, conditioning))
            for picture in pictures
        ]
        psnr_mean[style["id"]] = round(statistics.fmean(scores), 2)
        psnr_worst[style["id"]] = round(min(scores), 2)
    conditioning = original.condition(original.styles[0]["id"])
    ratio = time_ratio(
        lambda: int8.stylize(pictures[0], conditioning),
        lambda: original.stylize(pictures[0], conditioning),
    )
    return Int8Figures(psnr_mean, psnr_worst, len(pictures), round(ratio, 3))


def time_ratio(
    run: Callable[[], object],
    other: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return how long `run` takes, times `other`: the median of ROUNDS in which they take turns,
    so that what else the computer does falls on both."""
    ratios = []
    for _ in range(ROUNDS):
        start = clock()
        run()
        middle = clock()
        other()
        ratios.append((middle - start) / (clock() - middle))
    return statistics.median(ratios)
