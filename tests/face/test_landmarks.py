"""mediapipe behind our protocol."""

import os
import subprocess
import sys

import numpy as np
import pytest

from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.crop import eyes_from_landmarks
from vtoonify_rt.face.landmarks import BUNDLE, MediapipeLandmarker, by_prominence
from vtoonify_rt.frame import Landmarks

ASTRONAUT_EYES = [[143.5, 101.5], [186.5, 103.5]]  # read off the picture


def square(x: float, y: float, size: float) -> Landmarks:
    low, high = np.array([x, y]) - size / 2, np.array([x, y]) + size / 2
    return np.array([low, high], np.float32)


def test_a_face_has_478_landmarks_in_pixels(landmarker, astronaut):
    [face] = landmarker.detect(astronaut, 0.0)

    assert face.shape == (478, 2)
    assert face.dtype == np.float32
    assert 60 < np.ptp(face[:, 0]) < 130


def test_the_eyes_are_where_they_are(landmarker, astronaut):
    left, right = eyes_from_landmarks(landmarker.detect(astronaut, 0.0)[0])

    np.testing.assert_allclose([left, right], ASTRONAUT_EYES, atol=3)


def test_landmarks_of_a_wide_picture_are_in_its_pixels(landmarker, astronaut):
    [face] = landmarker.detect(astronaut, 0.0)
    wide = np.pad(astronaut, ((0, 0), (150, 250), (0, 0)), constant_values=90)
    [moved] = landmarker.detect(wide, 0.0)

    np.testing.assert_allclose(moved - face, np.broadcast_to([150, 0], (478, 2)), atol=5)


def test_each_picture_stands_alone(landmarker, astronaut):
    first = landmarker.detect(astronaut, 0.0)[0]
    landmarker.detect(np.roll(astronaut, 60, axis=1), 0.1)

    np.testing.assert_array_equal(landmarker.detect(astronaut, 0.2)[0], first)


def test_two_faces_are_both_found(landmarker, astronaut):
    pair = np.concatenate([astronaut, astronaut[:, ::-1]], axis=1)

    assert len(landmarker.detect(pair, 0.0)) == 2


@pytest.mark.parametrize("shape", [(480, 640), (15, 15), (1, 1), (1, 500), (31, 17)])
def test_a_picture_without_a_face_has_none(landmarker, shape):
    assert landmarker.detect(np.full((*shape, 3), 120, np.uint8), 0.0) == []


def test_a_view_that_is_read_only_and_mirrored_will_do(landmarker, astronaut):
    mirrored = astronaut[:, ::-1]
    mirrored.flags.writeable = False

    assert len(landmarker.detect(mirrored, 0.0)) == 1


def test_the_largest_face_comes_first():
    small, large = square(320, 240, 60), square(120, 240, 100)

    assert by_prominence([small, large], 480, 640)[0] is large


def test_of_faces_about_as_large_the_most_central_comes_first():
    aside, central = square(60, 240, 105), square(330, 250, 100)

    assert by_prominence([aside, central], 480, 640)[0] is central


def test_a_missing_bundle_is_an_error_with_a_way_on(tmp_path):
    with pytest.raises(FaceError, match=r"gone\.task cannot be read.*Install") as caught:
        MediapipeLandmarker(tmp_path / "gone.task")

    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", BUNDLE.read_bytes()[:-1]], ids=["empty", "cut off"])
def test_a_damaged_bundle_is_an_error_with_a_way_on(tmp_path, data):
    damaged = tmp_path / "face_landmarker.task"
    damaged.write_bytes(data)

    with pytest.raises(FaceError, match="damaged: sha256"):
        MediapipeLandmarker(damaged)


def test_it_may_be_closed_twice():
    landmarker = MediapipeLandmarker()
    landmarker.close()

    landmarker.close()


def test_nothing_is_written_to_the_terminal():
    script = (
        "import numpy as np\n"
        "from vtoonify_rt.face.landmarks import MediapipeLandmarker\n"
        "landmarker = MediapipeLandmarker()\n"
        "landmarker.detect(np.zeros((64, 64, 3), np.uint8), 0.0)\n"
        "landmarker.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout + done.stderr == ""


def test_standard_error_works_again_afterwards(capfd):
    MediapipeLandmarker().close()
    os.write(2, b"still here")

    assert capfd.readouterr().err == "still here"
