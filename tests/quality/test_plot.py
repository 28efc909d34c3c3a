"""The picture of a quality measurement, and the curves in it."""

import math
from dataclasses import replace

import pytest
from made_quality import EMPTY, FRAME, RESULT, made

from vtoonify_rt.errors import SinkError
from vtoonify_rt.image_io import read_image
from vtoonify_rt.metrics.lag import Fit
from vtoonify_rt.quality.plot import AROUND, detail_ratios, flicker_ratios, lags, plot


@pytest.mark.parametrize(
    "results",
    [
        [RESULT],
        [RESULT, replace(RESULT, style="oil")],
        [made(motion_lag=EMPTY, flicker_on=None)],
    ],
    ids=["one", "several", "gaps"],
)
def test_the_picture_is_drawn(tmp_path, results):
    plot(results, tmp_path / "quality.png")
    picture = read_image(tmp_path / "quality.png")

    assert picture.shape[1] > 1000
    assert (picture != 255).any()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SinkError, match="the folder does not exist"):
        plot([RESULT], tmp_path / "gone" / "quality.png")


def test_ratios_are_of_one_frame_each():
    frames = [FRAME, replace(FRAME, flicker_on=0.5, detail_on=80.0)]

    assert flicker_ratios(frames) == [0.5, 0.25]
    assert detail_ratios(frames) == [0.95, 0.8]


def test_a_frame_without_figures_is_a_gap():
    assert math.isnan(flicker_ratios([replace(FRAME, flicker_off=None)])[0])
    assert math.isnan(detail_ratios([replace(FRAME, detail_off=0.0)])[0])


def test_lag_is_fitted_over_the_frames_around():
    late = replace(FRAME, motion_lag=Fit(1.0, 1.0))
    frames = [late, *[replace(FRAME, motion_lag=Fit(0.0, 1.0))] * (2 * AROUND)]
    curve = lags(frames, lambda frame: frame.motion_lag)

    assert curve[0] == pytest.approx(1 / (AROUND + 1))
    assert curve[AROUND] == pytest.approx(1 / (2 * AROUND + 1))
    assert curve[AROUND + 1] == 0.0
