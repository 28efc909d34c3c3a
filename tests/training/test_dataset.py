"""Variations of pictures and sets of rendered samples; no torch needed."""

import numpy as np
import pytest

from vtoonify_rt.errors import AppError
from vtoonify_rt.training.augment import Source, synthetic, through_webcam, vary
from vtoonify_rt.training.dataset import (
    NUM_CHANNELS,
    SampleSet,
    SetConfig,
    channel_of,
    render_sample,
    render_set,
)
from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.sources import PHOTOS, load_photo


@pytest.fixture(scope="module")
def source() -> Source:
    image = np.random.default_rng(1).integers(0, 256, (120, 100, 3), np.uint8)
    return Source(image, irises=((40, 50), (60, 52)))


@pytest.fixture
def photographs(monkeypatch, source):
    monkeypatch.setattr(
        "vtoonify_rt.training.dataset.load_sources", lambda folder: ([source], [source])
    )


def test_a_variation_depends_on_the_generator_alone(source):
    first = vary(source, 64, np.random.default_rng(3))
    second = vary(source, 64, np.random.default_rng(3))

    np.testing.assert_array_equal(first, second)
    assert first.shape == (64, 64, 3)
    assert 0.0 <= first.min() <= first.max() <= 1.0


def test_a_synthetic_picture_is_in_range():
    picture = synthetic(64, np.random.default_rng(4))

    assert picture.shape == (64, 64, 3)
    assert 0.0 <= picture.min() <= picture.max() <= 1.0


def test_the_webcam_returns_a_new_picture_of_the_same_kind():
    picture = np.full((32, 32, 3), 90, np.uint8)
    rng = np.random.default_rng(0)
    seen = [through_webcam(picture, rng) for _ in range(8)]

    assert all(each.shape == picture.shape and each.dtype == np.uint8 for each in seen)
    assert (picture == 90).all()
    assert len({each.tobytes() for each in seen}) >= 4


def test_looks_follow_the_picture_in_a_sample(source):
    config = SetConfig(size=64, count=2)
    sample = render_sample([source], [source], config, 1)

    assert sample.shape == (64, 64, NUM_CHANNELS)
    assert channel_of(0) == 3
    assert channel_of(len(LOOKS)) == NUM_CHANNELS


def test_rendering_in_parts_gives_the_same_samples(tmp_path, photographs, source):
    config = SetConfig(size=64, count=3)
    render_set(tmp_path, tmp_path / "set", config, 1, 2)
    assert len(SampleSet(tmp_path / "set", config)) == 0  # sample 0 is missing

    render_set(tmp_path, tmp_path / "set", config, 0, 2)
    samples = SampleSet(tmp_path / "set", config)
    picture, target = samples.read(2, 1)
    expected = render_sample([source], [source], config, 2)

    assert len(samples) == 3
    np.testing.assert_array_equal(picture, expected[..., :3])
    np.testing.assert_array_equal(target[..., 0], expected[..., channel_of(1)])


def test_a_missing_photograph_is_named_with_its_address(tmp_path):
    with pytest.raises(AppError, match=r"unsplash\.com"):
        load_photo(PHOTOS[0], tmp_path)


def test_every_photograph_has_credit_and_licence():
    assert all(photo.credit and photo.licence and photo.url for photo in PHOTOS)
