"""The guard: what passes, what covers, and why."""

import numpy as np
import pytest
from fakes import FakeSink, face_at

from vtoonify_rt.cover import Cover, plain_card
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.guard import STALL, Guard

FACE = face_at(4, 3, 2)
RAW = np.full((60, 80, 3), 200, np.uint8)
STYLIZED = np.arange(60 * 80 * 3, dtype=np.uint8).reshape(60, 80, 3) // 3
CARD = np.full((60, 80, 3), (1, 2, 3), np.uint8)


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def guard(clock):
    return Guard(Cover(card=CARD), clock=clock)


def stylized(image=STYLIZED) -> Frame:
    return Frame(image, 9.9, FACE, before=RAW, shows="stylized")


def hidden(face=None) -> Frame:
    return Frame(RAW, 9.9, face, before=RAW, shows="hidden")


def test_at_the_start_others_see_the_card(guard):
    assert guard.outgoing().image is CARD
    assert guard.outgoing().cause == "start"


def test_without_a_card_of_the_users_there_is_a_plain_one():
    assert Guard().outgoing().image is plain_card()


def test_a_stylized_frame_passes_as_it_is(guard):
    guard.entrance().write(stylized())

    assert guard.outgoing().image is STYLIZED
    assert guard.outgoing().cause is None


@pytest.mark.parametrize(
    ("frame", "cause"),
    [
        (hidden(), "no face"),
        (hidden(FACE), "not ready"),
        (Frame(RAW, 9.9, FACE, before=RAW, shows="camera"), "not stylized"),
        (Frame(RAW, 9.9), "not stylized"),
        (Frame(RAW, 9.9, FACE, before=RAW, shows="stylized"), "not stylized"),
    ],
)
def test_every_other_frame_is_covered_and_told_why(guard, frame, cause):
    entrance = guard.entrance()
    guard.cover_with(Cover(policy="card", card=CARD))
    entrance.write(stylized())
    entrance.write(frame)

    assert guard.outgoing().cause == cause
    assert guard.outgoing().image is CARD


def test_hold_shows_the_last_picture_that_left(guard):
    guard.cover_with(Cover(policy="hold"))
    entrance = guard.entrance()
    entrance.write(stylized())
    entrance.write(hidden())

    assert guard.outgoing().image is STYLIZED
    assert guard.outgoing().shown == "hold"


def test_the_blur_is_of_the_last_picture_that_left_and_made_once(guard):
    entrance = guard.entrance()
    entrance.write(stylized())
    entrance.write(hidden())
    blurred = guard.outgoing().image
    entrance.write(hidden())

    assert guard.outgoing().image is blurred
    assert abs(blurred.mean() - STYLIZED.mean()) < 2
    assert blurred.std() < 0.5 * STYLIZED.std()


@pytest.mark.parametrize("policy", ["hold", "blur"])
def test_without_a_picture_that_left_hold_and_blur_are_the_card(guard, policy):
    guard.cover_with(Cover(policy=policy, card=CARD))
    guard.entrance().write(hidden())

    assert guard.outgoing().image is CARD
    assert guard.outgoing().shown == "card"


@pytest.mark.parametrize("later", [STALL + 0.01, -0.01])
def test_a_frame_counts_as_long_as_it_is_known_to_be_fresh(guard, clock, later):
    guard.entrance().write(stylized())
    clock.now += later

    assert guard.outgoing().cause == "stall"
    assert guard.outgoing().shown == "blur"


def test_a_pipeline_that_ends_is_covered_at_once(guard):
    entrance = guard.entrance()
    entrance.write(stylized())
    entrance.close()

    assert guard.outgoing().cause == "ended"


def test_what_still_comes_from_a_pipeline_that_ended_goes_nowhere(guard):
    entrance = guard.entrance()
    entrance.close()
    entrance.write(stylized())

    assert guard.outgoing().cause == "ended"


def test_a_new_pipeline_covers_and_mutes_the_one_before(guard):
    before = guard.entrance()
    before.write(stylized())
    now = guard.entrance()
    before.write(stylized(RAW))
    assert guard.outgoing().cause == "start"
    now.write(stylized())
    before.close()

    assert guard.outgoing().image is STYLIZED


@pytest.mark.parametrize("latch", ["panic", "shutter"])
def test_a_latch_shows_the_card_whatever_comes(guard, latch):
    guard.cover_with(Cover(policy="hold", card=CARD))
    entrance = guard.entrance()
    entrance.write(stylized())
    guard.close_latch(latch)
    entrance.write(stylized())

    assert guard.outgoing().image is CARD
    assert guard.outgoing().cause == latch


def test_after_a_latch_nothing_of_before_comes_back(guard):
    guard.cover_with(Cover(policy="hold", card=CARD))
    entrance = guard.entrance()
    entrance.write(stylized(CARD + 9))
    guard.close_latch("panic")
    guard.open_latch("panic")
    assert guard.outgoing().image is CARD

    entrance.write(stylized())
    assert guard.outgoing().image is STYLIZED


def test_one_latch_stays_when_the_other_is_opened(guard):
    guard.close_latch("panic")
    guard.close_latch("shutter")
    guard.open_latch("panic")

    assert guard.outgoing().cause == "shutter"


def test_the_camera_is_shown_where_the_user_has_chosen_it_and_as_long(guard):
    entrance = guard.entrance()
    guard.show_camera(True)
    entrance.write(stylized())
    assert guard.outgoing().image is RAW
    assert guard.outgoing().shown == "camera"

    guard.show_camera(False)
    assert guard.outgoing().image is CARD


def test_sinks_get_every_frame_with_what_others_see_and_nothing_else(guard):
    sink = FakeSink()
    guard.add_sink(sink)
    entrance = guard.entrance()
    entrance.write(hidden())
    entrance.write(stylized())

    assert [frame.image is CARD for frame in sink.frames] == [True, False]
    assert sink.frames[1].image is STYLIZED
    assert [frame.shows for frame in sink.frames] == ["hidden", "stylized"]
    assert all(frame.before is None and frame.time == 9.9 for frame in sink.frames)


def test_covers_have_the_size_of_the_frames(guard):
    sink = FakeSink()
    guard.add_sink(sink)
    guard.entrance().write(Frame(np.zeros((90, 40, 3), np.uint8), 9.9, shows="hidden"))

    assert sink.frames[0].image.shape == (90, 40, 3)


def test_a_sink_that_fails_is_told_and_left_out_and_the_others_go_on(clock):
    class Full(FakeSink):
        def write(self, frame):
            raise SinkError("The disk is full")

    told, full, other = [], Full(), FakeSink()
    guard = Guard(clock=clock, on_sink_error=lambda sink, error: told.append((sink, error.message)))
    guard.add_sink(full)
    guard.add_sink(other)
    entrance = guard.entrance()
    entrance.write(stylized())
    entrance.write(stylized())

    assert told == [(full, "The disk is full")]
    assert full.closed == 1
    assert len(other.frames) == 2
