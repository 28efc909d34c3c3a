"""How like each other pictures are, by errors that are known."""

import numpy as np
import pytest

from vtoonify_rt.likeness import SAME, psnr

DARK = np.zeros((4, 6, 3), np.uint8)


def test_the_noise_of_one_level_by_hand():
    assert psnr(DARK + 1, DARK) == pytest.approx(20 * np.log10(255))


def test_an_error_of_ten_levels_either_way():
    picture = np.arange(72, dtype=np.uint8).reshape(4, 6, 3) + 100
    other = np.where(picture < 128, picture + 10, picture - 10).astype(np.uint8)

    assert psnr(picture, other) == psnr(other, picture) == pytest.approx(28.13, abs=0.01)


def test_the_same_picture_and_one_that_hardly_differs():
    large = np.zeros((600, 600, 3), np.uint8)
    other = large.copy()
    other[0, 0, 0] = 1  # of a million: 108 dB

    assert psnr(DARK, DARK) == psnr(large, other) == SAME
