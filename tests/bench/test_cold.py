"""The cold start, by a clock that we turn."""

import numpy as np
import pytest
from fake_camera import FakeClock
from fakes import face_at

from vtoonify_rt.bench.cold import FIRST_FRAMES, FirstFrames
from vtoonify_rt.frame import Frame
from vtoonify_rt.timing import Meter, Stats

FACE = face_at(3, 2, 1)
IMAGE = np.zeros((4, 6, 3), np.uint8)


def opened() -> Stats:
    clock = FakeClock()
    meter = Meter(clock)
    for part, seconds in (("source", 0.05), ("model", 0.1), ("face model", 0.4)):
        with meter.opening(part):
            clock.now += seconds
    return meter.stats()


def frame(time: float, face: bool = True) -> Frame:
    return Frame(IMAGE, time, FACE if face else None)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_the_first_stylized_frame_ends_it(clock):
    first = FirstFrames(clock=clock, age=lambda: 0.8)
    clock.now += 0.6
    first.note(frame(clock.now - 0.05, face=False), stylizes=lambda: True)
    first.note(frame(clock.now - 0.05), stylizes=lambda: False)
    clock.now += 0.1
    first.note(frame(clock.now - 0.07), stylizes=lambda: True)
    cold = first.cold_start(opened())

    assert cold.total_ms == pytest.approx(800 + 700)
    assert cold.first_frame_ms == pytest.approx(700 - (100 + 400))
    assert cold.first_latency_ms == pytest.approx((70,))


def test_without_an_age_it_begins_with_the_opening(clock):
    first = FirstFrames(clock=clock, age=lambda: None)
    clock.now += 0.7
    first.note(frame(clock.now), stylizes=lambda: True)
    cold = first.cold_start(opened())

    assert cold.program_ms is None
    assert cold.total_ms == pytest.approx(700)


def test_only_the_first_frames_are_noted(clock):
    first = FirstFrames(clock=clock, age=lambda: None)
    for _ in range(FIRST_FRAMES + 5):
        clock.now += 0.03
        first.note(frame(clock.now), stylizes=lambda: True)

    assert len(first.cold_start(opened()).first_latency_ms) == FIRST_FRAMES


def test_without_a_stylized_frame_there_is_none(clock):
    assert FirstFrames(clock=clock, age=lambda: None).cold_start(opened()) is None
