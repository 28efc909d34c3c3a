"""Several crops in one frame: everybody in their own style, and no seam."""

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt import compose
from vtoonify_rt.overlap import Patch, Spot, paste_all, spot_of

FRAME = np.zeros((240, 400, 3), np.uint8)
RED, BLUE = (np.full((8, 8, 3), colour, np.uint8) for colour in ((250, 0, 0), (0, 0, 250)))


def patch(picture, x, size=160, unit=25.0, strength=1.0, is_lost=False) -> Patch:
    box = (x - size // 2, 40, size, size)
    return Patch(picture, box, Spot(x, 40 + size / 2, unit), strength, is_lost)


def test_a_crop_alone_is_pasted_as_ever():
    alone = patch(RED, 120)

    pasted = paste_all(FRAME, [alone])
    np.testing.assert_array_equal(pasted, compose.paste_back(FRAME, RED, alone.box))


def test_where_crops_overlap_everybody_is_seen_in_their_own():
    pasted = paste_all(FRAME, [patch(RED, 150), patch(BLUE, 230)])

    assert pasted[120, 150].tolist() == pytest.approx([250, 0, 0], abs=3)
    assert pasted[120, 230].tolist() == pytest.approx([0, 0, 250], abs=3)
    assert pasted[120, 190].tolist() == pytest.approx([125, 0, 125], abs=12)


def test_nothing_of_what_is_below_shines_through_between_two():
    pasted = paste_all(FRAME, [patch(RED, 150), patch(BLUE, 230)]).astype(int)

    assert pasted[60:180, 100:280].sum(axis=2).min() >= 245


def test_there_is_no_seam():
    row = paste_all(FRAME, [patch(RED, 150), patch(BLUE, 230)])[120].astype(int)

    assert np.abs(np.diff(row, axis=0)).max() <= 25


def test_the_larger_face_has_more_of_what_lies_between():
    pasted = paste_all(FRAME, [patch(BLUE, 230, unit=40), patch(RED, 150)])

    assert pasted[120, 190, 2] > 180


def test_a_face_that_is_left_alone_shows_what_is_below():
    pasted = paste_all(FRAME, [patch(RED, 150)], [Spot(200, 120, 25)])

    assert pasted[120, 200].max() <= 5
    assert pasted[120, 150, 0] >= 240


def test_who_is_lost_hides_nothing_of_another():
    pasted = paste_all(FRAME, [patch(RED, 150, is_lost=True), patch(BLUE, 170)])

    assert pasted[120, 150].tolist() == [0, 0, 250]


def test_a_face_is_where_its_landmarks_are():
    spot = spot_of(face_at(100, 60, 20))

    assert (spot.x, spot.unit) == (pytest.approx(100, abs=1), pytest.approx(20))
