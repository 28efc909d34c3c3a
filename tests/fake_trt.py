"""TensorRT for RTX without a GPU: an engine is the path of an ONNX file, and ONNX Runtime runs it.

So what comes out can be compared with ONNX Runtime's own, and what goes between was moved by us.
"""

import shutil
import tempfile
import weakref
from enum import IntEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnxruntime
from fake_cuda import FakeCudaRuntime

from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.known_backends import BackendKind
from vtoonify_rt.inference.trt import TrtBackend
from vtoonify_rt.inference.trt_library import TrtLibrary
from vtoonify_rt.inference.trt_onnx import graph_for_tensorrt

TYPES = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32}
LEAST, BEST, MOST = 8, 16, 64  # sides of pictures, unless a test wants others


class Validity(IntEnum):
    VALID = 0
    INVALID = 2


class Diagnostics(IntEnum):
    VERSION_MISMATCH = 1
    OLD_CUDA_DRIVER = 4
    INSUFFICIENT_GPU_MEMORY = 16
    MALFORMED_ENGINE = 32


class FakeTrt:
    """The module. The attributes in capitals below are what TensorRT's is asked for."""

    __version__ = "1.2.3"
    ILogger = type("ILogger", (), {"ERROR": 1, "INTERNAL_ERROR": 0, "WARNING": 2})
    TensorIOMode = SimpleNamespace(INPUT="input", OUTPUT="output")
    ExecutionContextAllocationStrategy = SimpleNamespace(USER_MANAGED="ours")
    DynamicShapesKernelSpecializationStrategy = SimpleNamespace(EAGER="eager")
    EngineValidity = Validity
    EngineInvalidityDiagnostics = Diagnostics
    nptype = staticmethod(lambda dtype: dtype)

    def __init__(self, cuda: FakeCudaRuntime) -> None:
        self.cuda = cuda
        self.diagnostics = 0  # not 0: no engine is valid
        self.capturable = True
        self.most = MOST
        self.scratch_bytes = 1000
        self.run_fails = ""  # what TensorRT logs then
        self.kernels_were: bytes | None = None  # what a context was given

    def Runtime(self, log: Any) -> "FakeRuntime":
        return FakeRuntime(self, log)


class FakeRuntime:
    def __init__(self, trt: FakeTrt, log: Any) -> None:
        self._trt, self._log = trt, log

    def get_engine_validity(self, plan: bytes) -> tuple[Validity, int]:
        bits = self._trt.diagnostics
        return (Validity.INVALID if bits else Validity.VALID), bits

    def deserialize_cuda_engine(self, plan: bytes) -> "FakeEngine | None":
        try:
            session = onnxruntime.InferenceSession(plan.decode())
        except Exception as error:  # noqa: BLE001 - of ONNX Runtime, which raises what it likes
            self._log.log(self._log.ERROR, str(error))
            return None
        return FakeEngine(self._trt, self._log, session)


class FakeEngine:
    def __init__(self, trt: FakeTrt, log: Any, session: onnxruntime.InferenceSession) -> None:
        self.trt, self.log, self.session = trt, log, session
        self._values = {v.name: v for v in (*session.get_inputs(), *session.get_outputs())}
        self.inputs = [value.name for value in session.get_inputs()]
        self.num_io_tensors = len(self._values)

    def get_tensor_name(self, index: int) -> str:
        return list(self._values)[index]

    def get_tensor_mode(self, name: str) -> str:
        return "input" if name in self.inputs else "output"

    def get_tensor_dtype(self, name: str) -> type:
        return TYPES[self._values[name].type]

    def get_tensor_shape(self, name: str) -> tuple[int, ...]:
        return tuple(n if isinstance(n, int) else -1 for n in self._values[name].shape)

    def get_tensor_profile_shape(self, name: str, profile: int) -> list[tuple[int, ...]]:
        shape = self.get_tensor_shape(name)
        return [
            tuple((1 if axis == 0 else side) if n == -1 else n for axis, n in enumerate(shape))
            for side in (LEAST, BEST, self.trt.most)
        ]

    def create_runtime_config(self) -> "FakeConfig":
        return FakeConfig(self.trt)

    def create_execution_context(self, config: "FakeConfig") -> "FakeContext":
        assert config.strategy == "ours"
        return FakeContext(self)


