"""Whose face a file shows first, how it is cropped, and which picture of it is encoded."""

from pathlib import Path

import numpy as np
import pytest
from fakes import face_at
from made_video import make_video
from vtoonify_fakes import FaceFrom

from vtoonify_rt.config import Padding
from vtoonify_rt.face.alignment import align_face
from vtoonify_rt.face.crop import rescale_and_crop
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.first_face import find_first_face, first_face_aligned, survey
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image
from vtoonify_rt.stop_signals import StopSignal

PADDING = Padding(left=100, right=100, top=100, bottom=100)
PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"


class Faces:
    """Finds these faces in every picture, whatever it shows."""

    def __init__(self, *faces: np.ndarray) -> None:
        self._faces = list(faces)

    def detect(self, image: np.ndarray, time: float) -> list[np.ndarray]:
        return self._faces

    def close(self) -> None:
        pass


def first(landmarker, image=None):
    image = np.full((160, 160, 3), 90, np.uint8) if image is None else image
    return find_first_face([Frame(image, 0.0)], landmarker, PADDING)


def test_the_most_prominent_face_is_the_first():
    small, large = face_at(40, 80, 8), face_at(110, 80, 16)

    assert first(Faces(small, large)).crop.scale == pytest.approx(4)


def test_a_face_from_the_side_has_no_crop_and_the_next_is_taken():
    turned, other = face_at(110, 80, 16), face_at(40, 80, 8)
    turned[:, 0] = 110

    assert first(Faces(turned, other)).crop.scale == pytest.approx(8)


def test_without_a_face_that_can_be_cropped_there_is_none():
    assert first(Faces()) is None
    assert first(Faces(face_at(80, 80, -16))) is None


def test_a_face_so_small_that_the_picture_would_be_gigantic_is_none():
    assert first(Faces(face_at(80, 80, 0.5))) is None


def test_a_face_whose_crop_lies_outside_the_picture_is_none():
    assert first(Faces(face_at(-400, 80, 16))) is None


@pytest.fixture(scope="module")
def portrait():
    landmarker = MediapipeLandmarker()
    yield landmarker, find_first_face([Frame(read_image(PORTRAIT), 0.0)], landmarker, PADDING)
    landmarker.close()


def test_the_encoded_face_comes_from_the_crop_and_its_own_landmarks(portrait):
    landmarker, found = portrait
    crop = rescale_and_crop(found.frame.image, found.crop)
    [again] = landmarker.detect(crop, 0.0)

    aligned = first_face_aligned(found, landmarker, cropped=True).astype(int)
    assert np.abs(aligned - align_face(crop, again)).mean() < 3


def test_where_it_is_not_found_again_its_landmarks_are_mapped(portrait):
    landmarker, found = portrait
    again = first_face_aligned(found, landmarker, cropped=True).astype(int)
    mapped = first_face_aligned(found, Faces(), cropped=True)
    other = first_face_aligned(found, Faces(face_at(10, 10, 4)), cropped=True)

    assert np.abs(again - mapped).mean() < 6
    np.testing.assert_array_equal(other, mapped)


def test_without_scaling_the_encoded_face_comes_from_the_picture_as_it_is(portrait):
    landmarker, found = portrait
    aligned = first_face_aligned(found, landmarker, cropped=False)

    np.testing.assert_array_equal(aligned, align_face(found.frame.image, found.frame.landmarks))


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_video(tmp_path / "in.mp4", frames=8, fps=10, width=128, height=96)


def look(clip, landmarker, *, count=True, stop=None):
    return survey(clip, stop or StopSignal(), landmarker=landmarker, padding=PADDING, count=count)


def test_a_survey_tells_when_the_first_face_comes_and_how_many_frames_there_are(clip):
    found = look(clip, FaceFrom(3))

    assert (found.first.index, found.first.frame.time) == (3, pytest.approx(0.3))
    assert found.frames == 8


def test_a_survey_reads_no_further_than_it_must(clip):
    assert look(clip, FaceFrom(3), count=False).frames is None


def test_frames_can_be_counted_without_looking_for_a_face(clip):
    found = look(clip, None)

    assert (found.first, found.frames) == (None, 8)


def test_frames_without_a_face_are_counted_too(clip):
    found = look(clip, FaceFrom(99))

    assert (found.first, found.frames) == (None, 8)


def test_a_survey_ends_with_ctrl_c(clip):
    stop = StopSignal()
    stop.receive(2)

    with pytest.raises(KeyboardInterrupt):
        look(clip, None, stop=stop)
