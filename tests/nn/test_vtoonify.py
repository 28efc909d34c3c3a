"""VToonify at tiny sizes: shapes, the meaning of the degree, rows and masks."""

import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.sizes import TINY64, TINY128, NetworkSizes  # noqa: E402
from vtoonify_rt.nn.synthetic import fill, normal, vtoonify_input  # noqa: E402
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT  # noqa: E402


def filled(network, sizes: NetworkSizes):
    net = network(sizes)
    shapes = {key: value.shape for key, value in net.state_dict().items()}
    net.load_state_dict({key: torch.from_numpy(v) for key, v in fill(shapes, 1).items()})
    return net.eval().requires_grad_(False)


def code(num: int, sizes: NetworkSizes, name: str = "style"):
    return torch.from_numpy(normal((num, sizes.num_rows, sizes.w_dim), 1, name, 0.7))


@pytest.fixture(scope="module")
def net_d() -> VToonifyD:
    return filled(VToonifyD, TINY128)


@pytest.fixture(scope="module")
def net_t() -> VToonifyT:
    return filled(VToonifyT, TINY128)


@pytest.fixture(scope="module")
def picture():
    return torch.from_numpy(vtoonify_input(1, 32, 40, 2))


@pytest.mark.parametrize("network", [VToonifyD, VToonifyT])
@pytest.mark.parametrize("sizes", [TINY128, TINY64], ids=["tiny128", "tiny64"])
def test_output_is_four_times_the_input(network, sizes) -> None:
    x = torch.from_numpy(vtoonify_input(2, 16, 24, 1))

    y = filled(network, sizes)(x, code(2, sizes), 0.5)

    assert y.shape == (2, 3, 64, 96)
    assert torch.isfinite(y).all()


def test_at_degree_zero_structure_rows_have_no_effect(net_d, picture) -> None:
    style = code(1, TINY128)
    other = torch.cat([code(1, TINY128, "other")[:, :3], style[:, 3:]], dim=1)

    torch.testing.assert_close(
        net_d(picture, style, 0.0), net_d(picture, other, 0.0), rtol=0, atol=0
    )


def test_above_degree_zero_structure_rows_matter(net_d, picture) -> None:
    style = code(1, TINY128)
    other = torch.cat([code(1, TINY128, "other")[:, :3], style[:, 3:]], dim=1)

    assert (net_d(picture, style, 0.5) - net_d(picture, other, 0.5)).abs().max() > 0.01


def test_the_first_row_is_never_used(net_d, picture) -> None:
    style = code(1, TINY128)
    other = torch.cat([code(1, TINY128, "other")[:, :1], style[:, 1:]], dim=1)

    torch.testing.assert_close(
        net_d(picture, style, 1.0), net_d(picture, other, 1.0), rtol=0, atol=0
    )


def test_the_degree_does_not_touch_colour_rows(net_d) -> None:
    style = code(1, TINY128)

    colours = net_d.generator.colour_rows(style)

    torch.testing.assert_close(colours[:, :3], style[:, :3])
    assert (colours[:, 3:] - style[:, 3:]).abs().max() > 0.01


def test_d_needs_a_degree(net_d, picture) -> None:
    with pytest.raises(ValueError, match="needs a style degree"):
        net_d(picture, code(1, TINY128))


def test_t_ignores_the_degree(net_t, picture) -> None:
    style = code(1, TINY128)

    torch.testing.assert_close(net_t(picture, style), net_t(picture, style, 0.7), rtol=0, atol=0)


def test_masks_lie_in_zero_to_one_and_do_something(net_d, picture) -> None:
    _, masks = net_d(picture, code(1, TINY128), 0.5, return_masks=True)

    assert [tuple(mask.shape[1:]) for mask in masks] == [(1, 8, 10), (1, 16, 20), (1, 32, 40)]
    assert all(mask.min() >= 0 and mask.max() < 1 for mask in masks)
    assert max(mask.max() for mask in masks) > 0.1


def test_t_has_no_masks(net_t, picture) -> None:
    with pytest.raises(ValueError, match="no fusion masks"):
        net_t(picture, code(1, TINY128), return_masks=True)


@pytest.mark.parametrize("fixture", ["net_d", "net_t"])
def test_features_are_those_of_the_bottleneck(fixture, picture, request) -> None:
    net = request.getfixturevalue(fixture)

    out, skip = net(picture, code(1, TINY128), 0.5, return_features=True)

    assert (out.shape, skip.shape) == ((1, 24, 8, 10), (1, 3, 8, 10))


@pytest.mark.parametrize("fixture", ["net_d", "net_t"])
def test_pictures_of_a_batch_do_not_mix(fixture, request) -> None:
    net = request.getfixturevalue(fixture)
    x, style = torch.from_numpy(vtoonify_input(2, 16, 24, 3)), code(2, TINY128)

    together = net(x, style, 0.5)

    torch.testing.assert_close(together[1:], net(x[1:], style[1:], 0.5), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("fixture", ["net_d", "net_t"])
def test_one_vector_stands_for_every_row(fixture, picture, request) -> None:
    net = request.getfixturevalue(fixture)
    vector = code(1, TINY128)[:, 0]
    rows = vector[:, None].repeat(1, TINY128.num_rows, 1)

    torch.testing.assert_close(net(picture, vector, 0.5), net(picture, rows, 0.5))


def test_codes_are_mapped_row_by_row(net_d) -> None:
    z = code(2, TINY128, "z")

    w_plus = net_d.zplus_to_wplus(z)

    torch.testing.assert_close(w_plus[1:, 4:5], net_d.zplus_to_wplus(z[1:, 4:5]))


def test_a_frame_that_does_not_divide_is_refused(net_d) -> None:
    with pytest.raises(ValueError, match="multiples of 4"):
        net_d(torch.zeros(1, 22, 16, 18), code(1, TINY128), 0.5)


def test_a_code_of_another_size_is_refused(net_d, picture) -> None:
    with pytest.raises(ValueError, match=r"expected \(N, 12, 32\)"):
        net_d(picture, torch.zeros(1, 18, 512), 0.5)


@pytest.mark.parametrize("network", [VToonifyD, VToonifyT])
def test_a_missing_key_is_an_error(network) -> None:
    net = network(TINY64)
    state = net.state_dict()
    del state["encoder.0.0.bias"]

    with pytest.raises(RuntimeError, match=r"encoder\.0\.0\.bias"):
        net.load_state_dict(state)
