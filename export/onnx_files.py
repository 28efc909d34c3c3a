"""From a torch module to an ONNX file, with weights that several files may share.

The graphs of one network at several output scales hold the same weights.  They lie in one file
beside them, each once, and the graphs point into it: what would be a gigabyte is a third of it,
and a run time maps it instead of reading it.
"""

import hashlib
import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import onnx
import torch
from onnx import external_data_helper
from torch import Tensor, nn

from vtoonify_rt.errors import ModelError

OPSET = 18
ALIGNMENT = 4096  # bytes: a page, so that a weight can be mapped
_SMALL = 1024  # bytes; such weights stay in the graph


def convert(
    module: nn.Module,
    arguments: tuple[Tensor, ...],
    *,
    inputs: Sequence[str],
    output: str,
    dynamic_shapes: dict[str, Any] | None = None,
) -> onnx.ModelProto:
    """Return the module as an ONNX graph with weights inside.

    Sizes that `dynamic_shapes` (of `torch.export`) names stay free.  Raises ModelError if the
    exporter gives up.
    """
    program = torch.export.export(module.eval(), arguments, dynamic_shapes=dynamic_shapes)
    # The exporter misses torchvision, which is not used.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside the exporter itself
        converted = torch.onnx.export(
            program,
            input_names=list(inputs),
            output_names=[output],
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    if converted is None:
        raise ModelError(f"A graph with the output '{output}' could not be exported")
    proto = converted.model_proto
    _forget_origin(proto)
    return proto


def _forget_origin(proto: onnx.ModelProto) -> None:
    """Remove what the exporter noted of this machine's files."""
    for part in (*proto.graph.node, *proto.graph.input, *proto.graph.output, proto.graph):
        del part.metadata_props[:]
        part.doc_string = ""
    for value in proto.graph.value_info:
        del value.metadata_props[:]


def write_whole(proto: onnx.ModelProto, path: Path) -> None:
    """Write a small graph with its weights inside."""
    onnx.checker.check_model(proto)
    path.write_bytes(proto.SerializeToString())


class WeightsFile:
    """A file of weights that graphs in the same folder point into; each weight is in it once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._offsets: dict[bytes, int] = {}  # by the sha256 of the weight

    def __enter__(self) -> "WeightsFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, proto: onnx.ModelProto, path: Path) -> None:
        """Write a graph beside this file; `proto` loses its weights to it."""
        for tensor in proto.graph.initializer:
            if len(tensor.raw_data) > _SMALL:
                self._take(tensor)
        path.write_bytes(proto.SerializeToString())
        self._file.flush()
        onnx.checker.check_model(path)  # by its path, or it cannot find the weights

    def _take(self, tensor: onnx.TensorProto) -> None:
        digest = hashlib.sha256(tensor.raw_data).digest()
        if digest not in self._offsets:
            position = self._file.tell()
            offset = -(-position // ALIGNMENT) * ALIGNMENT
            self._file.write(bytes(offset - position) + tensor.raw_data)
            self._offsets[digest] = offset
        external_data_helper.set_external_data(
            tensor,
            location=self.path.name,
            offset=self._offsets[digest],
            length=len(tensor.raw_data),
        )
        tensor.ClearField("raw_data")


def with_fixed_size(proto: onnx.ModelProto, sizes: Mapping[str, Sequence[int]]) -> onnx.ModelProto:
    """Return the graph for one size only: `sizes` gives the shape of inputs and outputs by name.

    The graph must not compute with sizes, which ours do not.
    """
    fixed = onnx.ModelProto()
    fixed.CopyFrom(proto)
    set_sizes(fixed, sizes)
    return fixed


def set_sizes(proto: onnx.ModelProto, sizes: Mapping[str, Sequence[int | str]]) -> None:
    """Give inputs and outputs, by name, these shapes; a size that is a text is free.

    The graph must not compute with sizes: then one that was traced at one size, in a third of the
    time, is the one that is traced with free sizes.
    """
    for value in (*proto.graph.input, *proto.graph.output):
        if value.name not in sizes:
            continue
        dims = value.type.tensor_type.shape.dim
        for dim, size in zip(dims, sizes[value.name], strict=True):
            dim.Clear()
            if isinstance(size, str):
                dim.dim_param = size
            else:
                dim.dim_value = size
    del proto.graph.value_info[:]  # with the sizes that it had
