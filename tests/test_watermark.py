"""The mark in pictures as captured, on real pictures of people."""

from pathlib import Path

import numpy as np
import pytest

from vtoonify_rt import compose
from vtoonify_rt.cover import Covers, plain_card
from vtoonify_rt.image_io import read_image
from vtoonify_rt.watermark import Watermark

PICTURE = read_image(Path(__file__).parent / "media" / "astronaut.jpg")
HEIGHT, WIDTH = PICTURE.shape[:2]
SIZES = [(HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2), (720, 1280)]


@pytest.fixture
def watermark():
    return Watermark(HEIGHT, WIDTH)


def test_the_mark_is_faint(watermark):
    change = np.abs(watermark.mark(PICTURE).astype(int) - PICTURE)

    assert change.max() <= 8


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_it_is_found_in_what_was_marked_and_only_there(watermark, height, width):
    marked = compose.letterbox(watermark.mark(PICTURE), height, width)
    clean = compose.letterbox(PICTURE, height, width)

    assert watermark.leaks(marked)
    assert not watermark.leaks(clean)


@pytest.mark.parametrize("size", [(240, 320), (241, 321), (120, 160)])
def test_a_small_picture_is_told_from_a_card_in_a_large_one(size):
    """Edges of the bars are no mark."""
    watermark = Watermark(*size)
    card = Covers().make("card", plain_card(), *size)
    raw = watermark.mark(compose.letterbox(PICTURE, *size))

    assert np.abs(watermark.shares(compose.letterbox(card, 720, 1280))).max() < 0.2
    assert watermark.leaks(compose.letterbox(raw, 720, 1280))


@pytest.mark.parametrize(("side", "can"), [(96, True), (95, False)])
def test_a_picture_that_is_too_small_is_not_judged(watermark, side, can):
    assert watermark.can_judge(np.zeros((side, side, 3), np.uint8)) == can
    assert not Watermark(2160, 3840).can_judge(np.zeros((300, 600, 3), np.uint8))


def test_one_place_of_the_picture_is_enough(watermark):
    seen = np.zeros_like(PICTURE)
    seen[128:256, 192:320] = watermark.mark(PICTURE)[128:256, 192:320]

    assert watermark.leaks(seen)


def test_a_redrawn_picture_has_none_of_it(watermark):
    redrawn = compose.resize(watermark.mark(PICTURE), HEIGHT // 8, WIDTH // 8)

    assert not watermark.leaks(compose.resize(redrawn, HEIGHT, WIDTH))


def test_shares_tell_how_much_shines_through(watermark):
    half = compose.cross_fade(watermark.mark(PICTURE), PICTURE, 0.5)

    assert np.median(watermark.shares(half)) == pytest.approx(0.5, abs=0.1)
