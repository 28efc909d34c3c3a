"""What a source delivers is checked once, where it comes in."""

import math

import numpy as np
import pytest
from fake_camera import FakeClock

from vtoonify_rt.errors import SourceError
from vtoonify_rt.frame import Frame
from vtoonify_rt.intake import Intake

IMAGE = np.zeros((4, 6, 3), np.uint8)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def live(clock):
    return Intake("Webcam", clock, live=True)


@pytest.mark.parametrize(
    "image",
    [
        IMAGE[:, :, 0],
        IMAGE.astype(np.float32),
        np.zeros((4, 6, 4), np.uint8),
        np.zeros((0, 6, 3), np.uint8),
    ],
    ids=["grey", "float", "alpha", "empty"],
)
@pytest.mark.parametrize("is_live", [True, False])
def test_what_is_no_rgb_picture_is_refused_by_name(image, is_live):
    with pytest.raises(SourceError, match=r"Webcam.*not 8-bit RGB \([\d x]+, \w+\)"):
        Intake("Webcam", FakeClock(), live=is_live).take(Frame(image, 100.0))


def test_a_frame_that_is_as_it_should_be_passes_untouched(live):
    frame = Frame(IMAGE, 99.9)

    assert live.take(frame) is frame


def test_rows_that_do_not_follow_one_another_are_copied(live):
    mirrored = np.arange(72, dtype=np.uint8).reshape(4, 6, 3)[:, ::-1]
    taken = live.take(Frame(mirrored, 100.0))

    assert taken.image.flags.c_contiguous
    np.testing.assert_array_equal(taken.image, mirrored)


def test_a_frame_older_than_one_before_is_left_out_and_counted(live):
    live.take(Frame(IMAGE, 99.9))

    assert live.take(Frame(IMAGE, 99.89)) is None
    assert live.take(Frame(IMAGE, 99.95)) is not None
    assert live.out_of_order == 1


def test_a_time_that_comes_again_is_no_older(live):
    live.take(Frame(IMAGE, 99.9))

    assert live.take(Frame(IMAGE, 99.9)).time == 99.9


@pytest.mark.parametrize("offset", [-3600.0, -1.5, 0.001, 3600.0, math.nan, math.inf])
def test_a_time_that_cannot_be_is_replaced_by_that_of_arrival(live, clock, offset):
    times = []
    for _ in range(3):
        clock.now += 1 / 30
        times.append(live.take(Frame(IMAGE, clock.now + offset)).time)

    assert times == pytest.approx([100 + 1 / 30, 100 + 2 / 30, 100 + 3 / 30])


def test_a_clock_that_is_set_back_a_little_holds_the_picture_for_a_second_at_most(live, clock):
    live.take(Frame(IMAGE, 100.0))
    stood_still = 0
    for _ in range(60):
        clock.now += 1 / 30
        stood_still += live.take(Frame(IMAGE, clock.now - 0.9)) is None

    assert 0 < stood_still <= 30


def test_a_wrong_clock_is_told_once(live, clock, caplog):
    for _ in range(3):
        live.take(Frame(IMAGE, clock.now - 3600))

    assert caplog.text.count("Webcam gives times that are -3600.0 s off") == 1


def test_frames_of_a_file_keep_their_times(clock):
    intake = Intake("clip.mp4", clock, live=False)

    assert [intake.take(Frame(IMAGE, time)).time for time in (0.0, 5.0, 4.9)] == [0.0, 5.0, 4.9]
