"""Detail: the energy of gradients."""

import cv2
import numpy as np
import pytest
from moving_texture import texture

from vtoonify_rt.metrics.detail import gradient_energy


def test_a_ramp_has_the_square_of_its_slope():
    ramp = np.repeat((3 * np.arange(80, dtype=np.uint8))[None, :, None], 40, axis=0)
    inner = gradient_energy(np.repeat(ramp, 3, axis=2)[:, 1:-1])

    assert inner == pytest.approx(9.0 * 76 / 78)  # OpenCV mirrors at the two outer columns


def test_a_flat_picture_has_none():
    assert gradient_energy(np.full((20, 30, 3), 80, np.uint8)) == 0.0


def test_twice_the_contrast_is_four_times_the_energy():
    picture = texture(0.0) // 4
    twice = 2 * picture

    assert gradient_energy(twice) == pytest.approx(4 * gradient_energy(picture), rel=0.02)


def test_a_soft_picture_has_less():
    picture = texture(0.0)

    assert gradient_energy(cv2.GaussianBlur(picture, (0, 0), 1.5)) < 0.8 * gradient_energy(picture)
