"""What frames cost: sums over what ran, whether on each frame or on every third."""

import pytest

from vtoonify_rt.timing import Meter, Totals
from vtoonify_rt.workload import workload


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_costs_are_spread_over_all_frames():
    meter = Meter(clock := Clock())
    before = meter.totals()
    for frame in range(10):
        meter.add("read", 0.04)
        meter.add("generator", 0.02)
        meter.add("sinks", 0.001)
        if frame % 2 == 0:
            meter.add("landmarks", 0.012)
        clock.now += 0.05
        meter.frame_done(clock.now - 0.08)

    load = workload(before, meter.totals())

    assert load is not None
    assert (load.fps, load.source_fps) == pytest.approx((20, 20))
    assert load.tracker == pytest.approx(0.006)
    assert load.stylizer == pytest.approx(0.021)
    assert load.crop == pytest.approx(0.02)
    assert load.latency == pytest.approx(0.08)
    assert load.busy == pytest.approx(0.42)


def test_only_what_came_between_counts():
    meter = Meter(clock := Clock())
    meter.add("generator", 5.0)
    meter.frame_done(0.0)
    before = meter.totals()
    meter.add("generator", 0.02)
    clock.now += 1
    meter.frame_done(clock.now)

    load = workload(before, meter.totals())

    assert load is not None
    assert load.stylizer == pytest.approx(0.02)


def test_forgetting_the_figures_does_not_disturb_it():
    meter = Meter(clock := Clock())
    before = meter.totals()
    meter.add("generator", 0.02)
    meter.frame_done(clock.now)
    meter.reset()
    clock.now += 1

    assert workload(before, meter.totals()) is not None


@pytest.mark.parametrize("after", [Totals(time=1.0, frames=3), Totals(time=2.0, frames=0)])
def test_no_time_or_no_frame_is_no_workload(after):
    assert workload(Totals(time=1.0, frames=0), after) is None
