"""The teacher looks and the filters they are made of; no torch needed."""

import numpy as np
import pytest

from vtoonify_rt.training.edges import Flow, ink_lines, levelled_luminance
from vtoonify_rt.training.filters import gaussian, kuwahara, sharpen, smoothstep, soft_quantise
from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.palettes import PALETTES, colour, expand


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """A light disc with a soft rim on a coloured slope."""
    y, x = np.mgrid[0:64, 0:96].astype(np.float32)
    disc = smoothstep(22.0, 18.0, np.hypot(x - 48, y - 32))
    slope = np.dstack([x / 96, y / 64, 0.5 + 0 * x])
    return np.asarray(0.3 * slope + 0.6 * disc[..., None], np.float32)


@pytest.fixture(params=LOOKS, ids=lambda look: look.id)
def look(request):
    return request.param


def test_a_look_draws_a_picture_of_the_same_size_in_range(look, picture):
    drawn = look.draw(picture)

    assert drawn.dtype == np.float32
    assert drawn.shape == (picture.shape if look.kind == "colour" else picture.shape[:2])
    assert drawn.min() >= 0.0
    assert drawn.max() <= 1.0


def test_a_look_is_deterministic_and_leaves_its_input_alone(look, picture):
    before = picture.copy()
    first = look.draw(picture)
    second = look.draw(picture)

    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_look_survives_black_and_white(look, level):
    drawn = look.draw(np.full((48, 48, 3), level, np.float32))

    assert np.isfinite(drawn).all()


def test_a_look_that_mirrors_draws_the_mirrored_drawing(look, picture):
    if not look.mirrors:
        pytest.skip("its light falls from one side")
    mirrored = look.draw(np.ascontiguousarray(picture[:, ::-1]))

    assert np.abs(mirrored[:, ::-1] - look.draw(picture)).mean() < 0.01


def test_soft_quantise_is_monotone_and_near_its_value():
    values = np.linspace(0.0, 1.0, 1001, dtype=np.float32)
    steps = soft_quantise(values, 6, 5.0)

    assert (np.diff(steps) >= 0.0).all()
    assert np.abs(steps - values).max() <= 1.0 / 12.0


def test_soft_quantise_has_no_jumps():
    values = np.linspace(0.0, 1.0, 10001, dtype=np.float32)

    assert np.diff(soft_quantise(values, 5, 4.5)).max() < 1e-3


def test_smoothing_along_strokes_keeps_stripes_and_removes_noise():
    x = np.arange(96, dtype=np.float32)
    stripes = np.repeat((0.5 + 0.4 * np.sin(x / 3.0))[None], 64, axis=0).astype(np.float32)
    noisy = stripes + np.random.default_rng(0).normal(0, 0.05, stripes.shape).astype(np.float32)
    flow = Flow(np.dstack([noisy] * 3), 2.5)

    error = np.abs(flow.smooth(noisy, 5) - stripes)[8:-8, 8:-8].mean()

    assert error < 0.6 * np.abs(noisy - stripes)[8:-8, 8:-8].mean()


def test_ink_marks_the_edge_and_spares_the_flats():
    picture = np.full((64, 64, 3), 0.8, np.float32)
    picture[:, 30:34] = 0.2
    flow = Flow(picture, 2.5)
    ink = ink_lines(
        levelled_luminance(picture), flow, sigma=1.0, weight=16.0, level=0.42, slope=6.0
    )

    assert ink[32, 32] < 0.2
    assert ink[32, 8] > 0.95


def test_kuwahara_keeps_a_flat_picture():
    flat = np.full((32, 32, 3), 0.4, np.float32)

    np.testing.assert_allclose(kuwahara(flat, 4.0), flat, atol=1e-5)


def test_wide_blur_on_a_reduced_picture_keeps_the_mean():
    noise = np.random.default_rng(0).random((128, 160), np.float32)

    assert abs(gaussian(noise, 40.0).mean() - noise.mean()) < 0.01


def test_sharpening_leaves_a_flat_picture():
    flat = np.full((16, 16), 0.3, np.float32)

    np.testing.assert_allclose(sharpen(flat, 1.0, 1.6), flat, atol=1e-6)


@pytest.mark.parametrize("name", PALETTES)
def test_a_palette_begins_and_ends_with_its_own_colours(name):
    entries = expand(PALETTES[name])
    first, last = (
        [int(text[i : i + 2], 16) for i in (1, 3, 5)]
        for text in (PALETTES[name][0], PALETTES[name][-1])
    )

    assert entries.shape == (256, 3)
    assert entries[0].tolist() == first
    assert entries[255].tolist() == last


def test_colouring_maps_tone_zero_and_one_to_the_ends():
    entries = expand(["#000000", "#ff8000"])
    drawn = colour(np.array([[0.0, 1.0]], np.float32), entries)

    np.testing.assert_allclose(drawn[0] * 255.0, [[0, 0, 0], [255, 128, 0]], atol=1e-4)
