"""The two graphs together give what the network gives."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the export needs torch (extra 'export')")

from export.conditioning import StyleGraph, layout  # noqa: E402
from export.frame_graph import FrameGraph  # noqa: E402
from export.verify import compare, reference_picture  # noqa: E402
from vtoonify_rt.nn import synthetic  # noqa: E402
from vtoonify_rt.nn.sizes import TINY64, TINY128  # noqa: E402
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT  # noqa: E402

NETWORKS = {"D tiny64": (VToonifyD, TINY64), "D tiny128": (VToonifyD, TINY128)}
NETWORKS |= {"T tiny64": (VToonifyT, TINY64), "T tiny128": (VToonifyT, TINY128)}


def make_network(kind):
    build, sizes = NETWORKS[kind]
    network = build(sizes)
    shapes = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    filled = synthetic.fill(shapes, seed=1)
    network.load_state_dict({key: torch.from_numpy(value) for key, value in filled.items()})
    return network.eval()


def make_codes(sizes, *, degree=0.6, color_transfer=0.0, seed=2):
    shape = (1, sizes.num_rows, sizes.w_dim)
    return {
        "content": synthetic.normal(shape, seed, "content"),
        "code": synthetic.normal(shape, seed, "code"),
        "color_transfer": np.array([color_transfer], np.float32),
        "degree": np.array([degree], np.float32),
    }


def make_picture(num=1, height=32, width=48):
    pictures = [synthetic.uint8_frame(height, width, seed) for seed in range(num)]
    logits = 8 * synthetic.smooth((num, 19, height, width), 4, "parsing")
    return {"picture": np.stack(pictures), "parsing": logits}


def run(network, codes, picture, **options):
    """The picture that both graphs of this network give."""
    state, toonify = network.state_dict(), isinstance(network, VToonifyT)
    style = StyleGraph(state, network.sizes, toonify)
    frame = FrameGraph(state, network.sizes, toonify=toonify, **options)
    with torch.inference_mode():
        conditioning = style(*(torch.from_numpy(value) for value in codes.values()))
        pixels = frame(*(torch.from_numpy(value) for value in picture.values()), conditioning)
    return pixels.numpy()


@pytest.mark.parametrize("color_transfer", [0.0, 1.0])
@pytest.mark.parametrize("degree", [0.0, 1e-6, 0.6, 1.0])
@pytest.mark.parametrize("kind", NETWORKS)
def test_they_give_what_the_network_gives(kind, degree, color_transfer):
    network = make_network(kind)
    codes = make_codes(network.sizes, degree=degree, color_transfer=color_transfer)
    picture = make_picture()

    error = compare(run(network, codes, picture), reference_picture(network, codes, picture))

    assert error.largest <= 1
    assert error.off == 0.0


@pytest.mark.parametrize("kind", ["D tiny64", "D tiny128"])
def test_at_degree_zero_the_structure_of_the_style_has_no_effect(kind):
    network = make_network(kind)
    codes = make_codes(network.sizes, degree=0.0)
    other = {**codes, "code": make_codes(network.sizes, seed=9)["code"]}
    picture = make_picture()

    np.testing.assert_array_equal(run(network, codes, picture), run(network, other, picture))


def test_a_batch_gives_what_its_pictures_give():
    network = make_network("D tiny64")
    codes, batch = make_codes(network.sizes), make_picture(num=3)

    together = run(network, codes, batch)
    alone = [
        run(network, codes, {name: values[i : i + 1] for name, values in batch.items()})[0]
        for i in range(3)
    ]

    assert compare(together, np.stack(alone)).largest <= 1


@pytest.mark.parametrize("scale", [4, 2, 1])
def test_the_output_is_as_large_as_its_scale_says(scale):
    network = make_network("D tiny128")

    pixels = run(network, make_codes(network.sizes), make_picture(), output_scale=scale)

    assert pixels.shape == (1, 32 * scale, 48 * scale, 3)
    assert np.ptp(pixels) > 100  # it shows something


@pytest.mark.parametrize("kind", ["D tiny128", "T tiny128"])
def test_the_scales_are_the_rgb_outputs_of_the_network_on_its_way(kind):
    network = make_network(kind)
    codes, picture = make_codes(network.sizes), make_picture()
    generator = network.generator if kind.startswith("T") else network.generator.generator
    skips = []
    for to_rgb in generator.to_rgbs:
        to_rgb.register_forward_hook(lambda module, inputs, skip: skips.append(skip))

    reference_picture(network, codes, picture)

    for scale, skip in zip((4, 2, 1), reversed(skips), strict=False):
        levels = (skip.clamp(-1, 1) + 1) * 127.5
        expected = levels.permute(0, 2, 3, 1).to(torch.uint8).numpy()
        assert compare(run(network, codes, picture, output_scale=scale), expected).largest <= 1


def test_the_layout_has_the_length_of_the_vector():
    network = make_network("D tiny64")
    style = StyleGraph(network.state_dict(), network.sizes, toonify=False)

    codes = make_codes(network.sizes)
    vector = style(*(torch.from_numpy(value) for value in codes.values()))

    assert vector.shape == (1, sum(layout(network.sizes, toonify=False).values()))
