"""A value that stands still, or glides like a critically damped spring."""

from collections.abc import Iterable

import numpy as np
import pytest

from vtoonify_rt.face.glide import Glide

STEP = 1 / 30


def glide(goals: Iterable[float], speed: float = 100.0, leash: float = 100.0) -> list[float]:
    """Where a value that begins at 0 is after each of the goals."""
    value = Glide(np.zeros(1), zone=0.1, speed=speed, leash=leash, arrived=0.001)
    way = []
    for goal in goals:
        value.update(np.array([goal]), unit=1.0, step=STEP)
        way.append(float(value.value[0]))
    return way


def test_within_the_zone_it_stands_still():
    assert glide([0.09, -0.09, 0.05]) == [0.0, 0.0, 0.0]


def test_beyond_the_zone_it_glides_onto_its_goal():
    assert glide([1.0] * 60)[-1] == 1.0


def test_it_does_not_overshoot():
    way = glide([1.0] * 60)

    assert way == sorted(way)
    assert max(way) == 1.0


def test_it_begins_and_ends_softly():
    steps = np.diff([0.0, *glide([1.0] * 60)])

    assert steps[0] < 0.5 * steps.max()
    assert steps[steps > 0][-1] < 0.01 * steps.max()


def test_it_is_never_faster_than_its_speed():
    steps = np.diff(glide([10.0] * 60, speed=0.6))

    assert 0.85 * 0.6 * STEP < steps.max() <= 0.6 * STEP


def test_a_goal_that_trembles_does_not_make_it_tremble():
    random = np.random.default_rng(0)
    steady = np.array(glide([1.0] * 12))
    trembling = np.array(glide(1 + random.uniform(-0.009, 0.009, 12)))

    np.testing.assert_allclose(np.diff(trembling), np.diff(steady), atol=0.003)


def test_a_goal_that_runs_away_drags_it_by_the_leash():
    goals = [0.5 * n for n in range(30)]

    assert glide(goals, leash=0.3)[-1] == pytest.approx(goals[-1] - 0.3)


def test_a_long_step_is_as_good_as_many_short_ones():
    short, long = (Glide(np.zeros(1), zone=0.1, speed=9, leash=9, arrived=0.0) for _ in range(2))
    for _ in range(8):
        short.update(np.ones(1), 1.0, STEP / 8)
    long.update(np.ones(1), 1.0, STEP)

    assert short.value == pytest.approx(long.value, abs=1e-9)


def test_once_stopped_it_stands_still():
    value = Glide(np.zeros(1), zone=0.1, speed=9, leash=9, arrived=0.001)
    value.update(np.ones(1), 1.0, STEP)
    value.stop()
    here = value.value.copy()
    value.update(here + 0.05, 1.0, STEP)

    assert value.at_rest
    np.testing.assert_array_equal(value.value, here)
