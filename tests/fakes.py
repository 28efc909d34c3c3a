"""Sources, filters and sinks made by hand; they keep the protocols' promises."""

import numpy as np

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import SourceInfo


class FakeSource:
    """Delivers gray frames of its own numbering: frame n has the value n and the time n / 30."""

    def __init__(self, frame_count: int = 5, height: int = 4, width: int = 6) -> None:
        self.info = SourceInfo(
            name="fake", width=width, height=height, fps=30, frame_count=frame_count
        )
        self.delivered = 0
        self.closed = 0

    def read(self) -> Frame:
        if self.closed or self.delivered == self.info.frame_count:
            raise EndOfStream
        image = np.full((self.info.height, self.info.width, 3), self.delivered % 256, np.uint8)
        self.delivered += 1
        return Frame(image, time=(self.delivered - 1) / 30)

    def close(self) -> None:
        self.closed += 1


class FakeFilter:
    """Passes frames on and counts them."""

    def __init__(self) -> None:
        self.applied = 0
        self.closed = 0

    def apply(self, frame: Frame) -> Frame:
        self.applied += 1
        return frame

    def close(self) -> None:
        self.closed += 1


class FakeSink:
    """Keeps every frame."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.closed = 0

    def write(self, frame: Frame) -> None:
        self.frames.append(frame)

    def close(self) -> None:
        self.closed += 1
