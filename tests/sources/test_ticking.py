"""A clip as a camera of a fixed rate, by a clock that moves only when someone waits."""

from threading import Thread

import pytest
from fake_camera import FakeClock
from fakes import FakeSource

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.sources.ticking import TickingFrames


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def ticking(clock: FakeClock, fps: float = 10.0, **options) -> TickingFrames:
    source = FakeSource(frame_count=100)
    return TickingFrames(source, 32, 18, fps, clock=clock, wait=clock.wait, **options)


def test_frames_come_at_the_rate(clock):
    source = ticking(clock)
    frames = [source.read() for _ in range(4)]

    assert [frame.time for frame in frames] == pytest.approx([100.0, 100.1, 100.2, 100.3])
    assert frames[0].image.shape == (18, 32, 3)


def test_a_late_reader_gets_the_next_tick_and_none_before_it(clock):
    source = ticking(clock)
    source.read()
    clock.now += 0.25
    late = [source.read().time for _ in range(2)]

    assert late == pytest.approx([100.3, 100.4])


def test_a_clip_that_is_slow_to_decode_misses_ticks(clock):
    source = ticking(clock, decoded=lambda _: setattr(clock, "now", clock.now + 0.15))
    times = [source.read().time for _ in range(3)]

    assert times == pytest.approx([100.15, 100.35, 100.55])


def test_close_ends_a_read_that_waits():
    source = TickingFrames(FakeSource(), 6, 4, fps=0.001)
    source.read()
    Thread(target=source.close).start()

    with pytest.raises(EndOfStream):
        source.read()


def test_the_rate_is_told(clock):
    info = ticking(clock, fps=60).info

    assert (info.width, info.height, info.fps, info.frame_count) == (32, 18, 60, None)


def test_no_rate_is_refused(clock):
    with pytest.raises(ValueError, match="must be positive"):
        ticking(clock, fps=0)
