"""The pSp encoder: key names, shapes, and that it is a function of each face alone."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.psp import PspEncoder  # noqa: E402
from vtoonify_rt.nn.sizes import (  # noqa: E402
    PSP_FULL,
    PSP_TINY,
    PspSizes,
    psp_sizes_from_shapes,
)
from vtoonify_rt.nn.synthetic import fill, smooth  # noqa: E402


@pytest.fixture(scope="module")
def encoder() -> PspEncoder:
    net = PspEncoder(PSP_TINY).eval()
    shapes = {key: tuple(value.shape) for key, value in net.state_dict().items()}
    net.load_state_dict({k: torch.from_numpy(np.asarray(v)) for k, v in fill(shapes, 1).items()})
    return net


def shapes_of(net: torch.nn.Module) -> dict[str, list[int]]:
    return {key: list(value.shape) for key, value in net.state_dict().items()}


@pytest.mark.parametrize("sizes", [PSP_FULL, PSP_TINY], ids=["full", "tiny"])
def test_sizes_are_read_off_the_shapes(sizes):
    with torch.device("meta"):
        net = PspEncoder(sizes)

    assert psp_sizes_from_shapes(shapes_of(net)) == sizes


def test_full_size_has_as_many_numbers_as_published():
    with torch.device("meta"):
        net = PspEncoder(PSP_FULL)

    assert sum(p.numel() for p in net.parameters()) == 267_136_704


def test_a_face_becomes_a_row_of_code_per_layer(encoder):
    with torch.no_grad():
        code = encoder(torch.from_numpy(smooth((1, 3, 256, 256), 2)))

    assert code.shape == (1, PSP_TINY.num_rows, PSP_TINY.w_dim)


def test_faces_of_a_batch_do_not_see_each_other(encoder):
    faces = torch.from_numpy(smooth((2, 3, 256, 256), 3))
    with torch.no_grad():
        together = encoder(faces)
        alone = encoder(faces[1:])

    torch.testing.assert_close(together[1:], alone)


def test_the_last_stage_must_be_as_wide_as_the_code():
    with pytest.raises(ValueError, match="w_dim = 32"):
        PspSizes(widths=(16, 20, 24, 48), units=(1, 1, 1, 1), w_dim=32, num_rows=12)
