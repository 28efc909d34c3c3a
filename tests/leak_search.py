"""Searches for a sequence of faults that lets a picture as captured out.

Raw pictures are marked twice: by the watermark, which is in every one that leaves as it is, and by
a colour that nothing else has, which a blur of one would keep. `python tests/leak_search.py
--sequences 20000` searches for longer than the tests do, and prints what it tried.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from fakes import face_at
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vtoonify_rt import compose
from vtoonify_rt.cover import Cover
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.guard import Guard
from vtoonify_rt.watermark import Watermark

SIZES = ((64, 96), (80, 64))  # of cameras: height, width
DEVICE = (64, 96)  # of the virtual camera
RED, BLUE, GREEN = (200, 40, 40), (30, 60, 180), (20, 150, 60)  # camera, style, card
FACE = face_at(48, 32, 10)
CARD = np.full((50, 70, 3), GREEN, np.uint8)
watermark = lru_cache(Watermark)


@lru_cache
def raw(size: tuple[int, int]) -> Image:
    """A picture as captured, marked."""
    return watermark(*size).mark(np.full((*size, 3), RED, np.uint8))


@lru_cache
def stylized(size: tuple[int, int], style: int) -> Image:
    """What a style makes of it: nothing of it is left."""
    stripes = np.full((*size, 3), BLUE, np.uint8)
    stripes[:: 4 + style] += 10
    return stripes


@lru_cache
def faded(size: tuple[int, int]) -> Image:
    """A step of the fade from a stylized picture to a blur of the camera's."""
    return compose.cross_fade(stylized(size, 0), cv2.blur(raw(size), (9, 9)), 0.6)


# What a stylizer hands on, right or wrong, by name: from size and style to a frame's picture, what
# it says of it, and its landmarks. Only the first is ever to be seen.
FRAMES: dict[str, Callable[[tuple[int, int], int], tuple[Image, str, object]]] = {
    "stylized": lambda size, style: (stylized(size, style), "stylized", FACE),
    "no face": lambda size, style: (compose.blur(raw(size)), "hidden", None),
    "fading": lambda size, style: (faded(size), "hidden", FACE),
    "unknown person": lambda size, style: (compose.blur(raw(size)), "hidden", FACE),
    "degree 0": lambda size, style: (raw(size), "camera", FACE),
    "passed through": lambda size, style: (raw(size), "stylized", FACE),
}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Recording:
    """A sink that keeps what it is given, and sometimes fails."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.fails = False

    def write(self, frame: Frame) -> None:
        if self.fails:
            raise SinkError("The disk is full")
        self.frames.append(frame)

    def close(self) -> None:
        pass


class World:
    """A guard with a recording and a virtual camera behind it, and pipelines before it."""

    def __init__(self, guard: type[Guard], counts: Counter[str]) -> None:
        self.clock = Clock()
        self.guard = guard(Cover(card=CARD), clock=self.clock)
        self.recording = Recording()
        self.guard.add_sink(self.recording)
        self.pipeline = self.guard.entrance()
        self.retired = [self.pipeline]
        self.size, self.style = SIZES[0], 0
        self.camera_chosen = False
        self.latches: set[str] = set()
        self.counts = counts

    def step(self, name: str, value: object) -> None:
        """Do one thing, and look at all that others have been shown meanwhile."""
        getattr(self, f"do_{name}")(value)
        for frame in self.recording.frames:
            assert frame.before is None, "the camera's picture travels along"
            self._look_at(frame.image, frame.image.shape[:2])
        self.recording.frames.clear()
        seen = self.guard.outgoing()
        self._look_at(compose.letterbox(seen.image, *DEVICE), DEVICE)

    def do_frame(self, kind: str) -> None:
        self._emit(self.pipeline, kind)

    def do_late_frame(self, kind: str) -> None:
        self._emit(self.retired[-1], kind)

    def do_camera(self, size: tuple[int, int]) -> None:
        """Switch the camera: the old pipeline may close before or after, or never."""
        self.retired.append(self.pipeline)
        self.pipeline, self.size = self.guard.entrance(), size

    def do_end(self, which: int) -> None:
        """A pipeline ends, or has crashed: the one that runs, or an old one that hung."""
        (self.pipeline if which else self.retired[-1]).close()

    def do_style(self, style: int) -> None:
        self.style = style

    def do_time(self, seconds: float) -> None:
        self.clock.now += seconds

    def do_close_latch(self, latch: str) -> None:
        self.latches.add(latch)
        self.guard.close_latch(latch)

    def do_open_latch(self, latch: str) -> None:
        self.latches.discard(latch)
        self.guard.open_latch(latch)

    def do_cover(self, policy: str) -> None:
        self.guard.cover_with(Cover(policy=policy, card=CARD))

    def do_choose_camera(self, chosen: bool) -> None:
        self.camera_chosen = chosen
        self.guard.show_camera(chosen)

    def do_sink(self, fails: bool) -> None:
        self.guard.remove_sink(self.recording)
        self.recording.fails = fails
        self.guard.add_sink(self.recording)

    def _emit(self, pipeline, kind: str) -> None:
        picture, shows, face = FRAMES[kind](self.size, self.style)
        self.counts["frames in"] += 1
        time = self.clock.now - 0.03
        if kind == "degree 0" and self.style:  # a stylizer that forgets to say what it shows
            pipeline.write(Frame(picture, time))
        else:
            pipeline.write(Frame(picture, time, face, before=raw(self.size), shows=shows))

    def _look_at(self, image: Image, size: tuple[int, int]) -> None:
        self.counts["pictures out"] += 1
        if self.latches:
            assert (image[size[0] // 2, size[1] // 2] == GREEN).all(), f"{self.latches}: no card"
        elif not self.camera_chosen and is_raw(image):
            self.counts["raw pictures leaked"] += 1
            raise AssertionError("the camera's picture has left")


def is_raw(image: Image) -> bool:
    """Tell whether the camera's picture can be seen, or a blur of it."""
    tinted = (image[..., 0] > 100).any()
    return tinted or any(watermark(*size).leaks(compose.letterbox(image, *size)) for size in SIZES)


