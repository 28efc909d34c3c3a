"""Graphs run by TensorRT itself, from engines that were built for this computer's GPU.

Each bound graph has an execution context of its own, with scratch memory for just the size that it
is bound to: the sizes of a live picture stay ready beside each other, and the recorded work of one
is not disturbed by another.
"""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from vtoonify_rt.inference.backend import Arrays, EnginePrecision, S, Shape
from vtoonify_rt.inference.cuda import Cuda, Gpu
from vtoonify_rt.inference.known_backends import TENSORRT
from vtoonify_rt.inference.trt_kernels import KernelCache, context_config
from vtoonify_rt.inference.trt_library import TrtLibrary, failure, load_library, log_of, why_invalid
from vtoonify_rt.inference.trt_memory import TwinMemory
from vtoonify_rt.inference.trt_run import Step, TrtRun

logger = logging.getLogger(__name__)

_REBUILD = "It is removed, and built again when it is needed"
_WITHOUT = "Run the model without TensorRT"


class EngineFile(Protocol):
    """An engine on disk; see `engine_store.StoredEngine`."""

    @property
    def kernels(self) -> Path:
        """Where the card's own kernels are kept between runs."""
        ...

    def read(self) -> bytes:
        """Return the engine after checking its sha256; ModelError if it is damaged."""
        ...

    def discard(self) -> None:
        """Remove it: it does not load here."""
        ...


class TrtBackend:
    """TensorRT on the first GPU, with a stream of its own.

    `engine_of` finds the engine of a graph, by the path of the ONNX file; it raises ModelError
    where there is none. `precision`: of the engines, for id and name. `record`: replay each bound
    graph as a CUDA graph.
    """

    def __init__(
        self,
        engine_of: Callable[[Path], EngineFile],
        *,
        cuda: Cuda | None = None,
        library: TrtLibrary | None = None,
        precision: EnginePrecision = "f32",
        record: bool = True,
    ) -> None:
        self.id = TENSORRT[precision]
        self._precision = precision
        self._engine_of = engine_of
        self._library = library or load_library()
        self._cuda = cuda or Cuda.load()
        self._gpu = self._cuda.gpu()
        self._record = record
        self._cuda.wait_asleep()
        self._stream = self._cuda.stream()
        self._memory = TwinMemory(self._cuda)

    @property
    def name(self) -> str:
        """ "TensorRT f16, NVIDIA GeForce RTX 4090"."""
        return f"TensorRT {self._precision}, {self._gpu.name}"

    @property
    def gpu(self) -> Gpu:
        """The GPU that is used."""
        return self._gpu

    def load(self, path: Path) -> "TrtGraph":
        """Load the engine of an ONNX file; ModelError if there is none, or it is not for this GPU
        and this library: then it is removed."""
        file = self._engine_of(path)
        plan = file.read()
        log = log_of(self._library)
        runtime = self._library.api.Runtime(log)
        reason = why_invalid(self._library.api, runtime, plan)
        if reason.is_foreign:
            file.discard()
        if reason.text:
            raise ModelError(
                f"The TensorRT engine of {path.name} is not for this computer: {reason.text}",
                _REBUILD if reason.is_foreign else _WITHOUT,
            )
        engine = runtime.deserialize_cuda_engine(plan)
        if engine is None:
            error = failure(log, f"The TensorRT engine of {path.name} does not load", _REBUILD)
            if not isinstance(error, MemoryError):
                file.discard()
            raise error
        return TrtGraph(self, path.name, (runtime, engine), KernelCache(file.kernels), log)

    def scratch(self, nbytes: int) -> Any:
        """Return memory on the GPU, to hold as long as it is used."""
        return self._cuda.device_memory(nbytes)

    @property
    def memory(self) -> TwinMemory:
        """Where arrays come from; all graphs of a backend share it."""
        return self._memory

    @property
    def api(self) -> Any:
        """TensorRT's module."""
        return self._library.api

    def run(self, step: Step) -> TrtRun:
        """Return what runs a step, warmed up."""
        run = TrtRun(self._cuda, self._stream, (step,), record=self._record)
        run.warm_up()
        return run


