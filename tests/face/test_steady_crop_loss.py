"""Where the live crop goes when the face is lost, and when one is found again."""

import pytest
from fakes import face_at
from followed_crop import HEIGHT, WIDTH, centre, follow, walk

from vtoonify_rt.config import Padding
from vtoonify_rt.face.steady_crop import SteadyCrop


def test_it_stays_when_the_face_is_lost():
    walking = list(walk(300, 900, 300, rest=0))[:20]
    boxes = follow([*walking, None, None, None])

    assert boxes[-1] == boxes[len(walking) - 1]


def test_a_loss_ends_a_glide():
    walking = list(walk(300, 900, 300, rest=0))[:20]
    box = follow(walking)[-1]
    middle = face_at(centre(box), 360, 50)

    assert centre(follow([*walking, None, middle])[-1]) == pytest.approx(centre(box), abs=0.6)


def test_there_is_no_region_before_the_first_face():
    assert SteadyCrop(Padding(), 384, 8).update(None, HEIGHT, WIDTH, 0.0) is None


def test_a_face_that_turns_up_far_from_the_lost_one_is_centred_at_once():
    boxes = follow([face_at(300, 360, 50), None, face_at(1000, 360, 50)])

    assert centre(boxes[-1]) == pytest.approx(1000, abs=1)


def test_a_face_that_turns_up_near_the_lost_one_is_glided_to():
    boxes = follow([face_at(300, 360, 50), None, face_at(380, 360, 50)])

    assert centre(boxes[-1]) < 320


def test_after_a_reset_the_next_face_is_centred_at_once():
    crop = SteadyCrop(Padding(), 384, 8)
    follow([face_at(600, 360, 50)], crop)
    crop.reset()

    assert centre(follow([face_at(660, 360, 50)], crop)[0]) == pytest.approx(660, abs=1)


def test_a_frame_of_another_size_starts_afresh():
    crop = SteadyCrop(Padding(), 384, 8)
    follow([face_at(1000, 360, 50)], crop)
    box = crop.update(face_at(160, 120, 20), 240, 320, 1.0)

    assert box is not None
    assert centre(box) == pytest.approx(160, abs=1)
