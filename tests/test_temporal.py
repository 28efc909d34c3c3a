"""Smoothing in time: noise goes, and nothing lags, ghosts or gets soft."""

import cv2
import numpy as np
import pytest
from moving_scenes import CROP, INNER, SIZE, Scene, motion_by, noisy

from vtoonify_rt.motion import MotionFinder
from vtoonify_rt.temporal import (
    RANGE_MARGIN,
    RANGE_PX,
    PictureSmoother,
    past_share,
)

RIGHT = (3, 0)  # pixels a frame


@pytest.fixture(scope="module")
def scene():
    return Scene()


def smoothed(captured, stylized, strength: float) -> list[np.ndarray]:
    """Return what is made of `stylized` pictures along the motion of the `captured` ones."""
    finder, smoother = MotionFinder(), PictureSmoother()
    return [
        smoother.apply(picture, finder.update(seen, CROP), strength)
        for seen, picture in zip(captured, stylized, strict=True)
    ]


def difference(picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return by how many grey levels each pixel differs."""
    return np.abs(picture.astype(float) - other).max(axis=2)


def test_no_strength_is_the_very_picture_and_forgets(scene):
    smoother, motion = PictureSmoother(), motion_by()
    picture, other = scene.picture(), scene.picture((1, 0))
    smoother.apply(other, motion, 1.0)

    assert smoother.apply(picture, motion, 0.0) is picture
    np.testing.assert_array_equal(smoother.apply(picture, motion, 1.0), picture)


def test_more_strength_keeps_more_of_the_past():
    shares = [past_share(strength) for strength in (0.0, 0.25, 0.5, 0.75, 1.0)]

    assert shares == sorted(set(shares))
    assert shares[0] == 0.0
    assert shares[-1] < 1.0


@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0])
def test_noise_of_a_still_scene_falls_as_an_exponential_mean_says(strength):
    """A mean that takes the share a from before has (1 - a) / (1 + a) of the variance."""
    still, random = Scene(contrast=20).picture(), np.random.default_rng(1)
    stylized = [noisy(still, 5.0, random) for _ in range(90)]  # 0.95 ** 90 is 1 %
    shown = smoothed([still] * 90, stylized, strength)[-1]

    share = past_share(strength)
    expected = 5.0 * ((1 - share) / (1 + share)) ** 0.5
    assert (shown.astype(float) - still).std() == pytest.approx(expected, rel=0.1)
    assert shown.mean() == pytest.approx(still.mean(), abs=0.1)


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("step", [-6, 6, 40])
def test_a_tone_that_changes_is_reached(strength, step):
    """However small the step, of which a frame may be less than a level."""
    smoother, flat = PictureSmoother(), np.full((*SIZE, 3), 100, np.uint8)
    smoother.apply(flat, None, strength)
    changed = flat + np.int8(step).astype(np.uint8)
    for _ in range(90):
        shown = smoother.apply(changed, motion_by(), strength)

    np.testing.assert_array_equal(shown, changed)


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("shift", [(3, 0), (1.3, -0.7), (-5, 5)])
def test_what_moves_does_not_lag(scene, shift, strength):
    pictures = [scene.picture(np.multiply(shift, index)) for index in range(12)]
    shown = smoothed(pictures, pictures, strength)[-1]

    behind, _ = cv2.phaseCorrelate(
        *(picture[INNER, INNER, 1].astype(float) for picture in (pictures[-1], shown))
    )
    assert np.abs(behind).max() < 0.15  # a tenth of the slowest motion's frame
    assert difference(shown, pictures[-1])[INNER, INNER].mean() < 4
    assert shown.mean() == pytest.approx(pictures[-1].mean(), abs=0.5)


def test_along_a_known_motion_the_past_comes_from_where_it_was(scene):
    """Right and down by different steps; its own place would leave half of the noise."""
    smoother, random = PictureSmoother(), np.random.default_rng(2)
    for index in range(30):
        picture = scene.picture((index, 2 * index))
        shown = smoother.apply(noisy(picture, 5.0, random), motion_by((1, 2)), 1.0)

    known = np.s_[80:, 40:]  # the rest has come in meanwhile
    assert (shown.astype(float) - picture)[known].std() < 0.3 * 5.0


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_a_blink_shows_in_the_frame_that_it_happens(scene, strength):
    still = scene.picture()
    closed = still.copy()
    closed[80:110, 60:100] = 255 - closed[80:110, 60:100] // 2
    pictures = [*[still] * 10, closed, still]
    shown = smoothed(pictures, pictures, strength)

    patch = np.s_[83:107, 63:97]  # but for its edge, whose range of tones spans both
    for before, after in ((9, 10), (10, 11)):
        assert difference(pictures[before], pictures[after])[patch].mean() > 50
        left = difference(shown[after], pictures[after])[patch]
        assert left.mean() < 1.5
        assert np.quantile(left, 0.95) <= 6


def test_the_past_stays_within_the_tones_around(scene):
    """Even where a motion is wrong and trusted."""
    smoother = PictureSmoother()
    smoother.apply(Scene(seed=9, contrast=60).picture(), None, 1.0)
    picture = scene.picture()
    shown = smoother.apply(picture, motion_by(), 1.0).astype(int)

    reach = RANGE_PX // 2
    padded = np.pad(picture, ((reach, reach), (reach, reach), (0, 0)), "edge").astype(int)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (RANGE_PX, RANGE_PX), (0, 1))
    assert (shown >= windows.min((3, 4)) - RANGE_MARGIN).all()
    assert (shown <= windows.max((3, 4)) + RANGE_MARGIN).all()
    assert difference(shown, picture).mean() > 3  # there was something to hold back


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_what_jumps_leaves_nothing_on_a_plain_ground(strength):
    """A bright square, farther than any motion is looked for."""
    pictures = with_square(np.full((*SIZE, 3), 90, np.uint8))

    assert difference(smoothed(pictures, pictures, strength)[-1], pictures[-1]).max() <= 2


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_what_jumps_leaves_little_on_a_textured_ground(scene, strength):
    """What lay behind it is new: its like may be found elsewhere, but of the tones around."""
    pictures = with_square(scene.picture())
    ghost = difference(smoothed(pictures, pictures, strength)[-1], pictures[-1])

    was, now = ghost[20:60, 20:60], ghost[123:157, 123:157]
    assert difference(*pictures[-2:])[20:60, 20:60].mean() > 100
    assert was.mean() < 3
    assert np.quantile(was, 0.99) <= 24
    assert now.max() <= 2


def with_square(ground: np.ndarray) -> list[np.ndarray]:
    """Return pictures in which a bright square stands at one corner, and last at the other."""
    first, last = ground.copy(), ground.copy()
    first[20:60, 20:60] = 250
    last[120:160, 120:160] = 250
    return [*[first] * 8, last]


@pytest.mark.parametrize("motion", [None, motion_by(trust=0.1)])
def test_without_a_motion_or_after_a_cut_the_past_counts_for_nothing(scene, motion):
    smoother, picture = PictureSmoother(), scene.picture()
    smoother.apply(Scene(seed=1).picture(), None, 1.0)

    np.testing.assert_array_equal(smoother.apply(picture, motion, 1.0), picture)


def test_another_scene_shows_nothing_of_the_one_before(scene):
    other = Scene(seed=1).picture()
    pictures = [*[scene.picture()] * 5, other]

    np.testing.assert_array_equal(smoothed(pictures, pictures, 1.0)[-1], other)


def test_after_a_reset_the_past_counts_for_nothing(scene):
    smoother, picture = PictureSmoother(), scene.picture()
    smoother.apply(scene.picture((9, 9)), None, 1.0)
    smoother.reset()

    np.testing.assert_array_equal(smoother.apply(picture, motion_by(), 1.0), picture)


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_slow_motion_for_long_does_not_soften(strength):
    fine = Scene(grain=1.5)
    pictures = [fine.picture((0.3 * index, 0.17 * index)) for index in range(60)]
    shown = smoothed(pictures, pictures, strength)[-1]

    assert detail(shown) >= 0.93 * detail(pictures[-1])


def detail(picture: np.ndarray) -> float:
    """Return the mean squared gradient of the inner part."""
    down, across = np.gradient(picture[INNER, INNER].mean(axis=2))
    return float((down**2 + across**2).mean())


def test_a_result_stays_when_the_next_one_comes(scene):
    smoother = PictureSmoother()
    results = [smoother.apply(scene.picture((by, 0)), motion_by(RIGHT), 0.5) for by in (0, 3)]
    kept = [result.copy() for result in results]
    smoother.apply(scene.picture((6, 0)), motion_by(RIGHT), 0.5)

    np.testing.assert_array_equal(results, kept)


def test_a_buffer_that_is_used_again_is_neither_kept_nor_written(scene):
    """As a session's: what it shows next must not change what was returned or is remembered."""
    first, second = scene.picture(), scene.picture((3, 0))
    alone, shared = PictureSmoother(), PictureSmoother()
    buffer = first.copy()
    results = [shared.apply(buffer, None, 0.5)]
    buffer[:] = second
    buffer.flags.writeable = False
    results.append(shared.apply(buffer, motion_by(RIGHT), 0.5))

    expected = [alone.apply(first, None, 0.5), alone.apply(second, motion_by(RIGHT), 0.5)]
    np.testing.assert_array_equal(results, expected)
    assert not any(np.shares_memory(buffer, result) for result in results)


def test_pictures_may_change_their_size(scene):
    """As while the crop glides: the same region in other pixels."""
    smoother, sizes = PictureSmoother(), [(384, 384), (150, 171), (149, 170), (300, 192)]
    for size in sizes * 2:
        picture = scene.picture(size=size)
        shown = smoother.apply(picture, motion_by(), 0.5)
        inner = difference(shown, picture)[8:-8, 8:-8]
        assert inner.mean() < 3  # smaller ones have less detail
