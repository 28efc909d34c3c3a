"""Make the parsing maps of a video steady in time, before it is stylized.

As VToonify's smoothing tool does it: each frame's map becomes a weighted mean of its own and of
those of the frames around it, each of these first moved along the optical flow to where things are
now. A neighbour weighs less the farther away in time it is and, pixel by pixel, the less its moved
picture looks like the frame.

It differs from that tool in two things. The flow is OpenCV's DIS instead of RAFT, which needs
weights of its own and a graphics card. And maps and flow have the size of the network's picture
instead of twice that: the parser itself works at the double size, but hands on every second row
and column, where the tool smooths first and reduces, with a slight blur, at the end.

Only a window of frames is in memory, whatever the length of the video.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.flow_warp import warp
from vtoonify_rt.frame import Image, Parsing

WINDOW = 5  # neighbours on each side, as in VToonify's tool
MAX_WINDOW = 30
LIKENESS = 0.2  # spread of the weight over the difference of pictures in -1..1

Flow = NDArray[np.float32]  # (2, H, W), to the right and down, in pixels
FlowFinder = Callable[[NDArray[np.uint8], NDArray[np.uint8]], Flow]  # of two grey pictures


@dataclass(frozen=True, slots=True)
class Parsed:
    """A picture and what it shows."""

    picture: Image
    grey: NDArray[np.uint8]  # (H, W)
    parsing: Parsing


class DisFlow:
    """Finds where each pixel of a picture went, by Dense Inverse Search."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def __call__(self, grey: NDArray[np.uint8], other: NDArray[np.uint8]) -> Flow:
        """Return the flow from `grey` to `other`, both (H, W)."""
        flow = self._dis.calc(grey, other, np.zeros((*grey.shape, 2), np.float32))
        return np.ascontiguousarray(flow.transpose(2, 0, 1), np.float32)


def parse_pictures(
    pictures: Iterable[Image], parse: Callable[[Image], Parsing]
) -> Iterator[Parsed]:
    """Yield each picture with its parsing; `parse` may reuse its buffer."""
    for picture in pictures:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        yield Parsed(picture, grey, parse(picture).copy())


def smooth_parsings(
    frames: Iterable[Parsed], window: int, find_flow: FlowFinder
) -> Iterator[Parsing]:
    """Yield the steadied parsing of each of `frames`, all of one size, in order.

    At most 2 * `window` + 1 frames are held. Before the first and after the last frame, the first
    and the last `window` frames are taken once more, in their order.
    """
    for frame, around in _windows(frames, window):
        total = frame.parsing.copy()
        weights = np.ones(frame.grey.shape, np.float32)
        for offset, neighbour in around:
            weight, parsing = _seen_from(frame, neighbour, find_flow)
            weight *= np.float32(np.exp(-(offset**2) / (2 * (window + 0.5) ** 2)))
            total += parsing * weight
            weights += weight
        yield total / weights


def _windows(
    frames: Iterable[Parsed], window: int
) -> Iterator[tuple[Parsed, list[tuple[int, Parsed]]]]:
    """Yield each frame with its neighbours and how many frames they are away from it."""
    coming = iter(frames)
    held: deque[Parsed] = deque(maxlen=2 * window + 1)
    count = index = 0  # frames read so far; the frame whose turn it is
    while True:
        for frame in islice(coming, index + window + 1 - count):
            held.append(frame)
            count += 1
        if index >= count:
            return
        first = count - len(held)
        offsets = [offset for offset in range(-window, window + 1) if offset]
        places = [_place(index + offset, count, window) - first for offset in offsets]
        around = [(offset, held[place]) for offset, place in zip(offsets, places, strict=True)]
        yield held[index - first], around
        index += 1


def _place(index: int, count: int, window: int) -> int:
    """Return which of `count` frames stands for the one at `index`, which may lie beyond them."""
    if index < 0:
        return min(index + window, count - 1)
    return index if index < count else max(index - window, 0)


def _seen_from(
    frame: Parsed, neighbour: Parsed, find_flow: FlowFinder
) -> tuple[NDArray[np.float32], Parsing]:
    """Return how much (H, W) the neighbour looks like the frame once it is moved there, 0..1, and
    its moved parsing (19, H, W)."""
    if neighbour is frame:
        return np.ones(frame.grey.shape, np.float32), frame.parsing
    flow = find_flow(frame.grey, neighbour.grey)
    values = np.concatenate([_channels(neighbour.picture), neighbour.parsing])
    moved, inside = warp(values, flow)
    difference = ((moved[:3] - _channels(frame.picture)) ** 2).mean(axis=0)
    return np.exp(difference / np.float32(-2 * LIKENESS**2)) * inside, moved[3:]


def _channels(picture: Image) -> NDArray[np.float32]:
    """Return a picture as (3, H, W) in -1..1."""
    return picture.transpose(2, 0, 1).astype(np.float32) / np.float32(127.5) - np.float32(1)
