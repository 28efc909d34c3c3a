"""The face parser: key names, sizes, and what VToonify does around it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.bisenet import BiSeNet, parsing_logits  # noqa: E402
from vtoonify_rt.nn.sizes import (  # noqa: E402
    BISENET_FULL,
    BISENET_TINY,
    bisenet_sizes_from_shapes,
)
from vtoonify_rt.nn.synthetic import fill, smooth  # noqa: E402


@pytest.fixture(scope="module")
def parser() -> BiSeNet:
    net = BiSeNet(BISENET_TINY).eval()
    weights = fill(shapes_of(net), 1)
    net.load_state_dict({k: torch.from_numpy(np.asarray(v)) for k, v in weights.items()})
    return net


def shapes_of(net: torch.nn.Module) -> dict[str, list[int]]:
    return {key: list(value.shape) for key, value in net.state_dict().items()}


def picture(height: int, width: int) -> torch.Tensor:
    return torch.from_numpy(smooth((1, 3, height, width), 5))


@pytest.mark.parametrize("sizes", [BISENET_FULL, BISENET_TINY], ids=["full", "tiny"])
def test_sizes_are_read_off_the_shapes(sizes):
    with torch.device("meta"):
        net = BiSeNet(sizes)

    assert bisenet_sizes_from_shapes(shapes_of(net)) == sizes


@pytest.mark.parametrize("size", [(64, 96), (67, 101)], ids=["even", "odd"])
def test_every_pixel_has_its_logits(parser, size):
    with torch.no_grad():
        logits = parser(picture(*size))

    assert logits.shape == (1, 19, *size)


def test_side_logits_are_of_the_same_size(parser):
    with torch.no_grad():
        sides = parser.side_logits(picture(64, 96))

    assert [side.shape for side in sides] == [(1, 19, 64, 96)] * 2


def test_vtoonify_parses_at_twice_the_size_and_contrast(parser):
    rgb = picture(40, 56)
    doubled = torch.nn.functional.interpolate(rgb, (80, 112), mode="bilinear")
    with torch.no_grad():
        wanted = parser(doubled * 2)[:, :, ::2, ::2]
        found = parsing_logits(parser, rgb)

    torch.testing.assert_close(found, wanted)


def test_the_whole_picture_matters_to_each_pixel(parser):
    rgb = picture(64, 64)
    changed = rgb.clone()
    changed[..., 48:] = 1.0
    with torch.no_grad():
        difference = (parser(rgb) - parser(changed)).abs()

    assert float(difference[..., 0].max()) > 1e-4  # through the global means
