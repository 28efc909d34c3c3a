"""What is foretold of a model's speed, and what it rests on."""

from threading import Event

import pytest
from fakes import FakeSession

from checkpoint.errors import Stopped
from vtoonify_rt import speed_forecast
from vtoonify_rt.speed_forecast import Speed, measure_speed, seconds_per_picture


class Clock:
    """Goes on by the next of `steps` between the two looks that a run is measured with."""

    def __init__(self, *steps: float) -> None:
        self._steps = iter(steps)
        self._now = 0.0
        self._running = False

    def perf_counter(self) -> float:
        if self._running:
            self._now += next(self._steps)
        self._running = not self._running
        return self._now


@pytest.fixture
def session(monkeypatch) -> FakeSession:
    fake = FakeSession()
    monkeypatch.setattr(speed_forecast, "fastest_thread_count", lambda _path, _model: 3)
    monkeypatch.setattr(speed_forecast, "open_session", lambda _model, *, threads, backend: fake)
    return fake


def test_the_quickest_run_counts(session, monkeypatch):
    monkeypatch.setattr(speed_forecast, "time", Clock(0.4, 0.03, *[0.05] * 10))

    speed = measure_speed()

    assert speed.starter_seconds == pytest.approx(0.03)
    assert speed.threads == 3


def test_a_slow_machine_is_not_kept_for_long(session, monkeypatch):
    monkeypatch.setattr(speed_forecast, "time", Clock(2.0, 1.0))

    assert measure_speed().starter_seconds == pytest.approx(1.0)


def test_the_first_run_is_not_counted(session, monkeypatch):
    monkeypatch.setattr(speed_forecast, "time", Clock(2.0, 1.0))

    measure_speed()

    side = session.model.crop_px
    assert session.shapes == 3 * [(side, side, 3)]
    assert session.closed == 1


def test_it_ends_when_it_is_told_to(session):
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        measure_speed(stop)
    assert session.closed == 1


def test_the_starter_itself_takes_what_was_measured():
    assert seconds_per_picture("lite", Speed(starter_seconds=0.02, threads=2)) == 0.02


@pytest.mark.parametrize("family", ["vtoonify_d", "vtoonify_t"])
def test_a_slower_machine_takes_longer(family):
    quick, slow = (
        seconds_per_picture(family, Speed(starter_seconds=s, threads=2)) for s in (0.02, 0.04)
    )

    assert slow == 2 * quick > 100 * 0.04


def test_this_machine_can_be_measured():
    speed = measure_speed()

    assert 0.0005 < speed.starter_seconds < 5.0
    assert speed.threads >= 1
