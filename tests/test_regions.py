"""Whole pictures and the weight of a patch."""

import numpy as np
import pytest
from fakes import FakeSession

from vtoonify_rt.regions import WHOLE_MAX_PX, paste_strength, stylize_whole


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (200, 3000)])
def test_a_whole_picture_keeps_its_size(shape):
    assert stylize_whole(FakeSession(), noise(*shape), 1.0).shape == (*shape, 3)


def test_a_small_picture_is_seen_pixel_for_pixel():
    image = noise(60, 80)

    np.testing.assert_array_equal(stylize_whole(FakeSession(), image, 1.0), 255 - image)


def test_a_large_picture_is_seen_reduced():
    session = FakeSession()
    stylize_whole(session, noise(100, 2 * WHOLE_MAX_PX), 1.0)

    assert session.shapes == [(50, WHOLE_MAX_PX, 3)]


def test_what_a_session_will_write_to_again_is_not_handed_on():
    class Fourfold(FakeSession):
        painted = np.zeros((64, 64, 3), np.uint8)

        def run(self, picture, parsing=None):
            return self.painted

    shown = stylize_whole(Fourfold(), noise(64, 64), 1.0, max_px=16)

    assert not np.shares_memory(shown, Fourfold.painted)


def test_at_degree_0_the_picture_is_itself():
    image = noise(60, 80)

    assert stylize_whole(FakeSession(), image, 0.0) is image


def test_a_model_that_changes_at_degree_0_is_shown_in_full():
    assert paste_strength(FakeSession(identity_at_zero=False), 0.0) == 1.0