class TrtGraph:
    """A loaded engine; see `Graph` for what it promises."""

    def __init__(
        self,
        backend: TrtBackend,
        name: str,
        loaded: tuple[Any, Any],
        kernels: KernelCache,
        log: Any,
    ) -> None:
        self._runtime, engine = loaded  # the runtime has to live as long as its engine
        self._backend = backend
        self._name = name
        self._engine = engine
        self._kernels = kernels
        self._log = log
        self._config = context_config(backend.api, engine, kernels)
        modes = backend.api.TensorIOMode
        names = [engine.get_tensor_name(index) for index in range(engine.num_io_tensors)]
        self._inputs = [n for n in names if engine.get_tensor_mode(n) == modes.INPUT]

    @property
    def input_shapes(self) -> Mapping[str, Shape]:
        """The shape that each input asks for, by name; a length that the engine was built for
        alone is that."""
        return {
            name: tuple(
                most if least == most else None
                for least, most in zip(*self._range(name), strict=True)
            )
            for name in self._inputs
        }

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros in pinned memory, with a twin on the GPU."""
        return self._backend.memory.zeros(shape, dtype)

    def bind(self, inputs: Arrays, outputs: Arrays) -> TrtRun:
        """Return what runs the graph on these arrays; the first one of a size may take seconds, in
        which kernels are compiled.

        Raises MemoryError, or ModelError for a size that the engine was not built for.
        """
        context = self._new_context()
        for name, array in inputs.items():
            self._check_size(name, array.shape)
            if not context.set_input_shape(name, tuple(array.shape)):
                raise self._fail(f"TensorRT refuses {name} of shape {array.shape}")
        for name, array in {**inputs, **outputs}.items():
            self._set_address(context, name, array)
        scratch = self._give_scratch(context)
        twin = self._backend.memory.twin
        step = Step(
            name=self._name,
            context=context,
            inputs=tuple(twin(array) for array in inputs.values()),
            outputs=tuple(twin(array) for array in outputs.values()),
            keeps=(*inputs.values(), *outputs.values(), scratch),
            fail=self._fail,
        )
        run = self._backend.run(step)
        self._kernels.save()
        return run

    def _new_context(self) -> Any:
        context = self._engine.create_execution_context(self._config)
        if context is None:
            raise self._fail(f"TensorRT cannot prepare {self._name}")
        return context

    def _set_address(self, context: Any, name: str, array: NDArray[Any]) -> None:
        wanted = self._backend.api.nptype(self._engine.get_tensor_dtype(name))
        if array.dtype != np.dtype(wanted):
            raise ModelError(
                f"The TensorRT engine takes {name} of {self._name} as {np.dtype(wanted)}, "
                f"not {array.dtype}"
            )
        if tuple(context.get_tensor_shape(name)) != array.shape:
            shape = tuple(context.get_tensor_shape(name))
            raise ModelError(
                f"The TensorRT engine gives {name} of {self._name} the shape {shape}, "
                f"not {array.shape}"
            )
        context.set_tensor_address(name, int(self._backend.memory.twin(array).device.handle))

    def _give_scratch(self, context: Any) -> Any:
        """Give the context the memory that it needs for its sizes, and return what holds it."""
        nbytes = context.update_device_memory_size_for_shapes()
        if nbytes < 1:
            return None
        scratch = self._backend.scratch(nbytes)
        context.set_device_memory(int(scratch.handle), nbytes)
        return scratch

    def _range(self, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the smallest and the largest shape of an input."""
        shape = tuple(self._engine.get_tensor_shape(name))
        if -1 not in shape:
            return shape, shape
        least, _, most = self._engine.get_tensor_profile_shape(name, 0)
        return tuple(least), tuple(most)

    def _check_size(self, name: str, shape: tuple[int, ...]) -> None:
        least, most = self._range(name)
        if len(shape) != len(least) or not all(
            low <= side <= high for low, side, high in zip(least, shape, most, strict=True)
        ):
            raise ModelError(
                f"The TensorRT engine of {self._name} takes {name} from {least} to {most}, "
                f"not {shape}",
                "Choose a smaller picture, or build an engine for this size",
            )

    def _fail(self, sentence: str) -> Exception:
        return failure(self._log, sentence, _WITHOUT)
