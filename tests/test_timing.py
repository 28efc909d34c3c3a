"""The meter, with a clock that we turn."""

from threading import Thread

import pytest
from fake_camera import FakeClock
from fakes import FakeListener

from vtoonify_rt.timing import WINDOW, Meter, percentiles


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def meter(clock):
    return Meter(clock)


def test_frame_rate_is_frames_per_second_at_the_sinks(meter, clock):
    for _ in range(31):
        meter.frame_done(captured=clock.now)
        clock.now += 1 / 30

    assert meter.stats().fps == pytest.approx(30)


def test_latency_is_sink_time_minus_capture_time(meter, clock):
    clock.now = 1.05
    meter.frame_done(captured=1.0)

    assert meter.stats().latency.p50 == pytest.approx(50)


def test_a_stage_is_measured_in_milliseconds(meter, clock):
    with meter.measure("generator"):
        clock.now += 0.02

    assert meter.stats().stages["generator"].p50 == pytest.approx(20)


def test_the_last_seconds_tell_of_a_machine_that_became_slow(meter, clock):
    for period in [1 / 30] * 200 + [0.25] * 20:
        clock.now += period
        meter.frame_done(captured=clock.now - 2 * period)

    assert meter.stats(seconds=4.9).fps == pytest.approx(4)
    assert meter.stats(seconds=4.9).latency.p50 == pytest.approx(500)
    assert meter.stats(seconds=0.1).fps == pytest.approx(4)  # of a few frames at least
    assert meter.stats().latency.p50 == pytest.approx(2000 / 30)


def test_percentiles_by_nearest_rank():
    result = percentiles([value / 1000 for value in range(1, 101)])

    assert (result.p50, result.p95, result.p99) == (51, 96, 100)


def test_only_the_last_frames_count(meter):
    for _ in range(WINDOW):
        meter.add("compose", 1.0)
    for _ in range(WINDOW):
        meter.add("compose", 0.001)

    assert meter.stats().stages["compose"].p95 == pytest.approx(1)


def test_nothing_measured_is_nothing_claimed(meter):
    stats = meter.stats()

    assert (stats.fps, stats.latency, stats.stages, stats.frames) == (0, None, {}, 0)


def test_after_the_machine_slept_the_figures_start_anew(meter, clock):
    """One frame is being stylized when it falls asleep, and one waits."""
    for captured in (100.0, 100.1, 100.2):
        clock.now = captured + 0.05
        meter.frame_done(captured)
    clock.now += 8 * 3600
    meter.frame_done(captured=100.3)
    clock.now += 0.1
    meter.frame_done(captured=100.4)
    clock.now += 0.1
    meter.frame_done(captured=clock.now - 0.06)
    stats = meter.stats()

    assert stats.fps == pytest.approx(10)
    assert (stats.latency.p50, stats.latency.p95) == pytest.approx((60, 60))
    assert stats.frames == 6


def test_a_slow_model_has_a_frame_rate_and_a_latency(meter, clock):
    for _ in range(3):
        clock.now += 30
        meter.frame_done(captured=clock.now - 90)

    assert meter.stats().fps == pytest.approx(1 / 30)
    assert meter.stats().latency.p50 == pytest.approx(90_000)


def test_reset_forgets(meter, clock):
    meter.frame_done(captured=0)
    meter.add("crop", 1)

    meter.reset()

    assert meter.stats().frames == 0
    assert meter.stats().stages == {}


def test_what_was_opened_is_kept_when_the_frames_are_forgotten(meter, clock):
    with meter.opening("model"):
        clock.now += 0.25

    meter.reset()

    assert meter.stats().opening == {"model": pytest.approx(250)}
    assert meter.stats().stages == {}


def test_a_listener_is_told_until_another_is_there(meter):
    told = FakeListener()
    meter.listen(told)
    meter.works_on(7.0)
    meter.add("crop", 0.1)
    meter.frame_done(captured=7.0)
    meter.listen(None)
    meter.add("compose", 0.1)

    assert told.spans == [("crop", 7.0)]
    assert told.done == [7.0]


def test_each_thread_works_on_a_frame_of_its_own(meter):
    told = FakeListener()
    meter.listen(told)
    meter.works_on(7.0)
    other = Thread(target=meter.add, args=("read", 0.1))
    other.start()
    other.join()

    assert told.spans == [("read", None)]
