"""StyleGAN2 and DualStyleGAN at tiny sizes: noise, partial synthesis, the extrinsic path."""

import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.dualstylegan import DualStyleGan  # noqa: E402
from vtoonify_rt.nn.layers import downsampler, skip_upsampler  # noqa: E402
from vtoonify_rt.nn.sizes import TINY64  # noqa: E402
from vtoonify_rt.nn.stylegan2 import StyleGan2  # noqa: E402
from vtoonify_rt.nn.synthetic import fill, normal  # noqa: E402

ROWS, STRUCTURE = TINY64.num_rows, TINY64.structure_rows


def filled(network):
    net = network(TINY64)
    shapes = {key: value.shape for key, value in net.state_dict().items()}
    net.load_state_dict({key: torch.from_numpy(v) for key, v in fill(shapes, 1).items()})
    return net.eval().requires_grad_(False)


def code(name: str):
    return torch.from_numpy(normal((1, ROWS, TINY64.w_dim), 1, name, 0.7))


@pytest.fixture(scope="module")
def gan() -> StyleGan2:
    return filled(StyleGan2)


@pytest.fixture(scope="module")
def dual() -> DualStyleGan:
    return filled(DualStyleGan)


def test_a_picture_has_the_output_resolution(gan) -> None:
    assert gan(code("w"), gan.noises.maps()).shape == (1, 3, 64, 64)


def test_no_noise_is_like_silent_noise(gan) -> None:
    silent = [torch.zeros_like(noise) for noise in gan.noises.maps()]

    torch.testing.assert_close(gan(code("w")), gan(code("w"), silent))


def test_the_noise_maps_of_the_file_are_heard(gan) -> None:
    assert (gan(code("w")) - gan(code("w"), gan.noises.maps())).abs().max() > 0.01


def test_synthesis_stops_where_it_is_told(gan) -> None:
    features, skip = gan.synthesize(code("w"), num_blocks=2)

    assert (features.shape, skip.shape) == ((1, 16, 16, 16), (1, 3, 16, 16))


def test_without_weight_the_extrinsic_path_is_absent(dual) -> None:
    plain = dual.generator(code("w"))

    drawn = dual(code("w"), code("extrinsic"), [0.0] * ROWS)

    torch.testing.assert_close(drawn, plain, rtol=0, atol=0)


def test_noise_goes_to_the_same_layers_in_both(dual) -> None:
    noises = dual.generator.noises.maps()

    drawn = dual(code("w"), code("extrinsic"), [0.0] * ROWS, noises)

    torch.testing.assert_close(drawn, dual.generator(code("w"), noises), rtol=0, atol=0)


def test_full_colour_weights_replace_the_own_rows(dual) -> None:
    weights = [0.0] * STRUCTURE + [1.0] * (ROWS - STRUCTURE)
    other = torch.cat([code("w")[:, :STRUCTURE], code("other")[:, STRUCTURE:]], dim=1)

    drawn = dual(code("w"), code("extrinsic"), weights)

    torch.testing.assert_close(drawn, dual(other, code("extrinsic"), weights))


@pytest.mark.parametrize("row", range(STRUCTURE))
def test_each_structure_row_changes_the_picture(dual, row) -> None:
    weights = [0.0] * ROWS
    weights[row] = 1.0

    drawn = dual(code("w"), code("extrinsic"), weights)

    assert (drawn - dual.generator(code("w"))).abs().max() > 0.01


def test_partial_synthesis_is_the_same_in_both(dual) -> None:
    features, skip = dual.synthesize(code("w"), code("extrinsic"), [0.0] * ROWS, num_blocks=2)
    plain_features, plain_skip = dual.generator.synthesize(code("w"), num_blocks=2)

    torch.testing.assert_close(features, plain_features)
    torch.testing.assert_close(skip, plain_skip)


def test_a_new_extrinsic_path_leaves_colours_nearly_alone() -> None:
    torch.manual_seed(0)
    rows = DualStyleGan(TINY64).colour_rows(code("extrinsic"))

    torch.testing.assert_close(rows, code("extrinsic"), rtol=0, atol=0.1)


def test_a_doubled_skip_fades_to_zero_at_its_border() -> None:
    doubled = skip_upsampler()(torch.ones(1, 1, 4, 4))

    torch.testing.assert_close(doubled[0, 0, 3, :3], torch.tensor([0.75, 1.0, 1.0]))


def test_halving_keeps_the_brightness() -> None:
    halved = downsampler()(torch.ones(1, 2, 8, 8))

    torch.testing.assert_close(halved[..., 1:3, 1:3], torch.ones(1, 2, 2, 2))
