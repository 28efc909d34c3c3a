"""Measures a model folder on pictures and clips it was not trained on.

Every look is compared with its own teacher, the slow filter it imitates.  The
teacher gets the same picture at the same size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vtoonify_rt.errors import SourceError
from vtoonify_rt.likeness import psnr
from vtoonify_rt.metrics.flicker import ClipFlicker
from vtoonify_rt.training.looks import LOOKS, Look
from vtoonify_rt.training.measure import Picture, boil
from vtoonify_rt.training.palettes import colour, expand
from vtoonify_rt.training.sheets import write_comparison
from vtoonify_rt.training.sources import PHOTOS
from vtoonify_rt.training.student import Student

SHORT_SIDES = (384, 512)  # pixels; the sizes pictures are judged at
FRAMES_PER_CLIP = 8

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class TestMedia:
    """Pictures and short runs of frames; sizes are multiples of the model's."""

    pictures: list[Picture]
    clips: list[list[Picture]]


def evaluate(model: Path, media: Path, sheets: Path | None = None) -> Figures:
    """Return the figures of each look; write contact sheets if a folder is given.

    psnr: student to teacher, dB, mean over pictures and frames of clips;
    flicker, flicker_teacher: times the input's; flicker_ratio: student to teacher;
    boil: times the input's.
    """
    cv2.setNumThreads(1)
    student = Student(model)
    test = load_media(media, student.size_multiple)
    meters = [ClipFlicker(clip) for clip in test.clips]
    figures = {}
    for look in LOOKS:
        palette = default_palette(student, look)
        figures[look.id] = _measure(student, look, palette, test, meters)
    if sheets is not None:
        shown = test.pictures[:: len(SHORT_SIDES)] + [clip[0] for clip in test.clips]
        write_comparison(student, shown, sheets)
    return figures


def load_media(folder: Path, multiple: int) -> TestMedia:
    """Read the folder's pictures and clips, but none that the training has seen."""
    trained = {photo.name for photo in PHOTOS}
    pictures = []
    for path in sorted(folder.glob("*.jpg")):
        if path.name not in trained:
            image = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
            pictures += [fit(image, side, multiple) for side in SHORT_SIDES]
    clips = [_read_clip(path, multiple) for path in sorted(folder.glob("*.mp4"))]
    if not pictures and not clips:
        raise SourceError(f"{folder} holds no test pictures", "Name a folder of .jpg and .mp4")
    return TestMedia(pictures, clips)


def fit(image: Picture, short_side: int, multiple: int) -> Picture:
    """Scale to a short side and trim the other to a multiple."""
    height, width = image.shape[:2]
    scale = short_side / min(height, width)
    size = (max(short_side, round(width * scale)), max(short_side, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC
    return trim(np.asarray(cv2.resize(image, size, interpolation=method), np.uint8), multiple)


def trim(image: Picture, multiple: int) -> Picture:
    """Cut the borders evenly so that both sides are multiples."""
    height, width = (side // multiple * multiple for side in image.shape[:2])
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return np.ascontiguousarray(image[top : top + height, left : left + width])


def _read_clip(path: Path, multiple: int) -> list[Picture]:
    reader = cv2.VideoCapture(str(path))
    frames: list[Picture] = []
    while len(frames) < FRAMES_PER_CLIP:
        found, frame = reader.read()
        if not found:
            break
        frames.append(trim(np.asarray(frame[..., ::-1], np.uint8), multiple))
    reader.release()
    return frames


def default_palette(student: Student, look: Look) -> Sequence[str] | None:
    """Return the palette of the first style that uses a look; None for colour looks."""
    palettes: list[Sequence[str] | None] = [
        style.get("palette") for style in student.styles if style["code"] == look.id
    ]
    return palettes[0]


def draw_teacher(look: Look, palette: Sequence[str] | None, picture: Picture) -> Picture:
    """Return what the look's own filter makes of a picture."""
    drawn = look.draw(picture.astype(np.float32) / np.float32(255.0))
    if palette is not None:
        drawn = colour(drawn, expand(palette))
    return np.asarray(np.rint(np.clip(drawn, 0.0, 1.0) * 255.0), np.uint8)


def _measure(
    student: Student,
    look: Look,
    palette: Sequence[str] | None,
    test: TestMedia,
    meters: Sequence[ClipFlicker],
) -> dict[str, float]:
    conditioning = student.condition_code(look.id, palette)

    def stylize(picture: Picture) -> Picture:
        return student.stylize(picture, conditioning)

    scores = [psnr(stylize(p), draw_teacher(look, palette, p)) for p in test.pictures]
    changes = []
    for clip, meter in zip(test.clips, meters, strict=True):
        teacher = [draw_teacher(look, palette, frame) for frame in clip]
        mine = [stylize(frame) for frame in clip]
        scores += [psnr(a, b) for a, b in zip(mine[::4], teacher[::4], strict=True)]
        changes.append([meter.mean(version) for version in (clip, teacher, mine)])
    still, theirs, ours = np.mean(changes, axis=0) if changes else np.full(3, np.nan)
    boils = [boil(stylize, picture) for picture in test.pictures[:: len(SHORT_SIDES)]]
    figures = {
        "psnr": float(np.mean(scores)),
        "psnr_worst": float(np.min(scores)),
        "flicker": float(ours / still),
        "flicker_teacher": float(theirs / still),
        "flicker_ratio": float(ours / theirs),
        "boil": float(np.mean(boils)) if boils else float("nan"),
    }
    return {name: round(value, 3) for name, value in figures.items()}


def format_table(figures: Figures) -> str:
    """Return the figures as an aligned text table with the mean PSNR below."""
    names = list(next(iter(figures.values())))
    lines = [f"{'look':12}" + "".join(f"{name:>17}" for name in names)]
    for look, values in figures.items():
        lines.append(f"{look:12}" + "".join(f"{values[name]:17.3f}" for name in names))
    mean = np.mean([values["psnr"] for values in figures.values()])
    return "\n".join([*lines, f"mean PSNR {mean:.2f} dB"])
