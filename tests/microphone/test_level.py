import numpy as np
import pytest

from vtoonify_rt.microphone.level import QUIET, measure_level


def test_a_full_sine_has_its_peak_at_0_and_its_mean_at_minus_3_db():
    level = measure_level(np.sin(np.arange(4800) * 2 * np.pi / 48).astype(np.float32))

    assert level.peak == pytest.approx(0, abs=0.01)
    assert level.rms == pytest.approx(-3.01, abs=0.01)
    assert level.clipped


def test_a_tenth_of_that_is_20_db_less_and_not_clipped():
    level = measure_level(0.1 * np.sin(np.arange(4800) * 2 * np.pi / 48).astype(np.float32))

    assert level.peak == pytest.approx(-20, abs=0.01)
    assert not level.clipped


@pytest.mark.parametrize("samples", [np.zeros(10, np.float32), np.zeros(0, np.float32)])
def test_silence_is_as_low_as_a_meter_goes(samples):
    assert measure_level(samples).peak == measure_level(samples).rms == QUIET
