"""A clip as a camera that always has a fresh picture."""

from threading import Event, Thread

import pytest
from fakes import FakeSource

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.sources.fresh import FreshFrames


def test_frames_have_the_wanted_size_and_the_time_of_delivery():
    fresh = FreshFrames(FakeSource(), 32, 18, clock=lambda: 7.5)
    frame = fresh.read()

    assert frame.image.shape == (18, 32, 3)
    assert frame.time == 7.5


def test_a_frame_waits_until_there_is_room():
    fresh = FreshFrames(FakeSource(), 6, 4, in_flight=1)
    first = fresh.read()
    second = Event()

    def read() -> None:
        fresh.read()
        second.set()

    thread = Thread(target=read)
    thread.start()

    assert not second.wait(0.05)
    fresh.frame_done(first)
    assert second.wait(10)
    thread.join()


def test_a_frame_that_was_dropped_makes_room_when_a_newer_one_is_done():
    fresh = FreshFrames(FakeSource(), 6, 4, in_flight=2)
    fresh.read()
    newer = fresh.read()
    fresh.frame_done(newer)

    assert len([fresh.read() for _ in range(2)]) == 2


def test_close_ends_a_read_that_waits():
    source = FakeSource()
    fresh = FreshFrames(source, 6, 4, in_flight=0)
    Thread(target=fresh.close).start()

    with pytest.raises(EndOfStream):
        fresh.read()


def test_the_cost_of_decoding_is_told():
    told: list[float] = []
    FreshFrames(FakeSource(), 6, 4, decoded=told.append).read()

    assert len(told) == 1
