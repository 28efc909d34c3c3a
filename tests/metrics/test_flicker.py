"""Flicker: what changes besides moving."""

import numpy as np
import pytest
from moving_texture import texture

from vtoonify_rt.metrics.correspondence import Correspondence, find_correspondence
from vtoonify_rt.metrics.flicker import ClipFlicker, flicker

SHIFTS = (0.0, 2.0, 4.0)


def lighter(picture: np.ndarray, levels: int) -> np.ndarray:
    return np.clip(picture.astype(int) + levels, 0, 255).astype(np.uint8)


def test_a_still_clip_does_not_flicker():
    assert ClipFlicker([texture(0.0)] * 3).mean([texture(0.0)] * 3) == pytest.approx(0.0, abs=0.01)


def test_what_moves_does_not_flicker():
    clip = [texture(shift) for shift in SHIFTS]
    apart = np.abs(clip[1].astype(float) - clip[0]).mean()

    assert ClipFlicker(clip).mean(clip) < 0.05 * apart


def test_flicker_is_the_change_in_levels():
    before, now = np.full((2, *texture(0.0).shape), 100, np.uint8)
    still = find_correspondence(texture(0.0), texture(0.0))

    assert flicker(before, lighter(now, 7), still) == pytest.approx(7.0)


def test_a_version_flickers_along_the_motion_of_the_clip():
    clip = [texture(shift) for shift in SHIFTS]
    version = [lighter(picture // 2 + 64, 9 * (i % 2)) for i, picture in enumerate(clip)]

    assert ClipFlicker(clip).mean(version) == pytest.approx(9.0, rel=0.1)


def test_only_certain_pixels_count():
    before, now = np.zeros((2, 20, 20, 3), np.uint8)
    now[:10] = 200
    lower = np.arange(20)[:, None].repeat(20, axis=1) >= 10
    still = np.zeros((20, 20, 2), np.float32)

    assert flicker(before, now, Correspondence(still, lower)) == 0.0
    assert flicker(before, now, Correspondence(still, ~lower)) == 200.0


def test_without_a_certain_pixel_nothing_is_known():
    picture = np.zeros((20, 20, 3), np.uint8)
    nowhere = Correspondence(np.zeros((20, 20, 2), np.float32), np.zeros((20, 20), bool))

    assert flicker(picture, picture, nowhere) is None
