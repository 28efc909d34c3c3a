"""The flow warp: what flows in from outside counts as missing."""

import numpy as np
import pytest

from vtoonify_rt.flow_warp import warp


def values(channels: int = 2) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(channels, 6, 9)).astype(np.float32)


def flow(right: float, down: float) -> np.ndarray:
    return np.broadcast_to(np.array([right, down], np.float32)[:, None, None], (2, 6, 9)).copy()


@pytest.mark.parametrize("channels", [1, 3, 19])
def test_no_flow_leaves_everything(channels):
    before = values(channels)

    warped, mask = warp(before, flow(0, 0))

    np.testing.assert_array_equal(warped, before)
    assert mask.min() == 1


def test_whole_pixels_are_fetched_from_where_the_flow_points():
    before = values()

    warped, _ = warp(before, flow(2, 1))

    np.testing.assert_array_equal(warped[:, :5, :7], before[:, 1:, 2:])


def test_half_pixels_are_the_mean_of_their_neighbours():
    before = values()

    warped, _ = warp(before, flow(0.5, 0))

    mean = (before[:, :, :-1] + before[:, :, 1:]) / 2
    np.testing.assert_allclose(warped[:, :, :-1], mean, atol=1e-6)


def test_what_comes_from_outside_is_zero_and_masked():
    warped, mask = warp(values(), flow(-0.5, 0))

    assert mask[:, 0].max() == 0
    assert mask[:, 1:].min() == 1
    assert not warped[:, :, 0].any()


def test_a_hair_outside_still_counts_as_inside():
    _, mask = warp(values(), flow(-0.00005, 0))

    assert mask.min() == 1
