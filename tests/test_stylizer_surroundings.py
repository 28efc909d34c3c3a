"""What lies around the crop: softly stylized, or as captured."""

import numpy as np
import pytest
from fakes import FakeSession, face_at
from stylizer_frames import FACE, FPS, IMAGE, feed, make, middle

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.regions import SURROUNDINGS_PX
from vtoonify_rt.surroundings import AT_LEAST_EVERY


@pytest.fixture
def session():
    return FakeSession()


def test_the_face_is_stylized_and_by_choice_the_far_background_is_not(session):
    shown = feed(make(session, surroundings="camera"), 1, FACE)[-1]

    np.testing.assert_allclose(middle(shown), 255 - middle(IMAGE), atol=130)
    assert middle(shown).mean() > 180
    np.testing.assert_array_equal(shown[:, :150], IMAGE[:, :150])


def test_the_surroundings_are_stylized_softly(session):
    far = feed(make(session), 1, FACE)[-1][:, :150].astype(int)

    assert far.mean() == pytest.approx(255 - IMAGE[:, :150].mean(), abs=2)
    assert far.std() < 0.7 * IMAGE.std()
    assert max(session.shapes[0]) == SURROUNDINGS_PX


def test_no_surroundings_are_made_for_a_crop_of_the_whole_frame(session):
    feed(make(session), 0.1, face_at(320, 170, 200))

    assert len(set(session.shapes)) == 1


@pytest.mark.parametrize("surroundings", ["stylized", "camera"])
def test_nothing_jumps_as_the_degree_leaves_zero(session, surroundings):
    shown = feed(make(session, degree=0.002, surroundings=surroundings), 0.1, FACE)[-1]

    assert np.abs(shown.astype(int) - IMAGE).max() <= 0.05 * 255


def drawn(session) -> int:
    """How often the surroundings were drawn."""
    return [max(shape) for shape in session.shapes].count(SURROUNDINGS_PX)


def brighter(amount: int, height: int = 360) -> np.ndarray:
    """The picture, with its left border, down to `height`, brighter."""
    image = IMAGE.copy()
    image[:height, :60] += amount
    return image


def show(stylizer, images) -> None:
    for index, image in enumerate(images):
        stylizer.apply(Frame(image, index / FPS, FACE))


def test_surroundings_that_move_are_drawn_on_every_third_frame(session):
    show(make(session), [brighter(10 * (index % 2)) for index in range(9)])

    assert drawn(session) == 3


def test_a_small_part_that_moves_is_enough(session):
    show(make(session), [brighter(30 * (index >= 3), height=40) for index in range(6)])

    assert drawn(session) == 2


def test_surroundings_that_stand_still_are_drawn_rarely(session):
    show(make(session), [IMAGE] * (AT_LEAST_EVERY + 1))

    assert drawn(session) == 2


def test_what_moves_behind_the_crop_is_no_reason(session):
    moved = IMAGE.copy()
    moved[130:200, 290:350] = 255
    show(make(session), [IMAGE] * 3 + [moved] * 3)

    assert drawn(session) == 1


def test_the_surroundings_are_drawn_anew_with_every_setting(session):
    stylizer = make(session)
    feed(stylizer, 2 / FPS, FACE)
    stylizer.configure(StyleConfig(style="poster"))
    stylizer.apply(Frame(IMAGE, 1, FACE))

    assert drawn(session) == 2
