"""Graphs that share their weights, and graphs of one size."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the export needs torch (extra 'export')")
pytest.importorskip("onnxscript", reason="the export needs onnxscript (extra 'export')")

from torch import nn  # noqa: E402

from export.onnx_files import WeightsFile, convert, set_sizes, with_fixed_size  # noqa: E402
from export.verify import open_graph, run_graph  # noqa: E402

WIDTH = 24  # 24 x 24 x 9 weights: enough to leave the graph


def make_conv(seed):
    torch.manual_seed(seed)
    return nn.Conv2d(WIDTH, WIDTH, 3, padding=1, bias=False).requires_grad_(requires_grad=False)


def to_onnx(module):
    rows = torch.export.Dim("rows", min=2, max=64)
    return convert(
        module,
        (torch.zeros(1, WIDTH, 10, 12),),
        inputs=["x"],
        output="y",
        dynamic_shapes={"input": {2: rows}},
    )


def test_a_weight_that_two_graphs_have_is_written_once(tmp_path):
    shared = make_conv(0)

    with WeightsFile(tmp_path / "all.weights") as weights:
        weights.write(to_onnx(shared), tmp_path / "one.onnx")
        once = (tmp_path / "all.weights").stat().st_size
        weights.write(to_onnx(nn.Sequential(shared)), tmp_path / "same.onnx")
        twice = (tmp_path / "all.weights").stat().st_size
        weights.write(to_onnx(make_conv(1)), tmp_path / "other.onnx")
        thrice = (tmp_path / "all.weights").stat().st_size

    assert once == twice == 4 * WIDTH * WIDTH * 9
    assert thrice >= 2 * once


def test_graphs_with_shared_weights_give_what_their_modules_give(tmp_path):
    modules = {"one.onnx": make_conv(0), "two.onnx": nn.Sequential(make_conv(1), make_conv(0))}
    with WeightsFile(tmp_path / "all.weights") as weights:
        for name, module in modules.items():
            weights.write(to_onnx(nn.Sequential(module)), tmp_path / name)
    x = np.random.default_rng(0).standard_normal((1, WIDTH, 6, 12), np.float32)

    for name, module in modules.items():
        found = run_graph(open_graph(tmp_path / name), {"x": x})
        np.testing.assert_allclose(found, module(torch.from_numpy(x)).numpy(), atol=1e-5)


def test_a_graph_of_one_size_takes_that_size_only(tmp_path):
    proto = to_onnx(make_conv(0))
    with WeightsFile(tmp_path / "all.weights") as weights:
        weights.write(with_fixed_size(proto, {"x": (1, WIDTH, 8, 12)}), tmp_path / "fixed.onnx")

    (taken,) = open_graph(tmp_path / "fixed.onnx").get_inputs()

    assert taken.shape == [1, WIDTH, 8, 12]
    assert [d.dim_value for d in proto.graph.input[0].type.tensor_type.shape.dim][2] == 0


def test_a_size_can_be_set_free(tmp_path):
    conv = make_conv(0)
    x = torch.zeros(2, WIDTH, 10, 12)
    proto = convert(conv, (x,), inputs=["x"], output="y")
    set_sizes(proto, dict.fromkeys(("x", "y"), ("batch", WIDTH, "rows", 12)))
    with WeightsFile(tmp_path / "all.weights") as weights:
        weights.write(proto, tmp_path / "free.onnx")
    other = np.random.default_rng(0).standard_normal((1, WIDTH, 6, 12), np.float32)

    found = run_graph(open_graph(tmp_path / "free.onnx"), {"x": other})

    np.testing.assert_allclose(found, conv(torch.from_numpy(other)).numpy(), atol=1e-5)
