"""What the stylizer says of a frame: whether the user can be seen in it as captured."""

import numpy as np
import pytest
from fakes import FakeSession, face_at
from stylizer_frames import FACE, FPS, IMAGE, make

from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.config import FacesConfig, FaceStyle, Look
from vtoonify_rt.frame import Face, Frame
from vtoonify_rt.watermark import Watermark


def shown(stylizer, *faces) -> list[str]:
    """Run a frame for each of `faces`; what is said of each."""
    return [stylizer.apply(Frame(IMAGE, i / FPS, face)).shows for i, face in enumerate(faces)]


def test_a_frame_that_nobody_marked_shows_the_camera():
    assert Frame(IMAGE, 0.0).shows == "camera"


def test_a_face_is_stylized_from_the_first_frame_on():
    assert shown(make(FakeSession()), FACE, FACE) == ["stylized"] * 2


def test_degree_zero_shows_the_camera():
    assert shown(make(FakeSession(), degree=0.0), FACE, FACE) == ["camera"] * 2


@pytest.mark.parametrize("mode", ["main", "whole"])
@pytest.mark.parametrize(("degree", "said"), [(0.02, "camera"), (0.2, "stylized")])
def test_a_degree_at_which_the_camera_shines_through_shows_the_camera(mode, degree, said):
    """Its mark is found in what is shown, and the word agrees."""
    watermark = Watermark(*IMAGE.shape[:2])
    stylizer = make(FakeSession(), degree=degree, faces=FacesConfig(mode=mode))
    frame = stylizer.apply(Frame(watermark.mark(np.full_like(IMAGE, 90)), 0.0, FACE))

    assert frame.shows == said
    assert watermark.leaks(frame.image) == (said == "camera")


def test_so_does_one_face_at_a_low_degree_of_its_own():
    own = FaceStyle(number=2, look=Look(style="oil", degree=0.05))

    assert shown_of_two(faces=FacesConfig(mode="all", styles=(own,))) == ["camera"] * 2


def test_the_whole_picture_at_a_low_degree_instead_of_a_face_shows_the_camera():
    assert shown(make(FakeSession(), no_face="whole", degree=0.05), None) == ["camera"]


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


OTHER = face_at(520, 170, 24)
ALL = FacesConfig(mode="all")


def shown_of_two(
    other: object = OTHER, faces: FacesConfig = ALL, crowded: bool = False, **config
) -> list[str]:
    """What is said of two frames with two faces, in the second of which the other is `other`."""
    stylizer = make(FakeSession(), faces=faces, **config)
    frames = [
        Frame(IMAGE, i / FPS, FACE, (Face(1, FACE), Face(2, landmarks)), crowded)
        for i, landmarks in enumerate((OTHER, other))
    ]
    return [stylizer.apply(frame).shows for frame in frames]


@pytest.mark.parametrize("surroundings", ["stylized", "camera"])
def test_several_faces_that_are_all_painted_are_stylized(surroundings):
    assert shown_of_two(surroundings=surroundings) == ["stylized"] * 2


UNPAINTED = {
    "off": {"faces": FacesConfig(mode="all", off=(2,))},
    "not the main one": {"faces": FacesConfig()},
    "at degree zero": {
        "faces": FacesConfig(
            mode="all", styles=(FaceStyle(number=2, look=Look(style="oil", degree=0.0)),)
        )
    },
    "one too many": {"crowded": True},
}


@pytest.mark.parametrize("case", UNPAINTED)
def test_a_face_that_is_not_painted_is_seen_where_the_camera_is_around_it(case):
    assert shown_of_two(surroundings="camera", **UNPAINTED[case]) == ["hidden"] * 2
    assert shown_of_two(**UNPAINTED[case]) == ["stylized"] * 2


def test_one_of_several_who_is_lost_may_be_seen_where_the_camera_is_around():
    assert shown_of_two(None, surroundings="camera") == ["stylized", "hidden"]
    assert shown_of_two(None) == ["stylized"] * 2


def test_a_face_painted_among_raw_ones_does_not_make_the_picture_a_stylized_one():
    faces = FacesConfig(mode="all", styles=(FaceStyle(number=2, look=Look(style="oil")),))

    assert shown_of_two(faces=faces, degree=0.0) == ["hidden"] * 2


def test_nobody_is_left_who_could_be_painted():
    faces = FacesConfig(mode="all", off=(1, 2))

    assert shown_of_two(faces=faces) == ["stylized"] * 2
    assert shown_of_two(faces=faces, surroundings="camera") == ["camera"] * 2


def test_the_whole_picture_is_stylized_whoever_is_in_it():
    whole = FacesConfig(mode="whole")

    assert shown(make(FakeSession(), faces=whole), None, None) == ["stylized"] * 2
    assert shown(make(FakeSession(), faces=whole, surroundings="camera"), None) == ["stylized"]
    assert shown(make(FakeSession(), faces=whole, degree=0.0), None) == ["camera"]


def test_without_a_face_the_whole_picture_by_choice_is_stylized_also_in_the_fade():
    lost = [None] * round((GRACE + FADE + 1) * FPS)
    said = shown(make(FakeSession(), no_face="whole"), FACE, *lost)

    assert set(said) == {"stylized"}
    assert shown(make(FakeSession(), no_face="whole", degree=0.0), None) == ["camera"]


def test_the_camera_that_fades_into_the_whole_picture_is_not_yet_stylized():
    lost = [None] * round((GRACE + FADE + 1) * FPS)
    said = shown(make(FakeSession(), no_face="whole", surroundings="camera"), FACE, *lost)

    faded = round((GRACE + FADE) * FPS) + 2
    assert set(said[1 : faded - 4]) == {"hidden"}
    assert set(said[faded:]) == {"stylized"}
