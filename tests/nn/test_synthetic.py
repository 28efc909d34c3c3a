"""Synthetic weights: the same numbers on every machine, whatever else is asked for."""

import hashlib

import numpy as np
import pytest

from vtoonify_rt.nn.synthetic import fill, sample_image, smooth, tensor, vtoonify_input


@pytest.mark.parametrize(
    ("key", "shape", "digest"),
    [
        ("encoder.0.0.weight", (32, 22, 3, 3), "73e620168142c4a3"),
        ("generator.generator.convs.6.conv.weight", (1, 512, 512, 3, 3), "4a64965c49833a75"),
        ("fusion_out.0.norm.style.bias", (2048,), "6a3d0e0787e26740"),
        ("cp.resnet.bn1.running_var", (64,), "f21e38b9890d5a88"),
    ],
)
def test_tensors_are_the_ones_that_golden_files_were_made_with(key, shape, digest) -> None:
    found = hashlib.sha256(tensor(key, shape, 1).tobytes()).hexdigest()

    assert found[:16] == digest


def test_a_tensor_does_not_depend_on_the_others() -> None:
    alone = fill({"encoder.0.0.bias": (8,)}, 1)
    among = fill({"encoder.0.0.weight": (8, 22, 3, 3), "encoder.0.0.bias": (8,)}, 1)

    np.testing.assert_array_equal(alone["encoder.0.0.bias"], among["encoder.0.0.bias"])


def test_another_seed_gives_other_numbers() -> None:
    assert not np.array_equal(
        tensor("encoder.0.0.bias", (8,), 1), tensor("encoder.0.0.bias", (8,), 2)
    )


def test_counters_are_whole_numbers() -> None:
    assert fill({"bn1.num_batches_tracked": ()}, 1)["bn1.num_batches_tracked"].dtype == np.int64


def test_a_smooth_picture_stays_in_range_and_uses_it() -> None:
    picture = smooth((1, 3, 24, 40), 5)

    assert picture.min() >= -1
    assert picture.max() <= 1
    assert picture.std() > 0.2


def test_network_input_has_half_the_range_in_parsing() -> None:
    pixels = vtoonify_input(1, 16, 24, 5)

    assert pixels.shape == (1, 22, 16, 24)
    assert np.abs(pixels[:, 3:]).max() <= 0.5


def test_a_sample_knows_the_whole_picture() -> None:
    picture = smooth((1, 3, 64, 96), 5)

    sample = sample_image(picture)

    np.testing.assert_array_equal(sample["mid"], picture[..., 8:56, 24:72])
    assert sample["stats"][0, 1, 3] == picture[0, 1].max()
