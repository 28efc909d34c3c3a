"""The Lite network: shapes, codes and the order of its output."""

from itertools import pairwise

import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.lite import LiteConfig, LiteModel, LiteNet  # noqa: E402


@pytest.fixture
def model() -> LiteModel:
    torch.manual_seed(0)
    return LiteModel(LiteConfig(), (False, True)).eval()


@pytest.mark.parametrize("size", [(32, 64), (96, 32)])
def test_output_has_the_size_of_the_input_and_four_channels(model, size):
    with torch.no_grad():
        drawn = model(torch.rand(2, 3, *size), torch.tensor([0, 1]))

    assert drawn.shape == (2, 4, *size)


def test_size_multiple_is_where_skips_meet():
    assert LiteConfig().size_multiple == 32


def test_a_code_begins_with_the_tone_flag(model):
    assert model.codes()[:, 0].tolist() == [0.0, 1.0]
    assert model.codes().shape == (2, LiteConfig().code_size)


def test_looks_differ_in_modulation_only(model):
    picture = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        modulation = model.style(model.codes()[1:])
        direct = model.net(picture, modulation)
        drawn = model(picture, torch.tensor([1]))

    torch.testing.assert_close(drawn, direct)


def test_cells_hold_the_four_pixels_row_by_row(model):
    picture = torch.rand(1, 3, 32, 32)
    with torch.no_grad():
        modulation = model.style(model.codes()[:1])
        cells = model.net.features(picture, modulation)
        drawn = model.net(picture, modulation)

    torch.testing.assert_close(drawn[0, :3, 1, 0], cells[0, 6:9, 0, 0])  # second row, first pixel
    torch.testing.assert_close(drawn[0, 3, 0, 1], cells[0, 13, 0, 0])


def test_a_new_net_predicts_about_mid_grey(model):
    with torch.no_grad():
        drawn = model(torch.rand(1, 3, 64, 64), torch.tensor([0]))

    assert abs(float(drawn.mean()) - 0.5) < 0.4


@pytest.mark.parametrize(
    "sizes",
    [{"encoder_blocks": (1,)}, {"decoder_blocks": (1, 1, 1, 1, 1)}],
)
def test_sizes_that_do_not_fit_are_refused(sizes):
    with pytest.raises(ValueError, match="per level"):
        LiteConfig(**sizes)


def test_modulation_covers_every_layer_once():
    net = LiteNet(LiteConfig())
    used = sorted(
        (layer.offset, layer.end) for layer in net.modules() if type(layer).__name__ == "Modulation"
    )

    assert used[0][0] == 0
    assert used[-1][1] == net.num_modulation
    assert all(end == start for (_, end), (start, _) in pairwise(used))
