"""Graphs run by ONNX Runtime on the CPU."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vtoonify_rt.inference.backend import Arrays, Run, S, Shape, count_threads
from vtoonify_rt.inference.graph import load_graph


def input_shapes(session: onnxruntime.InferenceSession) -> Mapping[str, Shape]:
    """Return the shape of each input of a session, by name."""
    return {
        value.name: tuple(side if isinstance(side, int) else None for side in value.shape)
        for value in session.get_inputs()
    }


class OrtGraph:
    """A graph in ONNX Runtime; see `Graph` for what it promises."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    @property
    def input_shapes(self) -> Mapping[str, Shape]:
        """The shape that each input asks for, by name."""
        return input_shapes(self._session)

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros."""
        return np.zeros(shape, dtype)

    def bind(self, inputs: Arrays, outputs: Arrays) -> Run:
        """Return what runs the graph on these arrays."""
        of = onnxruntime.OrtValue.ortvalue_from_numpy  # on the CPU it shares the memory
        binding = self._session.io_binding()
        for name, array in inputs.items():
            binding.bind_ortvalue_input(name, of(array))
        for name, array in outputs.items():
            binding.bind_ortvalue_output(name, of(array))
        return lambda: self._session.run_with_iobinding(binding)


@dataclass(frozen=True, slots=True)
class OrtCpu:
    """ONNX Runtime's CPU provider with a number of threads.

    `detail` is added to its name, where there are several of them: "int8".
    """

    threads: int
    detail: str = ""

    @property
    def id(self) -> str:
        """ "onnxruntime", or "onnxruntime-int8"."""
        return f"onnxruntime-{self.detail}" if self.detail else "onnxruntime"

    @property
    def name(self) -> str:
        """ "ONNX Runtime CPU, 2 threads"."""
        detail = f" {self.detail}" if self.detail else ""
        return f"ONNX Runtime CPU{detail}, {count_threads(self.threads)}"

    def load(self, path: Path) -> OrtGraph:
        """Load an ONNX file; ModelError if it cannot be."""
        return OrtGraph(load_graph(path, self.threads))
