"""Pictures and clicks captured together, and recorded; the film read back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from made_video import numbered
from simulated_card import RATE, card_blocks

from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.microphone.clicks import clicking, heard_at

LATENCY = 0.1  # s from capture to the recorder
FPS = 25


def captured(seconds: float, **card: object) -> Iterator[Frame | SoundBlock]:
    """Yield frames and blocks of sound in the order in which they come."""
    ppm = float(card.get("ppm", 0.0))
    number = 0
    for block, time in card_blocks(seconds, **card):
        count = len(block.samples)
        yield replace(block, samples=clicking(time + np.arange(count) / RATE / (1 + 1e-6 * ppm)))
        while 100.0 + number / FPS <= time - LATENCY:
            yield Frame(numbered(number % 25), 100.0 + number / FPS)
            number += 1


def pictures_of(path: Path) -> list[float]:
    """Return the times of a film's pictures."""
    with av.open(str(path)) as film:
        return [frame.time for frame in film.decode(video=0)]


def clicks_off(path: Path, find: Callable[[float], float | None], last: int) -> list[float]:
    """Return how far each click from second 101 to `last` is from where it belongs, in ms."""
    with av.open(str(path)) as film:
        parts = list(film.decode(audio=0))
    samples = np.concatenate([part.to_ndarray()[0] for part in parts])
    start = parts[0].time
    off = []
    for second in range(101, last + 1):
        place = find(float(second))
        if place is not None:
            at = heard_at(samples, parts[0].sample_rate, place - start)
            assert at is not None, f"no click at {second}"
            off.append(1000 * (at + start - place))
    return off