class FakeConfig:
    def __init__(self, trt: FakeTrt) -> None:
        self._trt = trt
        self.strategy = ""

    def set_execution_context_allocation_strategy(self, strategy: str) -> None:
        self.strategy = strategy

    def create_runtime_cache(self) -> "FakeConfig":
        return self

    def set_runtime_cache(self, cache: "FakeConfig") -> None:
        pass

    def deserialize(self, kernels: bytes) -> bool:
        self._trt.kernels_were = kernels
        return True

    def serialize(self) -> bytes:
        return b"compiled kernels"


class FakeContext:
    def __init__(self, engine: FakeEngine) -> None:
        self._engine, self._trt = engine, engine.trt
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._addresses: dict[str, int] = {}
        self._scratch = 0

    def set_input_shape(self, name: str, shape: tuple[int, ...]) -> bool:
        self._shapes[name] = shape
        return True

    def get_tensor_shape(self, name: str) -> tuple[int, ...]:
        if name not in self._shapes:
            inputs = {
                n: np.zeros(self._shapes[n], self._engine.get_tensor_dtype(n))
                for n in self._engine.inputs
            }
            names = [value.name for value in self._engine.session.get_outputs()]
            results = self._engine.session.run(names, inputs)
            self._shapes |= {n: r.shape for n, r in zip(names, results, strict=True)}
        return self._shapes[name]

    def set_tensor_address(self, name: str, address: int) -> bool:
        self._addresses[name] = address
        return True

    def update_device_memory_size_for_shapes(self) -> int:
        return self._trt.scratch_bytes

    def set_device_memory(self, address: int, nbytes: int) -> None:
        assert len(self._trt.cuda.memory[address]) >= nbytes
        self._scratch = address

    def is_stream_capturable(self, stream: int) -> bool:
        return self._trt.capturable

    def execute_async_v3(self, stream: int) -> bool:
        if self._trt.run_fails:
            self._engine.log.log(self._engine.log.ERROR, self._trt.run_fails)
            return False
        self._trt.cuda.enqueue("execute", self._run)
        return True

    def _run(self) -> None:
        assert self._scratch in self._trt.cuda.memory  # not given back yet
        inputs = {name: self._on_device(name) for name in self._engine.inputs}
        for value in self._engine.session.get_outputs():
            result = self._engine.session.run([value.name], inputs)[0]
            self._on_device(value.name)[...] = result

    def _on_device(self, name: str) -> np.ndarray:
        memory = self._trt.cuda.memory[self._addresses[name]]
        dtype = self._engine.get_tensor_dtype(name)
        return np.ndarray(self._shapes[name], dtype, buffer=memoryview(memory).cast("B"))


class FakeEngineFile:
    """An engine on disk that is for the graph that it is the name of."""

    def __init__(self, plan: Path, kernels: Path) -> None:
        self.kernels = kernels
        self.discarded = False
        self._plan = plan

    def read(self) -> bytes:
        return str(self._plan).encode()

    def discard(self) -> None:
        self.discarded = True


class FakeCard:
    """A computer with a fake GPU, and on it an engine of every graph; `folder` for their kernels,
    None: nowhere.

    Those in `files` were asked for.
    """

    def __init__(self, folder: Path | None = None, *, largest: int = MOST) -> None:
        self.runtime = FakeCudaRuntime()
        self.trt = FakeTrt(self.runtime)
        self.trt.most = largest
        self.files: dict[Path, FakeEngineFile] = {}
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="card-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._folder = folder

    def backend(self, *, record: bool = True) -> TrtBackend:
        library = TrtLibrary("tensorrt_rtx", self.trt)
        cuda = Cuda(self.runtime, lambda: "580.1")
        return TrtBackend(self._engine_of, cuda=cuda, library=library, record=record)

    def kind(self) -> BackendKind:
        """Return a line for the table of backends."""
        return BackendKind(
            id="tensorrt-fake",
            title="TensorRT",
            precision="f32",
            missing=lambda model: "",
            open=lambda threads: self.backend(),
        )

    def _engine_of(self, path: Path) -> FakeEngineFile:
        if path.exists():
            graph_for_tensorrt(path)  # as when it is built
        new = FakeEngineFile(path, self._folder / f"{path.name}.kernels")
        return self.files.setdefault(path, new)