kinds = st.sampled_from([*FRAMES, *["stylized"] * 4])
STEPS = st.one_of(
    st.tuples(st.just("frame"), kinds),
    st.tuples(st.just("frame"), kinds),
    st.tuples(st.just("late_frame"), kinds),
    st.tuples(st.just("camera"), st.sampled_from(SIZES)),
    st.tuples(st.just("end"), st.integers(0, 1)),
    st.tuples(st.just("style"), st.integers(0, 2)),
    st.tuples(st.just("time"), st.sampled_from([0.03, 0.2, 0.6, 30.0, -3.0])),
    st.tuples(st.just("close_latch"), st.sampled_from(["panic", "shutter"])),
    st.tuples(st.just("open_latch"), st.sampled_from(["panic", "shutter"])),
    st.tuples(st.just("cover"), st.sampled_from(["hold", "blur", "card"])),
    st.tuples(st.just("choose_camera"), st.booleans()),
    st.tuples(st.just("sink"), st.booleans()),
)


def search(guard: type[Guard] = Guard, sequences: int = 200, derandomize: bool = True) -> Counter:
    """Drive `guard` with that many random sequences; return what was tried.

    Raises AssertionError when one of them lets a picture as captured out.
    """
    counts: Counter[str] = Counter()

    @settings(
        max_examples=sequences,
        derandomize=derandomize,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # the first that is found will do
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEPS, min_size=8, max_size=60))
    def drive(steps: list[tuple[str, object]]) -> None:
        counts["sequences"] += 1
        world = World(guard, counts)
        for name, value in steps:
            world.step(name, value)

    drive()
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=20000)
    wanted = parser.parse_args().sequences
    start = time.perf_counter()
    counts = search(sequences=wanted, derandomize=False)
    told = {"raw pictures leaked": 0, **counts, "seconds": round(time.perf_counter() - start, 1)}
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
