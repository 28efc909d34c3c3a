"""A camera by hand that does what cameras should not, and a watch on what comes of it."""

import math
from collections.abc import Iterator
from threading import Condition

import numpy as np
from fake_camera import FakeClock
from stylize_fakes import FakeLandmarker

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.timing import Meter

HOUR = 3600.0
SIZES = [(96, 160), (120, 90), (160, 96), (33, 17), (2, 3), (1, 1)]  # height and width
TROUBLES = (
    "repeat", "late", "hour back", "hour ahead", "no number", "burst", "slept", "pause", "size",
    "strides", "face",
)  # fmt: skip


class Unruly:
    """Delivers `count` numbered frames, about a third of them with one of `troubles`, by chance.

    The clock moves only when a frame is due. `live`: the next one is due once the one before has
    come to the end, but for bursts and for frames that are `late`, which never come there.
    """

    def __init__(
        self, count: int, clock: FakeClock, troubles: tuple[str, ...], *, live: bool, seed: int = 0
    ) -> None:
        self.info = SourceInfo(name="unruly", width=160, height=96, fps=30)
        self.landmarker = FakeLandmarker(face=True)
        self.late: set[int] = set()  # numbers of the frames that are older than one before
        self.awaited: set[int] = set()  # numbers of those that nothing newer may replace
        self._clock = clock
        self._troubles = troubles
        self._live = live
        self._random = np.random.default_rng(seed)
        self._size = SIZES[0]
        self._time = clock.now  # of the newest frame, as it is to come out
        self._frames = self._play(count)
        self._done = -1
        self._closed = False
        self._changed = Condition()

    def read(self) -> Frame:
        with self._changed:
            if self._live and self.awaited:
                newest = max(self.awaited)
                assert self._changed.wait_for(lambda: self._done >= newest or self._closed, 20)
            if self._closed:
                raise EndOfStream
        frame = next(self._frames, None)
        if frame is None:
            raise EndOfStream
        return frame

    def done(self, number: int) -> None:
        with self._changed:
            self._done = number
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _play(self, count: int) -> Iterator[Frame]:
        number = 0
        while number < count:
            calm = number == 0 or self._random.random() < 0.7
            trouble = "" if calm else str(self._random.choice(self._troubles))
            for time, group in self._times(trouble):
                if group is not None:
                    group.add(number)
                yield Frame(self._picture(number, trouble), time)
                number += 1

    def _times(self, trouble: str) -> Iterator[tuple[float, set[int] | None]]:
        """Move the clock, and yield the times of the next frames as this camera tells them, and
        whether such a frame is late or awaited."""
        if trouble == "late":
            self._clock.now += 0.001
            yield self._time - 0.01, self.late
            return
        if trouble == "burst":
            for _ in range(4):
                self._clock.now += 0.001
                self._time = self._clock.now
                yield self._time, None
        self._clock.now += {"slept": HOUR, "pause": 3.0, "burst": 0.001}.get(trouble, 1 / 30)
        wrong = {"hour back": -HOUR, "hour ahead": HOUR, "no number": math.nan}.get(trouble)
        if trouble != "repeat":
            self._time = self._clock.now
        yield self._time if wrong is None else self._time + wrong, self.awaited

    def _picture(self, number: int, trouble: str) -> Image:
        if trouble == "size":
            self._size = SIZES[self._random.integers(len(SIZES))]
        if trouble == "face":
            self.landmarker.face = not self.landmarker.face
        height, width = self._size
        image = np.full((height, 2 * width, 3), number % 200, np.uint8)
        image = image[:, ::-2] if trouble == "strides" else image[:, :width].copy()
        image[0, 0] = number // 256, number % 256, 0
        return image


class Watch:
    """A sink that notes each frame and its number."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.numbers: list[int] = []

    def write(self, frame: Frame) -> None:
        high, low, _ = frame.before[0, 0]
        self.frames.append(frame)
        self.numbers.append(256 * int(high) + int(low))

    def close(self) -> None:
        pass


class LatencyMeter(Meter):
    """Keeps every latency, in seconds, and tells when a frame is done."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.latencies: list[float] = []
        self.on_done = lambda: None

    def frame_done(self, captured: float) -> None:
        self.latencies.append(self.clock() - captured)
        super().frame_done(captured)
        self.on_done()
