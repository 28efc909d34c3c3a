"""Graphs run by OpenVINO, on the CPU in single precision or bfloat16, or on an Intel GPU.

A graph of a Lite model is compiled for each picture size: a tenth of a second, after which it is a
quarter quicker than one that takes any size. A VToonify gains a twentieth by it, and would hold
its weights once for each size, so it is compiled once (docs/backends.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import openvino
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from vtoonify_rt.inference.backend import (
    Arrays,
    BackendAbsent,
    Run,
    S,
    Shape,
    count_threads,
    first_line,
)
from vtoonify_rt.inference.engine_key import weights_file

LARGE = 100_000_000  # bytes of graph and weights

Hint = Literal["f32", "bf16", "f16"]


@cache
def core() -> openvino.Core:
    """Return OpenVINO's one core: each would have threads of its own."""
    return openvino.Core()


@dataclass(frozen=True, slots=True)
class _Bound:
    """A request, and the arrays that it reads and writes without holding them."""

    request: openvino.InferRequest
    arrays: Arrays

    def __call__(self) -> None:
        self.request.start_async()  # `infer` would copy the outputs
        self.request.wait()


class OvGraph:
    """A graph in OpenVINO; see `Graph` for what it promises.

    `any_size`: it is compiled once for all sizes, instead of for each.
    """

    def __init__(
        self, model: openvino.Model, device: str, options: Mapping[str, Any], *, any_size: bool
    ) -> None:
        self._model = model
        self._device = device
        self._options = dict(options)
        self._compiled = self._compile(model) if any_size else None

    @property
    def input_shapes(self) -> Mapping[str, Shape]:
        """The shape that each input asks for, by name."""
        return {
            value.any_name: tuple(
                None if side.is_dynamic else side.get_length() for side in value.partial_shape
            )
            for value in self._model.inputs
        }

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros."""
        return np.zeros(shape, dtype)

    def bind(self, inputs: Arrays, outputs: Arrays) -> Run:
        """Return what runs the graph on these arrays, compiled for their shapes if need be."""
        compiled = self._compiled
        if compiled is None:
            model = self._model.clone()
            model.reshape({name: list(array.shape) for name, array in inputs.items()})
            compiled = self._compile(model)
        request = compiled.create_infer_request()
        arrays = {**inputs, **outputs}
        for name, array in arrays.items():
            request.set_tensor(name, openvino.Tensor(array, shared_memory=True))
        return _Bound(request, arrays)

    def _compile(self, model: openvino.Model) -> openvino.CompiledModel:
        return core().compile_model(model, self._device, self._options)


@dataclass(frozen=True, slots=True)
class OvCpu:
    """OpenVINO on the CPU with a number of threads; see `Backend` for what it promises."""

    threads: int
    precision: Literal["f32", "bf16"] = "f32"

    @property
    def id(self) -> str:
        """ "openvino" or "openvino-bf16"."""
        return "openvino" if self.precision == "f32" else f"openvino-{self.precision}"

    @property
    def name(self) -> str:
        """ "OpenVINO CPU, 2 threads" or "OpenVINO CPU bf16, 2 threads"."""
        suffix = "" if self.precision == "f32" else f" {self.precision}"
        return f"OpenVINO CPU{suffix}, {count_threads(self.threads)}"

    def load(self, path: Path) -> OvGraph:
        """Load an ONNX file; ModelError if it cannot be, BackendAbsent if the CPU lacks bf16."""
        abilities = core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        if self.precision == "bf16" and "BF16" not in abilities:
            raise BackendAbsent("this processor does not calculate in bfloat16")
        options = _options(self.precision) | {
            "INFERENCE_NUM_THREADS": self.threads,
            "ENABLE_CPU_PINNING": False,  # the cores are shared with the finding of faces
        }
        return OvGraph(_read(path), "CPU", options, any_size=_is_large(path))


class OvGpu:
    """OpenVINO on an Intel GPU, in half precision; see `Backend` for what it promises."""

    id = "openvino-gpu"

    def __init__(self) -> None:
        if "GPU" not in {device.partition(".")[0] for device in core().available_devices}:
            raise BackendAbsent("no GPU that OpenVINO can use")
        self.name = f"OpenVINO {core().get_property('GPU', 'FULL_DEVICE_NAME')}"

    def load(self, path: Path) -> OvGraph:
        """Load an ONNX file; ModelError if it cannot be."""
        return OvGraph(_read(path), "GPU", _options("f16"), any_size=_is_large(path))


def _options(precision: Hint) -> dict[str, Any]:
    """Return the options for one picture at a time, as soon as can be."""
    return {
        "INFERENCE_PRECISION_HINT": precision,
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": "1",
    }


def _is_large(path: Path) -> bool:
    files = (path, path.with_name(weights_file(path.name)))
    return sum(file.stat().st_size for file in files if file.exists()) > LARGE


def _read(path: Path) -> openvino.Model:
    try:
        return core().read_model(path)
    except RuntimeError as error:
        raise ModelError(
            f"{path} is not a graph that OpenVINO runs ({first_line(error)})",
            "Install the model again",
        ) from error
