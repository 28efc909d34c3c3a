"""Graphs run by ONNX Runtime's providers for graphics cards and the like.

Written against ONNX Runtime's documentation; of these providers none has run here. What is said
for all of them: a provider that cannot start is replaced by the CPU in silence, and nodes that it
does not know are given to the CPU in silence. Here both are errors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vtoonify_rt.inference.backend import Arrays, BackendAbsent, Run, S, Shape
from vtoonify_rt.inference.graph import load_graph

Open = Callable[[Mapping[str, int]], onnxruntime.InferenceSession]  # with free dimensions set so

_CPU = "CPUExecutionProvider"
# Shapes are computed on the CPU by design; these are the work.
_WORK = frozenset({"Conv", "ConvTranspose", "MatMul", "Gemm", "Resize", "InstanceNormalization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrtProvider:
    """One of ONNX Runtime's providers; see `Backend` for what it promises.

    `helpers`: providers that may take the nodes that it does not know, on the same device.
    `device`: where its memory is, as ONNX Runtime calls it; "cpu" where it takes the computer's.
    `fixed`: whether a session is made for each picture size, since it plans for one.
    """

    id: str
    name: str
    provider: str
    options: Mapping[str, str]
    helpers: Sequence[str] = ()
    device: str = "cpu"
    fixed: bool = False

    def load(self, path: Path) -> "ProviderGraph":
        """Load an ONNX file; ModelError if it is none, BackendAbsent if the provider is not here
        or leaves work to the CPU."""
        shapes = _free_shapes(path)

        def start(free: Mapping[str, int]) -> onnxruntime.InferenceSession:
            return self._start(path, free)

        return ProviderGraph(shapes, start, self.device, fixed=self.fixed)

    def _start(self, path: Path, free: Mapping[str, int]) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # what fails is told by us
        options.enable_mem_pattern = False  # DirectML refuses it
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL  # and anything else
        options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
        for name, length in free.items():
            options.add_free_dimension_override_by_name(name, length)
        providers = [(self.provider, dict(self.options)), *self.helpers]
        session = onnxruntime.InferenceSession(path, options, providers, enable_fallback=0)
        self._check(session)
        return session

    def _check(self, session: onnxruntime.InferenceSession) -> None:
        """Raise BackendAbsent if anything but the provider and its helpers does the work."""
        first = session.get_providers()[0]
        if first != self.provider:
            raise BackendAbsent(f"{self.provider} cannot start here; {first} took its place")
        if self.provider == _CPU:
            return
        left = [
            node.op_type
            for part in session.get_provider_graph_assignment_info()
            if part.ep_name == _CPU
            for node in part.get_nodes()
            if node.op_type in _WORK
        ]
        if left:
            kinds = ", ".join(sorted(set(left)))
            raise BackendAbsent(f"{self.provider} leaves {len(left)} nodes to the CPU ({kinds})")


class ProviderGraph:
    """A graph on one of the providers; see `Graph` for what it promises."""

    def __init__(
        self, free: Mapping[str, Sequence[int | str]], start: Open, device: str, *, fixed: bool
    ) -> None:
        self._free = free
        self._start = start
        self._device = device
        self._session = None if fixed else start({})

    @property
    def input_shapes(self) -> Mapping[str, Shape]:
        """The shape that each input asks for, by name."""
        return {
            name: tuple(side if isinstance(side, int) else None for side in sides)
            for name, sides in self._free.items()
        }

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros."""
        return np.zeros(shape, dtype)

    def bind(self, inputs: Arrays, outputs: Arrays) -> Run:
        """Return what runs the graph on these arrays: inputs are copied to buffers on the device
        that are kept, outputs are copied back into the arrays by ONNX Runtime."""
        session = self._session or self._start(self._lengths(inputs))
        of = onnxruntime.OrtValue.ortvalue_from_numpy
        binding = session.io_binding()
        copies = [(of(array, self._device, 0), array) for array in inputs.values()]
        for name, (value, _) in zip(inputs, copies, strict=True):
            binding.bind_ortvalue_input(name, value)
        for name, array in outputs.items():
            binding.bind_ortvalue_output(name, of(array))
        if self._device == "cpu":  # there the values share the arrays' memory
            copies = []

        def run() -> None:
            for value, array in copies:
                value.update_inplace(array)
            binding.synchronize_inputs()
            session.run_with_iobinding(binding)
            binding.synchronize_outputs()

        return run

    def _lengths(self, inputs: Arrays) -> dict[str, int]:
        """Return the length of each free dimension, by its name."""
        return {
            side: length
            for name, array in inputs.items()
            for side, length in zip(self._free[name], array.shape, strict=True)
            if isinstance(side, str)
        }


def _free_shapes(path: Path) -> dict[str, list[int | str]]:
    """Return the shape of each input of an ONNX file, free dimensions by their names."""
    session = load_graph(path, 1, runs_once=True)
    return {value.name: list(value.shape) for value in session.get_inputs()}
