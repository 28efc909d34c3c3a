"""Run pictures through a session several at a time, in order, with parsings from where they are."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt import compose
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame, Parsing
from vtoonify_rt.inference import Session
from vtoonify_rt.network_memory import batch_that_fits
from vtoonify_rt.parsing_maps import ParsingMaps
from vtoonify_rt.regions import paste_strength

Pictures = NDArray[np.uint8]  # (N, H, W, 3)
Parsings = NDArray[np.float32]  # (N, 19, H, W)


class Parser(Protocol):
    """Where the parsings of a video come from; one object for one video, asked in its order."""

    def parse(self, pictures: Pictures) -> Parsings | None:
        """Return the parsings of the next pictures; None: the session is to make them."""
        ...


class OwnParser:
    """The session parses: each picture, or each `every`-th, whose parsing serves the next ones."""

    def __init__(self, session: Session, every: int) -> None:
        self._session = session
        self._every = every
        self._next = 0
        self._last: Parsing | None = None

    def parse(self, pictures: Pictures) -> Parsings | None:
        """Return the parsings, or None where every picture has its own."""
        if self._every == 1:
            return None
        rows = [self._one(picture) for picture in pictures]
        known = [row for row in rows if row is not None]
        return np.stack(known) if known else None

    def _one(self, picture: NDArray[np.uint8]) -> Parsing | None:
        if self._next % self._every == 0:
            parsing = self._session.parse(picture)
            self._last = None if parsing is None else parsing.copy()
        self._next += 1
        return self._last


class PrecomputedParser:
    """The parsings lie in a file. Raises UsageError when it has none left, or of another size."""

    def __init__(self, maps: ParsingMaps, name: str) -> None:
        self._maps = maps
        self._name = name  # of the video, for the error
        self._next = 0

    def parse(self, pictures: Pictures) -> Parsings | None:
        """Return the rows of the file that belong to these pictures."""
        start, self._next = self._next, self._next + len(pictures)
        height, width = pictures.shape[1:3]
        self._maps.check(self._next, height, width, self._name)
        return self._maps.rows(start, self._next)


def stylize_batches(
    frames: Iterable[Frame], session: Session, config: StyleConfig, parser: Parser, size: int
) -> Iterator[Frame]:
    """Yield the stylized frames, all of one size, `size` of them at a time or as many as the
    memory holds; AppError where it does not hold one.

    `session` is set to the style of `config`. A frame's image is its own, not a buffer.
    """
    frames = iter(frames)
    first = next(frames, None)
    if first is None:
        return
    height, width = first.image.shape[:2]
    size = batch_that_fits(session.model, session.output_scale, height, width, at_most=size)
    frames = chain([first], frames)
    strength = paste_strength(session, config.degree)
    while batch := list(islice(frames, size)):
        pictures = np.stack([frame.image for frame in batch])
        stylized = session.run_batch(pictures, parser.parse(pictures))
        for frame, image in zip(batch, stylized, strict=True):
            if strength < 1.0:
                before = compose.resize(frame.image, *image.shape[:2])
                image = compose.cross_fade(before, image, strength)
            yield Frame(image.copy(), frame.time)
