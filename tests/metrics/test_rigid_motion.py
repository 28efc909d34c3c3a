"""The motion of a head as a whole."""

import numpy as np
import pytest
from moving_texture import SIZE, texture

from vtoonify_rt.metrics.correspondence import Correspondence, find_correspondence, pixel_places
from vtoonify_rt.metrics.rigid_motion import moved, rigid_motion, shift

EVERYWHERE = np.ones(SIZE, np.bool_)


def test_a_shift_is_found():
    found = rigid_motion(find_correspondence(texture(0.0), texture(3.0)), EVERYWHERE)

    assert found == pytest.approx(shift(-3.0, 0.0), abs=0.05)


def test_a_turn_is_found_whatever_a_part_does():
    turn = np.array([[0.99, -0.05, 4.0], [0.05, 0.99, -3.0], [0, 0, 1]])
    here = pixel_places(*SIZE)
    before = here @ turn[:2, :2].T + turn[:2, 2]
    before[60:90, 60:110] += [0.0, 7.0]  # lips
    step = Correspondence((here - before).astype(np.float32), EVERYWHERE)

    assert rigid_motion(step, EVERYWHERE) == pytest.approx(turn, abs=0.02)


def test_where_too_little_is_certain_nothing_is_known():
    step = Correspondence(np.zeros((*SIZE, 2), np.float32), EVERYWHERE)
    little = np.zeros(SIZE, np.bool_)
    little[:20, :20] = True

    assert rigid_motion(step, little) is None


def test_what_was_seen_before_is_moved_to_where_it_is_now():
    aligned = moved(texture(0.0), shift(-5.0, 0.0), *SIZE)

    assert np.abs(aligned[:, 8:].astype(int) - texture(5.0)[:, 8:]).mean() < 1.0


def test_a_window_shows_its_part():
    picture = texture(0.0)

    assert (moved(picture, shift(30, 20), 40, 50) == picture[20:60, 30:80]).all()
