"""Importing tiny checkpoints from file to installed model."""

import tomllib

import numpy as np
import pytest
from vtoonify_models import NUM_STYLES, needs_export

needs_export()

import torch  # noqa: E402

from checkpoint.errors import ModelError  # noqa: E402
from checkpoint.manifest import load_manifest  # noqa: E402
from export.official_networks import read_encoder, read_vtoonify  # noqa: E402
from export.verify import open_graph, run_graph  # noqa: E402
from vtoonify_rt.image_io import read_image  # noqa: E402
from vtoonify_rt.inference import open_session  # noqa: E402
from vtoonify_rt.nn import synthetic  # noqa: E402
from vtoonify_rt.nn.psp import PspEncoder  # noqa: E402
from vtoonify_rt.nn.sizes import psp_sizes_from_shapes  # noqa: E402
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT  # noqa: E402


@pytest.fixture(params=["d", "t"])
def model(request):
    name = {"d": "tiny_vtoonify", "t": "tiny_vtoonify_t"}[request.param]
    return load_manifest(request.getfixturevalue(name))


def test_every_file_is_whole(model):
    for name in model.sha256:
        model.verify(name)
    assert {"style.onnx", "frame.onnx", "encode.onnx", "parse.onnx"} < set(model.sha256)


def test_the_model_says_that_it_is_test_equipment(model):
    assert model.synthetic
    assert model.licence == "synthetic test weights"


def test_a_d_model_has_the_styles_of_its_codes(tiny_vtoonify):
    model = load_manifest(tiny_vtoonify)

    assert [style.id for style in model.styles] == [str(i) for i in range(NUM_STYLES)]
    assert model.styles[2].name == "synthetic_002"
    assert model.fixed_degree is None
    assert (model.family, model.id, model.color_transfer) == ("vtoonify_d", "synthetic", False)


def test_a_t_model_has_one_style_and_no_degree(tiny_vtoonify_t):
    model = load_manifest(tiny_vtoonify_t)

    assert [style.id for style in model.styles] == ["toonify"]
    assert model.fixed_degree == 1.0
    assert (model.family, model.id) == ("vtoonify_t", "synthetic-t")


def test_the_sources_are_told(tiny_vtoonify):
    assert set(load_manifest(tiny_vtoonify).sources) == {
        "vtoonify_s_d.pt",
        "encoder.pt",
        "faceparsing.pth",
        "exstyle_code.npy",
    }


def test_the_measured_errors_are_told(model):
    text = (model.folder / "manifest.toml").read_text("utf-8")
    errors = tomllib.loads(text)["export"]["errors"]

    assert errors["frame.onnx"]["off"] <= 0.005
    assert errors["frame_fp16.onnx"]["psnr"] > 0


def test_every_style_has_a_picture(model):
    for style in model.styles:
        assert read_image(style.thumbnail).shape == (160, 160, 3)


def test_models_share_the_encoder(tiny_vtoonify, tiny_vtoonify_t):
    assert (tiny_vtoonify / "encode.weights").samefile(tiny_vtoonify_t / "encode.weights")
    assert (tiny_vtoonify / "parse.onnx").samefile(tiny_vtoonify_t / "parse.onnx")


def test_nothing_is_left_beside_the_models(tiny_vtoonify):
    assert [path.name for path in tiny_vtoonify.parent.glob(".*")] == [".store"]  # its locks


def test_the_session_draws_what_the_network_draws(model, tiny_checkpoints):
    folder = tiny_checkpoints / f"{model.family}_synthetic"
    official = read_vtoonify(
        next(iter(sorted(folder.glob("vtoonify*_d.pt"))), folder / "vtoonify.pt")
    )
    picture, face = (synthetic.uint8_frame(*size, 5) for size in ((64, 88), (256, 256)))
    style = model.styles[-1]

    session = open_session(model, threads=1)
    session.condition(style.id, model.default_degree)
    session.encode(face)
    parsing = session.parse(picture).copy()
    drawn = session.run(picture, parsing).astype(int)
    session.close()

    network = (VToonifyT if official.toonify else VToonifyD)(official.sizes)
    network.load_state_dict(official.state)
    code = np.load(model.folder / "styles.npz")[style.code]
    content = _content(tiny_checkpoints, official, face)
    expected = _reference(network, official, picture, parsing, content, code, model.default_degree)
    assert (np.abs(drawn - expected) <= 1).mean() >= 0.995


def _content(checkpoints, official, face):
    encoder = read_encoder(checkpoints / "encoder.pt", official.sizes)
    net = PspEncoder(psp_sizes_from_shapes({k: v.shape for k, v in encoder.state.items()}))
    net.load_state_dict(encoder.state)
    with torch.inference_mode():
        return net.eval()(_rgb(face)) + encoder.latent_avg


def _reference(network, official, picture, parsing, content, code, degree):
    with torch.inference_mode():
        style = network.zplus_to_wplus(content)
        if not official.toonify:
            rows = official.sizes.structure_rows
            style[:, :rows] = network.zplus_to_wplus(torch.from_numpy(code[None]))[:, :rows]
        x = torch.cat([_rgb(picture), torch.from_numpy(parsing[None]) / 16], dim=1)
        levels = (network.eval()(x, style, degree).clamp(-1, 1) + 1) * 127.5
        return levels[0].permute(1, 2, 0).numpy().astype(np.uint8).astype(int)


def _rgb(picture):
    return torch.from_numpy(picture[None]).float().permute(0, 3, 1, 2) / 127.5 - 1


def test_a_code_of_zeros_has_a_conditioning(tiny_vtoonify):
    style = open_graph(tiny_vtoonify / "style.onnx")
    zeros = np.zeros(style.get_inputs()[0].shape, np.float32)
    one = np.ones(1, np.float32)
    feed = {"content": zeros, "code": zeros, "color_transfer": one, "degree": one}

    assert np.isfinite(run_graph(style, feed)).all()


def test_a_checkpoint_with_numbers_that_are_none_is_refused(tiny_checkpoints, tmp_path):
    path = tiny_checkpoints / "vtoonify_d_synthetic" / "vtoonify_s_d.pt"
    saved = torch.load(path, weights_only=True)
    saved["g_ema"]["encoder.0.0.weight"][0] = float("nan")
    torch.save(saved, tmp_path / "damaged.pt")

    with pytest.raises(ModelError, match=r"infinite or none, in encoder\.0\.0\.weight"):
        read_vtoonify(tmp_path / "damaged.pt")
