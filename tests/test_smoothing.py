"""The One Euro filter: a still face does not tremble, a moving one does not trail."""

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt.frame import Landmarks
from vtoonify_rt.smoothing import OneEuroFilter, SmoothingConfig

FPS = 30


def smooth(faces: list[Landmarks], config: SmoothingConfig | None = None) -> list[Landmarks]:
    one_euro = OneEuroFilter(config or SmoothingConfig())
    return [one_euro.apply(face, n / FPS) for n, face in enumerate(faces)]


def trembling(count: int, size: float = 50, noise: float = 0.002) -> list[Landmarks]:
    """A still face whose landmarks are uncertain by a share of the eye distance.

    0.002 is what mediapipe makes of a camera's noise.
    """
    random = np.random.default_rng(0)
    face = face_at(300, 200, size)
    return [
        (face + random.normal(0, noise * size, face.shape)).astype(np.float32) for _ in range(count)
    ]


def test_a_still_face_trembles_less():
    faces = trembling(60)

    after = np.std(smooth(faces)[10:], axis=0).mean()
    assert after < 0.4 * np.std(faces[10:], axis=0).mean()


def test_a_moving_face_hardly_trails():
    faces = [face_at(300 + 5 * n, 200, 50) for n in range(30)]

    behind = faces[-1][:, 0].mean() - smooth(faces)[-1][:, 0].mean()
    assert 0 <= behind < 0.03 * 150  # of the face's size, at one face size a second


def test_a_small_face_is_smoothed_like_a_large_one():
    small, large = trembling(40, size=20), trembling(40, size=200)

    ratio = [
        np.std(smooth(f)[10:], axis=0).mean() / np.std(f, axis=0).mean() for f in (small, large)
    ]
    assert ratio[0] == pytest.approx(ratio[1], rel=0.02)


def test_the_first_landmarks_come_back_as_they_are():
    face = face_at(300, 200, 50)

    np.testing.assert_array_equal(smooth([face])[0], face)


def test_a_new_face_elsewhere_is_not_drawn_towards_the_last_one():
    faces = [*trembling(10), face_at(900, 400, 60)]

    np.testing.assert_array_equal(smooth(faces)[-1], faces[-1])


def test_after_a_pause_the_past_does_not_count():
    one_euro = OneEuroFilter()
    one_euro.apply(face_at(300, 200, 50), 0.0)
    face = face_at(310, 200, 50)

    np.testing.assert_array_equal(one_euro.apply(face, 1.0), face)


def test_after_a_reset_the_past_does_not_count():
    one_euro = OneEuroFilter()
    one_euro.apply(face_at(300, 200, 50), 0.0)
    one_euro.reset()
    face = face_at(302, 200, 50)

    np.testing.assert_array_equal(one_euro.apply(face, 0.03), face)


def test_two_frames_of_the_same_time_are_no_error():
    one_euro = OneEuroFilter()
    one_euro.apply(face_at(300, 200, 50), 1.0)

    assert np.isfinite(one_euro.apply(face_at(301, 200, 50), 1.0)).all()


def test_it_can_be_switched_off():
    faces = trembling(5)

    np.testing.assert_array_equal(smooth(faces, SmoothingConfig(enabled=False)), faces)


def test_landmarks_given_are_left_as_they_were():
    faces = trembling(5)
    before = np.array(faces)

    smooth(faces)

    np.testing.assert_array_equal(faces, before)


def test_landmarks_stay_float32():
    assert smooth(trembling(3))[-1].dtype == np.float32


@pytest.mark.parametrize("name", ["min_cutoff", "derivative_cutoff", "max_jump", "max_gap"])
def test_a_setting_that_cannot_be_meant_is_refused(name):
    with pytest.raises(ValueError, match=name):
        SmoothingConfig(**{name: 0})
