"""Faces that stand or walk before a live crop, and where it goes."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from fakes import face_at

from vtoonify_rt.config import Padding
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Landmarks

HEIGHT, WIDTH = 720, 1280
FPS = 30


def follow(
    faces: Iterable[Landmarks | None], crop: SteadyCrop | None = None, fps: float = FPS
) -> list[CropBox]:
    """The boxes that a crop of 384 pixels answers with, frame by frame."""
    crop = crop or SteadyCrop(Padding(), 384, 8)
    boxes = [crop.update(face, HEIGHT, WIDTH, n / fps) for n, face in enumerate(faces)]
    return [box for box in boxes if box is not None]


def walk(start: float, end: float, speed: float, rest: int = 45) -> Iterator[Landmarks]:
    """A face that crosses the frame at `speed` pixels a second, then stands."""
    for x in [*np.arange(start, end, math.copysign(speed / FPS, end - start)), *[end] * rest]:
        yield face_at(x, 360, 50)


def centre(box: CropBox) -> float:
    return box.x + box.width / 2
