"""What the stylizer says of a frame: whether the user can be seen in it as captured."""

import pytest
from fakes import FakeSession
from stylizer_frames import FACE, FPS, IMAGE, make

from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.frame import Frame


def shown(stylizer, *faces) -> list[str]:
    """Run a frame for each of `faces`; what is said of each."""
    return [stylizer.apply(Frame(IMAGE, i / FPS, face)).shows for i, face in enumerate(faces)]


def test_a_frame_that_nobody_marked_shows_the_camera():
    assert Frame(IMAGE, 0.0).shows == "camera"


def test_a_face_is_stylized_from_the_first_frame_on():
    assert shown(make(FakeSession()), FACE, FACE) == ["stylized"] * 2


def test_degree_zero_shows_the_camera():
    assert shown(make(FakeSession(), degree=0.0), FACE, FACE) == ["camera"] * 2


@pytest.mark.parametrize("no_face", ["hold", "blur"])
def test_without_a_face_it_is_hidden_from_the_first_step_of_the_fade_on(no_face):
    lost = [None] * round((GRACE + FADE + 1) * FPS)
    said = shown(make(FakeSession(), no_face=no_face), FACE, *lost)

    faded = round(GRACE * FPS) + 1
    assert set(said[:faded]) == {"stylized"}
    assert set(said[faded:]) == {"hidden"}


def test_it_is_hidden_while_no_face_was_ever_seen():
    assert shown(make(FakeSession()), None, None) == ["hidden"] * 2


def test_a_face_that_left_the_crop_may_be_seen_where_the_camera_is_around_it():
    """The crop is painted where the face was; where it is now is not known."""
    assert shown(make(FakeSession(), surroundings="camera"), FACE, None) == ["stylized", "hidden"]
