"""The figures of merit on pictures whose figures are known; no torch needed."""

import numpy as np
import pytest

from vtoonify_rt.errors import SourceError
from vtoonify_rt.training.evaluate import fit, load_media, trim
from vtoonify_rt.training.measure import boil


@pytest.fixture
def picture() -> np.ndarray:
    y, x = np.mgrid[0:96, 0:128]
    wave = 128 + 60 * np.sin(x / 7.0) * np.cos(y / 9.0)
    return np.dstack([wave] * 3).astype(np.uint8)


def test_boil_of_the_identity_is_one_and_of_a_constant_none(picture):
    assert boil(lambda frame: frame, picture) == pytest.approx(1.0)
    assert boil(lambda frame: np.zeros_like(frame), picture) == 0.0


@pytest.mark.parametrize("shape", [(200, 300), (300, 200), (333, 500)])
def test_fitting_gives_multiples_and_the_short_side(shape):
    fitted = fit(np.zeros((*shape, 3), np.uint8), 384, 32)

    assert min(fitted.shape[:2]) == 384
    assert all(side % 32 == 0 for side in fitted.shape[:2])


def test_trimming_cuts_evenly():
    image = np.arange(70)[:, None, None] * np.ones((1, 64, 3))

    assert trim(image, 32)[0, 0, 0] == 3


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no test pictures"):
        load_media(tmp_path, 32)
