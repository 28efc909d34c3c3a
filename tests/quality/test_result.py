"""The figures of a look, and how they are told."""

from dataclasses import replace

import pytest
from made_quality import EMPTY, RESULT, made

from vtoonify_rt.metrics.lag import Fit
from vtoonify_rt.quality.report import show
from vtoonify_rt.quality.result import Identity


def test_the_figures_are_those_of_all_frames():
    told = RESULT.as_json()

    assert told["frames"] == 2
    assert (told["flicker_input"], told["flicker_off"], told["flicker_on"]) == (1.0, 3.0, 1.5)
    assert told["flicker_ratio"] == 0.5
    assert told["detail_ratio"] == 0.95
    assert told["lag_motion_frames"] == 0.1
    assert told["lag_change_frames"] == told["lag_frames"] == 0.2
    assert told["lag_features_frames"] == 0.05
    assert told["identity_drift_off"] == pytest.approx(0.03)
    assert told["identity_drift_on"] == pytest.approx(0.04)
    assert (told["identity_found_off"], told["identity_found_on"]) == (0.5, 0.75)


def test_lag_of_frames_with_more_motion_counts_more():
    slow, quick = RESULT.frames
    frames = (replace(slow, motion_lag=Fit(1.0, 1.0)), replace(quick, motion_lag=Fit(0.0, 9.0)))

    assert replace(RESULT, frames=frames).motion_lag == 0.1


def test_the_larger_lag_is_the_lag():
    assert made(motion_lag=Fit(3.0, 10.0), change_lag=EMPTY).lag == 0.3


def test_what_does_not_move_has_no_lag():
    still = made(motion_lag=EMPTY, change_lag=EMPTY, features_lag=EMPTY).as_json()

    assert still["lag_frames"] is None
    assert still["lag_features_frames"] is None


def test_where_no_motion_is_certain_no_flicker_is_known():
    told = made(flicker_input=None, flicker_off=None, flicker_on=None).as_json()

    assert told["flicker_off"] is None
    assert told["flicker_ratio"] is None


def test_a_face_that_is_never_found_has_no_drift():
    told = replace(RESULT, identity_on=Identity(3, ())).as_json()

    assert told["identity_drift_on"] is None
    assert told["identity_found_on"] == 0.0


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({}, ()),
        ({"flicker_on": 1.9}, ("flicker",)),
        ({"flicker_on": 3 * 0.6004}, ("flicker",)),
        ({"flicker_on": 3 * 0.60004}, ()),  # reads as 0.6000
        ({"change_lag": Fit(0.3, 1.0)}, ("lag",)),
        ({"features_lag": Fit(0.3, 1.0)}, ("lag of eyes and mouth",)),
        ({"detail_on": 92.0}, ("detail",)),
        ({"change_lag": EMPTY, "motion_lag": EMPTY}, ()),
    ],
)
def test_what_is_not_reached_is_named(changes, missed):
    assert made(**changes).missed == missed


def test_people_read_a_row_for_each_look(capsys):
    show([RESULT, replace(made(detail_on=50.0), style="oil")])
    told = capsys.readouterr().out

    assert "clip.mp4, 2 frames, fake, smoothing 0.5 against none" in told
    comic = next(line for line in told.splitlines() if line.startswith("comic")).split()
    figures = ["0.5000", "0.2000", "0.1000", "0.2000", "0.0500", "0.9500"]
    assert comic[1:9] == ["3.00", "1.50", *figures]
    assert "Not as it should be" in told
    assert "oil (detail)" in told


def test_people_read_a_dash_where_nothing_is_known(capsys):
    show([made(motion_lag=EMPTY, change_lag=EMPTY, features_lag=EMPTY)])

    row = capsys.readouterr().out.splitlines()[2].split()
    assert row[4:8] == ["-"] * 4
