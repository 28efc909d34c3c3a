"""A graph may point to weights beside it, and nowhere else: the run time refuses it."""

import os

import numpy as np
import pytest

from checkpoint.errors import ModelError
from vtoonify_rt.inference.graph import load_graph

onnx = pytest.importorskip("onnx", reason="writes graphs (extra 'export')")

WEIGHTS = np.arange(256, dtype=np.float32)


def write_graph(folder, location: str):
    """Write y = x + w, with w at `location`."""
    from onnx import TensorProto, helper, numpy_helper
    from onnx.external_data_helper import set_external_data

    weight = numpy_helper.from_array(WEIGHTS, "w")
    set_external_data(weight, location=location, offset=0, length=WEIGHTS.nbytes)
    weight.ClearField("raw_data")
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [256]) for name in "xy")
    graph = helper.make_graph([helper.make_node("Add", ["x", "w"], ["y"])], "g", [x], [y], [weight])
    opset = helper.make_opsetid("", 18)
    path = folder / "frame.onnx"
    path.write_bytes(
        helper.make_model(graph, opset_imports=[opset], ir_version=9).SerializeToString()
    )
    return path


@pytest.fixture
def folder(tmp_path):
    """A model folder; weights lie in it, and outside of it."""
    folder = tmp_path / "model"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "frame.weights").write_bytes(WEIGHTS.tobytes())
    return folder


def test_weights_beside_the_graph_are_read(folder):
    session = load_graph(write_graph(folder, "frame.weights"), 1)

    (y,) = session.run(None, {"x": np.zeros(256, np.float32)})
    np.testing.assert_array_equal(y, WEIGHTS)


@pytest.mark.parametrize("location", ["../frame.weights", "a/../../frame.weights", "ABSOLUTE"])
def test_weights_outside_of_the_folder_are_refused(folder, location):
    place = location.replace("ABSOLUTE", str(folder.parent / "frame.weights"))

    with pytest.raises(ModelError, match="not a graph that this version runs"):
        load_graph(write_graph(folder, place), 1)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_weights_behind_a_link_that_leads_out_are_refused(folder):
    (folder / "link.weights").symlink_to(folder.parent / "frame.weights")

    with pytest.raises(ModelError, match="not a graph that this version runs"):
        load_graph(write_graph(folder, "link.weights"), 1)
