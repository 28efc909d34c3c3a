"""The aligned face: on the numbers of the published one, and on squares that are known."""

from pathlib import Path

import numpy as np
import pytest
from fakes import face_at
from numpy.typing import NDArray

from vtoonify_rt.face.alignment import (
    ALIGNED_PX,
    IMAGE_LEFT_MOUTH_CORNER,
    IMAGE_RIGHT_MOUTH_CORNER,
    FaceQuad,
    align_face,
    cut_face,
    face_quad,
    plan_cut,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "align_face.npz"


@pytest.fixture(scope="module")
def golden() -> dict[str, NDArray[np.float64]]:
    with np.load(GOLDEN) as file:
        return dict(file)


def quads(golden: dict[str, NDArray[np.float64]]) -> list[FaceQuad]:
    return [
        face_quad(face[36:42].mean(axis=0), face[42:48].mean(axis=0), face[48], face[54])
        for face in golden["landmarks"]
    ]


def square(left: float, top: float, side: float) -> FaceQuad:
    """An upright square."""
    right, bottom = left + side, top + side
    return FaceQuad(
        np.array([[left, top], [left, bottom], [right, bottom], [right, top]]), side=side
    )


def ramp(height: int, width: int) -> NDArray[np.uint8]:
    """Red grows to the right, green downwards."""
    red, green = np.meshgrid(np.arange(width) % 256, np.arange(height) % 256)
    return np.stack([red, green, np.full_like(red, 40)], axis=-1).astype(np.uint8)


def test_squares_equal_the_published_ones(golden):
    found = quads(golden)

    np.testing.assert_allclose([quad.corners for quad in found], golden["quad0"], rtol=0, atol=1e-9)
    np.testing.assert_allclose([quad.side for quad in found], golden["qsize0"], rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("side", "qsize"),
        ("border", "border"),
        ("crop", "crop"),
        ("pad", "pad"),
        ("padded", "padded"),
        ("corners", "quad_final"),
    ],
)
def test_cuts_equal_the_published_ones(golden, part, key):
    cuts = [
        plan_cut(quad, int(height), int(width))
        for quad, (height, width) in zip(quads(golden), golden["hw"], strict=True)
    ]

    found = np.array([getattr(cut, part) for cut in cuts], np.float64)
    np.testing.assert_allclose(found, golden[key], rtol=0, atol=1e-9)


def test_an_upright_square_is_cut_out_as_it_is():
    picture = ramp(400, 400)

    cut = cut_face(picture, square(60, 80, ALIGNED_PX))

    # The published drawing samples half a pixel to the right of and below each pixel's middle.
    moved = picture[80 : 80 + ALIGNED_PX, 60 : 60 + ALIGNED_PX].astype(int)
    inner = slice(None, 170)  # where the ramp does not start over
    np.testing.assert_allclose(cut[inner, inner], moved[inner, inner], atol=1)


def test_a_square_twice_too_large_is_drawn_at_half_size():
    picture = np.repeat(np.repeat(ramp(200, 200), 4, axis=0), 4, axis=1)

    cut = cut_face(picture, square(100, 100, 600))

    assert cut.shape == (ALIGNED_PX, ALIGNED_PX, 3)
    np.testing.assert_allclose(cut[128, 128, :2], [100, 100], atol=2)


def test_a_turned_head_comes_out_upright():
    eyes = np.array([[100.0, 100.0], [140.0, 120.0]])
    down = np.array([-20.0, 40.0])  # at a right angle to the eyes' line
    mouth = eyes + down

    quad = face_quad(*eyes, *mouth)

    top = quad.corners[3] - quad.corners[0]
    np.testing.assert_allclose(top / np.linalg.norm(top), np.array([2, 1]) / np.sqrt(5))


def test_where_the_picture_ends_it_goes_on_and_fades():
    picture = np.full((200, 200, 3), 90, np.uint8)
    picture[:, 100:] = 180

    cut = cut_face(picture, square(-60, -28, ALIGNED_PX))

    assert cut.min() >= 90
    assert abs(int(cut[128, 2, 0]) - 90) < 30  # mirrored, drawn towards the median


def test_mesh_points_are_taken_for_the_four_places():
    landmarks = face_at(200, 180, 64)
    landmarks[IMAGE_LEFT_MOUTH_CORNER] = 180, 240
    landmarks[IMAGE_RIGHT_MOUTH_CORNER] = 220, 240
    eyes = np.array([[168.0, 180.0], [232.0, 180.0]])
    mouth = np.array([[180.0, 240.0], [220.0, 240.0]])
    picture = ramp(400, 400)

    np.testing.assert_array_equal(
        align_face(picture, landmarks), cut_face(picture, face_quad(*eyes, *mouth))
    )


def test_the_picture_is_left_as_it_was():
    picture = ramp(120, 120)
    before = picture.copy()

    cut_face(picture, square(-20, -20, 150))

    np.testing.assert_array_equal(picture, before)


def test_a_face_outside_the_picture_is_refused():
    with pytest.raises(ValueError, match="outside the picture of 100 x 80"):
        plan_cut(square(500, 10, 60), 80, 100)


def test_points_that_tell_no_direction_are_refused():
    point = np.array([5.0, 5.0])

    with pytest.raises(ValueError, match="no direction"):
        face_quad(point, point, point, point)
