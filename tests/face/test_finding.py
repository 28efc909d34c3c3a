"""Real faces, found with mediapipe: small ones, moving ones, in pictures of any size."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from vtoonify_rt.face.search import face_box
from vtoonify_rt.face.tracker import FaceTracker, find_faces
from vtoonify_rt.frame import Frame, Image

FACE_X, FACE_Y, FACE_WIDTH = 165, 114, 91  # of the astronaut, in a picture of 320 x 320
CLIPS = ["529.mp4", "529_2.mp4", "651.mp4", "7154235.mp4", "908.mp4"]
PHOTOS = [
    "038648.jpg",
    "077436.jpg",
    "077559.jpg",
    "081680.jpg",
    "ILip77SbmOE.jpg",
    "i5R8hbZFDdc.jpg",
    "yRpe13BHdKw.jpg",
    "pexels-andrea-piacquadio-733872.jpg",
]


def scene(portrait: Image, face_width: int, x: int, y: int, size: tuple[int, int]) -> Image:
    """A grey, slightly noisy picture of (height, width) with the face's middle at (x, y)."""
    noise = np.random.default_rng(0).normal(128, 4, (64, 64, 3)).astype(np.uint8)
    picture = np.tile(noise, (size[0] // 64 + 1, size[1] // 64 + 1, 1))[: size[0], : size[1]]
    scale = face_width / FACE_WIDTH
    head = portrait[10:220, 60:270]
    small = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = round(y - (FACE_Y - 10) * scale), round(x - (FACE_X - 60) * scale)
    top, left = max(top, 0), max(left, 0)
    height, width = picture[top : top + small.shape[0], left : left + small.shape[1]].shape[:2]
    picture[top : top + height, left : left + width] = small[:height, :width]
    return picture


def pictures_of(clip: Path) -> Iterator[Image]:
    """The pictures of a video file."""
    video = cv2.VideoCapture(str(clip))
    while (picture := video.read()[1]) is not None:
        yield cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8)


@pytest.mark.parametrize(("x", "y"), [(80, 90), (640, 100), (1210, 640), (427, 360), (900, 620)])
def test_a_live_face_of_60_pixels_is_found_within_four_frames(landmarker, astronaut, x, y):
    picture = scene(astronaut, 60, x, y, (720, 1280))
    tracker = FaceTracker(landmarker)

    found = [tracker.apply(Frame(picture, n / 30)).landmarks for n in range(4)][-1]

    assert found is not None
    assert (face_box(found).x, face_box(found).y) == pytest.approx((x, y), abs=12)


def test_a_small_face_that_moves_is_kept(landmarker, astronaut):
    tracker = FaceTracker(landmarker)
    found = []
    for n in range(24):
        frame = Frame(scene(astronaut, 60, 300 + 10 * n, 300, (720, 1280)), n / 30)
        found.append(tracker.apply(frame).landmarks)

    assert all(landmarks is not None for landmarks in found[4:])


def test_every_frame_of_the_clips_has_its_face(landmarker, shared):
    missed = {}
    for clip in CLIPS:
        tracker = FaceTracker(landmarker)
        found = [
            tracker.apply(Frame(image, n / 30)).landmarks
            for n, image in enumerate(pictures_of(shared / "media" / clip))
        ]
        missed[clip] = sum(landmarks is None for landmarks in found)

    assert missed == dict.fromkeys(CLIPS, 0)


@pytest.mark.parametrize("name", PHOTOS)
def test_the_photos_have_one_face_each(landmarker, shared, name):
    picture = cv2.imread(str(shared / "media" / name))
    assert picture is not None

    assert len(find_faces(landmarker, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))) == 1


@pytest.mark.parametrize(("x", "y"), [(80, 90), (640, 360), (1210, 640)])
def test_a_face_of_60_pixels_is_found_in_a_still_picture(landmarker, astronaut, x, y):
    [face] = find_faces(landmarker, scene(astronaut, 60, x, y, (720, 1280)))

    assert (face_box(face).x, face_box(face).y) == pytest.approx((x, y), abs=8)


@pytest.mark.parametrize("face_width", [60, 150, 1500])
def test_a_face_is_found_in_a_picture_of_20_megapixels(landmarker, astronaut, face_width):
    [face] = find_faces(landmarker, scene(astronaut, face_width, 3900, 2700, (3648, 5472)))

    assert np.ptp(face[:, 0]) == pytest.approx(face_width, rel=0.15)


def test_a_pair_is_found_and_the_larger_face_comes_first(landmarker, astronaut):
    picture = scene(astronaut, 160, 900, 400, (720, 1280))
    picture[:400, :600] = scene(astronaut, 120, 250, 220, (400, 600))

    assert [round(face_box(face).x) for face in find_faces(landmarker, picture)] == [
        pytest.approx(900, abs=15),
        pytest.approx(250, abs=15),
    ]


@pytest.mark.parametrize("shape", [(1, 1), (3, 1000), (720, 1280), (20, 20)])
def test_a_picture_without_a_face_has_none(landmarker, shape):
    assert find_faces(landmarker, np.full((*shape, 3), 100, np.uint8)) == []


def test_a_face_that_fills_the_picture_is_found(landmarker, astronaut):
    assert len(find_faces(landmarker, astronaut[60:170, 115:215])) == 1
