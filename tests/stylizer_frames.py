"""A stylizer on a fake session, and frames to feed it."""

import numpy as np
from fakes import face_at

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

FPS = 30
FACE = face_at(320, 170, 40)
IMAGE = np.random.default_rng(0).integers(0, 100, (360, 640, 3), np.uint8)


def make(session, **config) -> StylizeFilter:
    return StylizeFilter(session, StyleConfig(**config), Meter())


def feed(stylizer, seconds: float, face, start: float = 0.0) -> list[np.ndarray]:
    """Run `seconds` of frames, with or without a face, and return what is shown."""
    count = round(seconds * FPS)
    times = [start + index / FPS for index in range(count)]
    return [stylizer.apply(Frame(IMAGE, time, face)).image for time in times]


def middle(image: np.ndarray) -> np.ndarray:
    return image[150:200, 300:340].astype(int)
