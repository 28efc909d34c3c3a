"""The meter, with a clock that we turn."""

import pytest
from fake_camera import FakeClock

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


def test_percentiles_by_nearest_rank():
    result = percentiles([value / 1000 for value in range(1, 101)])

    assert (result.p50, result.p95) == (51, 96)


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
