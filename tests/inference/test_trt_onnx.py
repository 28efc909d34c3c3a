"""Graphs that TensorRT would not take are put in an order that it does."""

import numpy as np
import onnx
import onnxruntime
import pytest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import open_session
from vtoonify_rt.inference.trt_onnx import graph_for_tensorrt

FRAME = STARTER / "frame.onnx"


def uint8_readers(graph: bytes) -> set[str]:
    """Return the kinds of nodes that read a uint8 input."""
    model = onnx.load_from_string(graph).graph
    uint8 = {v.name for v in model.input if v.type.tensor_type.elem_type == onnx.TensorProto.UINT8}
    return {node.op_type for node in model.node if uint8 & set(node.input)}


def test_uint8_is_cast_before_anything_else():
    assert "Transpose" in uint8_readers(FRAME.read_bytes())
    assert uint8_readers(graph_for_tensorrt(FRAME)) == {"Cast"}


def test_the_picture_stays_the_same():
    changed = onnxruntime.InferenceSession(graph_for_tensorrt(FRAME))
    session = open_session(load_manifest(STARTER), threads=1)
    image = np.random.default_rng(5).integers(0, 256, (64, 96, 3), np.uint8)
    inputs = {"picture": image[None], "conditioning": session._frames.conditioning}

    np.testing.assert_array_equal(changed.run(["stylized"], inputs)[0][0], session.run(image))


def test_a_graph_that_is_right_already_is_left_alone(made_vtoonify):
    path = made_vtoonify.folder / "frame.onnx"

    assert onnx.load_from_string(graph_for_tensorrt(path)) == onnx.load(
        path, load_external_data=False
    )


def test_what_is_no_graph_is_told(tmp_path):
    (tmp_path / "frame.onnx").write_bytes(b"no graph at all")

    with pytest.raises(ModelError, match=r"frame\.onnx is not a graph that"):
        graph_for_tensorrt(tmp_path / "frame.onnx")
