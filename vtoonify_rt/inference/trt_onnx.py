"""An ONNX graph as TensorRT takes it: uint8 may only be an input or an output, and is cast at once.

Our Lite graphs turn the picture's axes round first, a quarter of the bytes, and cast then. Either
order gives the same numbers.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint.errors import ModelError

if TYPE_CHECKING:
    import onnx


def graph_for_tensorrt(path: Path) -> bytes:
    """Return the graph at `path`, cast before it is transposed; weights beside it stay there.

    Raises ModelError where the onnx package is missing, or the file is no graph.
    """
    try:
        import onnx
    except ImportError as error:
        raise ModelError(
            f"The graph cannot be prepared for TensorRT ({error})",
            "Install it: pip install 'vtoonify-rt[tensorrt]'",
        ) from error
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load(path, load_external_data=False)
    except (OSError, DecodeError) as error:
        raise ModelError(
            f"{path} is not a graph that this version runs ({type(error).__name__})",
            "Install the model again",
        ) from error
    _cast_first(model.graph)
    return bytes(model.SerializeToString())


def _cast_first(graph: "onnx.GraphProto") -> None:
    """Exchange each transposition of a uint8 input with the one cast that follows it."""
    import onnx

    uint8 = {
        value.name
        for value in graph.input
        if value.type.tensor_type.elem_type == onnx.TensorProto.UINT8
    }
    for transpose in graph.node:
        if transpose.op_type != "Transpose" or transpose.input[0] not in uint8:
            continue
        readers = [node for node in graph.node if transpose.output[0] in node.input]
        if len(readers) == 1 and readers[0].op_type == "Cast":
            _exchange(transpose, readers[0])
            _forget_type(graph, transpose.output[0])


def _exchange(first: "onnx.NodeProto", second: "onnx.NodeProto") -> None:
    """Let two nodes, each of one input and one output, take each other's work where they stand."""
    import onnx

    before = onnx.NodeProto()
    before.CopyFrom(first)
    for node, work in ((first, second), (second, before)):
        node.op_type, node.name = work.op_type, work.name
        attributes = [onnx.AttributeProto.FromString(a.SerializeToString()) for a in work.attribute]
        del node.attribute[:]
        node.attribute.extend(attributes)


def _forget_type(graph: "onnx.GraphProto", name: str) -> None:
    """Drop what the graph notes of the value in between: it is float now."""
    for index, value in enumerate(graph.value_info):
        if value.name == name:
            del graph.value_info[index]
            return
