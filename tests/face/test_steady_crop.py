"""The live crop stands still, or glides; it never leaves the frame and never trembles."""

import math

import numpy as np
import pytest
from fakes import face_at
from followed_crop import FPS, HEIGHT, WIDTH, centre, follow, walk

from vtoonify_rt.config import Padding
from vtoonify_rt.face.crop import crop_parameters, eyes_from_landmarks
from vtoonify_rt.face.steady_crop import SteadyCrop


def test_the_first_face_is_centred():
    box = follow([face_at(640, 360, 50)])[0]

    assert (centre(box), box.y + box.height / 2) == pytest.approx((640, 360), abs=1)


def test_the_region_shows_what_the_published_rule_shows():
    face = face_at(640, 360, 50)
    rule = crop_parameters(*eyes_from_landmarks(face), HEIGHT, WIDTH, Padding(left=300, top=150))

    box = follow([face], SteadyCrop(Padding(left=300, top=150), 384, 8))[0]

    shown = np.array([box.x, box.y, box.x + box.width, box.y + box.height]) * rule.scale
    np.testing.assert_allclose(shown, [rule.left, rule.top, rule.right, rule.bottom], atol=12)


def test_it_stands_still_under_jitter():
    random = np.random.default_rng(0)
    faces = [face_at(*random.normal((640, 360), 2), 50) for _ in range(300)]

    assert len(set(follow(faces))) == 1


def test_it_stands_on_whole_pixels():
    box = follow([face_at(601.37, 333.91, 41.7)])[0]

    assert [v % 1 for v in (box.x, box.y, box.width, box.height)] == [0, 0, 0, 0]


def test_it_keeps_its_size_while_the_mouth_moves():
    faces = [face_at(640, 360, 50) for _ in range(60)]
    for n, face in enumerate(faces):
        below_the_nose = face[:, 1] > 360 + 36
        face[below_the_nose, 1] += 8 * math.sin(n)

    assert len({(box.width, box.height) for box in follow(faces)}) == 1


def test_it_keeps_its_size_while_the_head_turns():
    upright = face_at(640, 360, 50)
    faces = []
    for degrees in range(0, 70, 2):
        face = upright.copy()
        face[:, 0] = 640 + (face[:, 0] - 640) * math.cos(math.radians(degrees))
        faces.append(face)
    boxes = follow(faces)

    assert min(box.width for box in boxes) >= 0.75 * boxes[0].width


@pytest.mark.parametrize("speed", [60, 200, 400, 800, 1600])
def test_it_follows_a_walk_and_keeps_the_face_inside(speed):
    faces = list(walk(250, 1000, speed))
    boxes = follow(faces)

    for face, box in zip(faces, boxes, strict=True):
        assert box.x < face[:, 0].min()
        assert face[:, 0].max() < box.x + box.width


def test_it_stands_centred_after_a_walk():
    boxes = follow(walk(300, 900, 200, rest=60))

    assert len(set(boxes[-20:])) == 1
    assert centre(boxes[-1]) == pytest.approx(900, abs=0.03 * boxes[-1].width)


def test_it_does_not_overshoot():
    boxes = follow([face_at(400, 360, 50)] + [face_at(540, 360, 50)] * 90)

    assert max(centre(box) for box in boxes) <= 541


def test_it_moves_smoothly():
    steps = np.diff([box.x for box in follow(walk(250, 1000, 300))])

    assert np.abs(np.diff(steps)).max() <= 0.3 * steps.max()


def test_the_frame_rate_does_not_change_the_way():
    fast = follow([face_at(400 if n == 0 else 540, 360, 50) for n in range(61)], fps=60)
    slow = follow([face_at(400 if n == 0 else 540, 360, 50) for n in range(16)], fps=15)

    assert fast[24].x == pytest.approx(slow[6].x, abs=1.5)


@pytest.mark.parametrize("x", [-40, 20, 640, 1250, 1320])
@pytest.mark.parametrize("y", [-30, 360, 740])
@pytest.mark.parametrize("distance", [2, 20, 60, 300])
def test_it_never_leaves_the_frame(x, y, distance):
    faces = [face_at(640, 360, 80), *[face_at(x, y, distance)] * 40]

    for box in follow(faces):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= HEIGHT


@pytest.mark.parametrize("padding", [Padding(), Padding(left=300, right=280, top=150)])
@pytest.mark.parametrize("distance", [15, 50, 200])
def test_its_aspect_ratio_is_that_of_the_network_picture(padding, distance):
    """But for the rounding of the network's sides to whole multiples."""
    crop = SteadyCrop(padding, 384, 8)
    boxes = follow([face_at(700, 300, distance), *[face_at(500, 300, distance * 1.4)] * 9], crop)
    height, width = crop.network_size

    for box in boxes:
        scale = width / box.width
        assert abs(box.height * scale - height) <= 8


def test_a_first_face_too_large_for_the_frame_is_shown_with_the_whole_frame():
    crop = SteadyCrop(Padding(), 384, 8)
    box = follow([face_at(640, 360, 250)], crop)[0]

    assert (box.x, box.y, box.width, box.height) == (0, 0, WIDTH, HEIGHT)
    # 384 / 400 * 64 / 250 network pixels for each of the frame's
    assert crop.network_size == (176, 312)


def test_the_network_size_stays_when_the_face_comes_near_or_leaves():
    crop = SteadyCrop(Padding(), 384, 32)
    follow([face_at(640, 360, 40)] * 3, crop)
    size = crop.network_size

    follow([face_at(640, 360, 250)] * 60 + [None] * 3 + [face_at(200, 360, 90)], crop)

    assert crop.network_size == size == (384, 384)


def test_a_region_larger_than_the_frame_shrinks_to_fit():
    box = follow([face_at(640, 360, 180)])[0]

    assert (box.y, box.height) == (0, HEIGHT)
    assert box.width == 1125  # 400 / 64 eye distances, which the frame has


@pytest.mark.parametrize(
    ("padding", "crop_px", "multiple", "size"),
    [
        (Padding(), 384, 8, (384, 384)),
        (Padding(left=300, right=300, top=150, bottom=250), 384, 8, (384, 576)),
        (Padding(), 350, 32, (352, 352)),
        (Padding(left=64, right=64, top=64, bottom=64), 128, 64, (64, 64)),
    ],
)
def test_the_network_size_follows_from_padding_and_crop_size(padding, crop_px, multiple, size):
    assert SteadyCrop(padding, crop_px, multiple).network_size == size


def test_a_face_that_comes_nearer_is_shown_no_larger():
    faces = [face_at(640, 360, 40)] * 5 + [face_at(640, 360, 60)] * 90
    boxes = follow(faces)

    assert boxes[-1].width == pytest.approx(1.5 * boxes[0].width, rel=0.03)
    assert len(set(boxes[-20:])) == 1


def test_a_little_nearer_or_farther_is_let_be():
    faces = [face_at(640, 360, 40 + 4 * math.sin(n / 10)) for n in range(200)]

    assert len(set(follow(faces))) == 1


def test_another_number_of_network_pixels_shows_the_same_region():
    faces = list(walk(400, 700, 300))
    crop, resized = SteadyCrop(Padding(), 384, 8), SteadyCrop(Padding(), 384, 8)
    before = follow(faces[:20], crop), follow(faces[:20], resized)

    resized.resize(320)

    assert before[0] == before[1]
    assert resized.network_size == (320, 320)
    assert crop.update(faces[20], HEIGHT, WIDTH, 20 / FPS) == resized.update(
        faces[20], HEIGHT, WIDTH, 20 / FPS
    )
