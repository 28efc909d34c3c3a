"""The course of a long run, and the picture of it."""

from dataclasses import replace

import pytest
from fake_camera import FakeClock
from made_bench import RESULT

from vtoonify_rt.bench.plot import check_plot, plot
from vtoonify_rt.bench.series import Series
from vtoonify_rt.errors import UsageError
from vtoonify_rt.image_io import read_image


def test_a_step_has_the_figures_of_its_own_frames():
    clock, memory = FakeClock(), iter([400.0, 410.0])
    series = Series(600.0, clock=clock, memory=lambda: next(memory))
    series.begin()
    for latency in [0.040] * 100 + [0.080] * 200:  # ten frames a second
        clock.now += 0.1
        series.frame_done(clock.now - latency)
    first, second = series.moments[:2]

    assert (first.latency_p50_ms, second.latency_p50_ms) == pytest.approx((40.0, 80.0), abs=1.0)
    assert (first.fps, second.fps) == pytest.approx((10.0, 10.0), rel=0.02)
    assert (first.seconds, second.seconds) == pytest.approx((10.0, 20.0), abs=0.3)
    assert (first.rss_mb, second.rss_mb) == (400.0, 410.0)


@pytest.mark.parametrize(("run", "step"), [(0.0, 1.0), (30.0, 1.0), (300.0, 5.0), (3600.0, 10.0)])
def test_a_long_run_has_longer_steps(run, step):
    clock = FakeClock()
    series = Series(run, clock=clock, memory=lambda: None)
    series.begin()
    while not series.moments:
        clock.now += 0.125
        series.frame_done(clock.now)

    assert series.moments[0].seconds == step


@pytest.mark.parametrize("rss_mb", [400.0, None])
def test_the_picture_is_drawn(tmp_path, rss_mb):
    moments = tuple(replace(moment, rss_mb=rss_mb) for moment in RESULT.moments)
    plot(replace(RESULT, moments=moments), tmp_path / "soak.png")
    picture = read_image(tmp_path / "soak.png")

    assert picture.shape[1] > 800
    assert (picture != 255).any()


def test_a_run_without_a_curve_is_refused(tmp_path):
    with pytest.raises(UsageError, match="too short"):
        plot(replace(RESULT, moments=RESULT.moments[:1]), tmp_path / "soak.png")


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"soak\.txt is no file for a plot"):
        check_plot(tmp_path / "soak.txt")
