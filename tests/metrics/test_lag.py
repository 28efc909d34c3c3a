"""Lag, on clips whose delay is known: none, a blend with the frame before, a whole frame."""

from itertools import pairwise

import numpy as np
import pytest
from moving_texture import blend, blinking, texture

from vtoonify_rt.metrics.correspondence import find_correspondence
from vtoonify_rt.metrics.lag import (
    SETTLES,
    SETTLING,
    Fit,
    change_lag,
    changed_places,
    motion_lag,
    settling_lag,
)

OPENING = [0.0, 0.5, 1.0, 1.0, 0.3, 0.0]  # how far the patch is closed, frame by frame


def moving(speed: float, share: float) -> float | None:
    """Return the lag of a texture that moves, blended with `share` of the frame before."""
    before, now = texture(0.0), texture(speed)
    return motion_lag(now, blend(share, before, now), find_correspondence(before, now)).lag


def blinks(share: float) -> float | None:
    """Return the lag of a patch that blinks."""
    clip = [blinking(closed) for closed in OPENING]
    fit = Fit()
    for before, now in pairwise(clip):
        changed = changed_places(before, now)
        fit += change_lag(before, now, blend(share, before, now), changed)
    return fit.lag


@pytest.mark.parametrize("speed", [1.0, 2.5, -6.0])
@pytest.mark.parametrize("share", [0.0, 0.25, 0.6, 1.0])
def test_a_share_of_the_frame_before_is_that_share_of_a_frame_late(speed, share):
    assert moving(speed, share) == pytest.approx(share, abs=0.04)


@pytest.mark.parametrize("delay", [0.3, 0.7])
def test_what_lies_where_it_was_a_moment_ago_is_that_moment_late(delay):
    correspondence = find_correspondence(texture(0.0), texture(2.0))
    lag = motion_lag(texture(2.0), texture(2.0 - 2.0 * delay), correspondence).lag

    assert lag == pytest.approx(delay, abs=0.08)  # blotches of 3 pixels move by most of their size


@pytest.mark.parametrize("share", [0.0, 0.25, 0.6, 1.0])
def test_a_blink_that_shows_a_share_of_the_frame_before_is_late(share):
    assert blinks(share) == pytest.approx(share, abs=0.02)


def test_less_noise_is_no_lag_of_what_moves():
    before, now = texture(0.0), texture(2.0)
    noise = np.random.default_rng(1).normal(0.0, 12.0, now.shape)
    noisy = np.clip(now + noise, 0, 255).astype(np.uint8)

    assert motion_lag(noisy, now, find_correspondence(before, now)).lag == pytest.approx(
        0, abs=0.02
    )


def test_where_nothing_moves_or_changes_no_lag_is_known():
    still = texture(0.0)
    correspondence = find_correspondence(still, still)

    assert motion_lag(still, still, correspondence).lag is None
    assert change_lag(still, still, still, changed_places(still, still)).lag is None


def test_a_change_is_seen_where_it_is():
    changed = changed_places(blinking(0.0), blinking(1.0))

    assert changed[65:95, 85:135].mean() > 0.8
    assert not changed[:50].any()


def test_frames_with_more_motion_count_more():
    assert (Fit(1.0, 1.0) + Fit(0.0, 3.0)).lag == 0.25


@pytest.fixture(params=[1, 4], ids=["sudden", "slow"])
def lid(request) -> list[np.ndarray]:
    """A patch that closes, in one frame or in several, stays closed, and opens the same way."""
    steps = request.param
    closes = [step / steps for step in range(1, steps + 1)]
    opens = [1 - share for share in closes]
    return [blinking(share) for share in [0.0] * 8 + closes + [1.0] * 8 + opens + [0.0] * 8]


def settles(clip: list[np.ndarray], shown: list[np.ndarray]) -> float | None:
    """Return the lag of what is shown of a still head."""
    fit = Fit()
    for index in range(SETTLING, len(clip)):
        earlier, now = clip[index - SETTLING], clip[index]
        changed = changed_places(earlier, now, SETTLES)
        fit += settling_lag(earlier, now, shown[index], changed)
    return fit.lag


@pytest.mark.parametrize("delay", [0, 1, 2, 3])
def test_a_lid_that_is_some_frames_late_is_so_many_frames_late(lid, delay):
    shown = [lid[max(0, index - delay)] for index in range(len(lid))]

    assert settles(lid, shown) == pytest.approx(delay, rel=0.1, abs=0.01)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_past_that_fades_is_late_by_its_mean_age(lid, share):
    shown = [lid[0]]
    for picture in lid[1:]:
        shown.append(blend(share, shown[-1], picture))
    ages = range(1, SETTLING + 1)  # what is older is not seen

    assert settles(lid, shown) == pytest.approx(sum(share**age for age in ages), rel=0.15)


def test_less_noise_is_hardly_a_lag_of_what_changes(lid):
    rng = np.random.default_rng(1)
    noisy = [np.clip(p + rng.normal(0.0, 10.0, p.shape), 0, 255).astype(np.uint8) for p in lid]

    assert settles(noisy, lid) == pytest.approx(0.0, abs=0.08)
