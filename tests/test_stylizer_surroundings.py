"""What lies around the crop: softly stylized, or as captured."""

import numpy as np
import pytest
from fakes import FakeSession, face_at
from stylizer_frames import FACE, FPS, IMAGE, feed, make, middle

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.regions import SURROUNDINGS_PX


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


def test_the_surroundings_are_renewed_on_some_frames_and_with_every_setting(session):
    stylizer = make(session)
    feed(stylizer, 9 / FPS, FACE)
    assert [max(shape) for shape in session.shapes].count(SURROUNDINGS_PX) == 3

    session.shapes.clear()
    stylizer.configure(StyleConfig(style="poster"))
    stylizer.apply(Frame(IMAGE, 1, FACE))

    assert max(session.shapes[0]) == SURROUNDINGS_PX
