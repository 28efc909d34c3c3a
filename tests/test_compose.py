"""Pasting the crop back: exact inside, feathered at its edge, nothing elsewhere."""

import numpy as np
import pytest

from vtoonify_rt import compose


@pytest.fixture
def image():
    return np.random.default_rng(1).integers(0, 256, (120, 200, 3), np.uint8)


def white(height: int, width: int):
    return np.full((height, width, 3), 255, np.uint8)


def test_pixels_outside_the_crop_stay(image):
    result = compose.paste_back(image, white(60, 60), (50, 30, 60, 60))
    outside = np.ones(image.shape[:2], bool)
    outside[30:90, 50:110] = False

    np.testing.assert_array_equal(result[outside], image[outside])


def test_the_input_is_not_written_to(image):
    before = image.copy()

    compose.paste_back(image, white(60, 60), (50, 30, 60, 60), strength=0.5)

    np.testing.assert_array_equal(image, before)


def test_the_inside_of_the_crop_is_the_patch(image):
    patch = np.random.default_rng(2).integers(0, 256, (60, 60, 3), np.uint8)
    result = compose.paste_back(image, patch, (50, 30, 60, 60))

    np.testing.assert_array_equal(result[36:84, 56:104], patch[6:54, 6:54])


def test_the_patch_fades_in_from_the_edge():
    result = compose.paste_back(np.zeros((120, 200, 3), np.uint8), white(60, 60), (50, 30, 60, 60))
    row = result[60, 50:110, 0].astype(int)

    assert row[0] < 10
    assert (np.diff(row[:30]) >= 0).all()
    assert row[7:53].min() == 255
    np.testing.assert_array_equal(row, row[::-1])


def test_every_blended_pixel_is_the_weighted_mean(image):
    patch = np.random.default_rng(3).integers(0, 256, (50, 70, 3), np.uint8)
    result = compose.paste_back(image, patch, (20, 40, 70, 50))
    ramps = [compose._ramp(length, 5, True, True) for length in (50, 70)]
    weight = (ramps[0][:, None] * ramps[1][None, :])[..., None]
    expected = weight * patch + (1 - weight) * image[40:90, 20:90]

    np.testing.assert_allclose(result[40:90, 20:90], expected, atol=0.51)


def test_no_fade_at_the_frames_own_edge(image):
    result = compose.paste_back(image, white(120, 100), (0, 0, 100, 120))

    assert result[:, :90].min() == 255  # left, top and bottom are the frame's own
    assert result[:, 99].min() < 255


def test_a_crop_of_the_whole_frame_replaces_it(image):
    result = compose.paste_back(image, white(60, 100), (0, 0, 200, 120))

    assert result.min() == 255


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_strength_scales_the_patch(image, strength):
    result = compose.paste_back(image, white(120, 200), (0, 0, 200, 120), strength)

    expected = strength * 255 + (1 - strength) * image.astype(float)
    np.testing.assert_allclose(result, expected, atol=0.51)


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (10, 10, 2, 3), (199, 119, 1, 1)])
def test_tiny_crops_are_pasted(image, box):
    result = compose.paste_back(image, white(8, 8), box)

    assert result.shape == image.shape


def test_crop_is_the_box(image):
    np.testing.assert_array_equal(
        compose.crop(image, (50, 30, 64, 32), 32, 64), image[30:62, 50:114]
    )


def test_shrinking_far_averages():
    checker = (np.indices((400, 400)).sum(axis=0) % 2 * 255).astype(np.uint8)
    small = compose.resize(np.dstack([checker] * 3), 40, 40)

    assert abs(small.astype(int) - 128).max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (7, 1), (1, 9), (720, 1280)])
def test_blur_keeps_size_and_brightness(shape):
    image = np.full((*shape, 3), 90, np.uint8)

    np.testing.assert_array_equal(compose.blur(image), image)


def test_blur_hides_detail(image):
    large = compose.resize(image, 720, 1280)

    assert compose.blur(large).std() < 0.2 * large.std()


def test_cross_fade_goes_from_one_to_the_other(image):
    other = 255 - image

    np.testing.assert_array_equal(compose.cross_fade(image, other, 0.0), image)
    np.testing.assert_array_equal(compose.cross_fade(image, other, 1.0), other)


def test_a_picture_is_letterboxed_between_black_bars():
    boxed = compose.letterbox(white(10, 10), 20, 40)

    assert (boxed[:, 10:30] == 255).all()
    assert (boxed[:, :10] == 0).all()
    assert (boxed[:, 30:] == 0).all()


def test_a_picture_of_the_right_size_is_not_copied(image):
    assert compose.letterbox(image, *image.shape[:2]) is image
