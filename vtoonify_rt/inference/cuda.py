"""The few calls of the CUDA runtime that are used, each with its error told in a sentence.

The first GPU that CUDA lists is used; CUDA_VISIBLE_DEVICES chooses another one. Any thread may
call.
"""

import logging
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checkpoint.errors import ModelError

logger = logging.getLogger(__name__)

_NO_GPU = "Check that there is an NVIDIA GPU, and that its driver is installed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """A GPU, and the driver that it runs with."""

    name: str  # "NVIDIA GeForce RTX 4090"
    capability: str  # "8.9"
    driver: str  # "580.95.05"; "CUDA 13.0" where the driver does not tell its own version
    memory_mb: int  # of 10^6 bytes


class Held:
    """Something of CUDA's that is given back once nobody holds this any more."""

    def __init__(self, handle: Any, free: Callable[[Any], None]) -> None:
        self.handle = handle
        finalizer = weakref.finalize(self, free, handle)
        finalizer.atexit = False  # CUDA may be gone by then, and the system frees all there is


class Cuda:
    """CUDA's runtime; `api` has the functions of `cuda.bindings.runtime`.

    Whatever fails raises ModelError in one sentence, and MemoryError where the GPU is full.
    """

    def __init__(self, api: Any, driver_version: Callable[[], str | None] | None = None) -> None:
        self._api = api
        self._driver_version = driver_version or (lambda: None)

    @classmethod
    def load(cls) -> "Cuda":
        """Load the bindings; ModelError where they are not installed."""
        try:
            from cuda.bindings import runtime
        except (ImportError, OSError) as error:  # OSError: its libraries are not all there
            raise ModelError(
                f"CUDA cannot be used ({error})", "Install it: pip install 'vtoonify-rt[tensorrt]'"
            ) from error
        return cls(runtime, _nvml_version)

    def gpu(self) -> Gpu:
        """Return the GPU that is used; ModelError if there is none."""
        try:
            count = self._call("cudaGetDeviceCount")
        except ModelError as error:
            raise ModelError(
                f"There is no GPU that CUDA can use ({error.message})", _NO_GPU
            ) from error
        if count < 1:
            raise ModelError("There is no GPU that CUDA can use", _NO_GPU)
        facts = self._call("cudaGetDeviceProperties", 0)
        cuda_version = self._call("cudaDriverGetVersion")
        return Gpu(
            name=facts.name.decode("utf-8", "replace").rstrip("\0"),
            capability=f"{facts.major}.{facts.minor}",
            driver=self._driver_version() or f"CUDA {version_text(cuda_version)}",
            memory_mb=facts.totalGlobalMem // 10**6,
        )

    def runtime_version(self) -> str:
        """Return the version of the CUDA runtime, as "13.0"."""
        return version_text(self._call("cudaRuntimeGetVersion"))

    def memory(self) -> tuple[int, int]:
        """Return how many bytes of the GPU's memory are free, and how many there are."""
        free, total = self._call("cudaMemGetInfo")
        return free, total

    def wait_asleep(self) -> None:
        """Let `synchronize` sleep, from now on, instead of keeping a core busy that others need."""
        try:
            self._call("cudaSetDeviceFlags", self._api.cudaDeviceScheduleBlockingSync)
        except ModelError as error:  # some drivers refuse it once the GPU is in use
            logger.info("waiting for the GPU keeps a core busy: %s", error.message)

    def stream(self) -> Held:
        """Return a new stream that does not wait for the default one."""
        stream = self._call("cudaStreamCreateWithFlags", self._api.cudaStreamNonBlocking)
        return Held(stream, self._free("cudaStreamDestroy"))

    def synchronize(self, stream: Held) -> None:
        """Wait until all that was enqueued is done; other threads run meanwhile."""
        self._call("cudaStreamSynchronize", stream.handle)

    def device_memory(self, nbytes: int) -> Held:
        """Return the address of new memory on the GPU."""
        return Held(self._call("cudaMalloc", nbytes), self._free("cudaFree"))

    def pinned_memory(self, nbytes: int) -> Held:
        """Return the address of new memory of the computer that the GPU copies from by itself."""
        pinned = self._call("cudaHostAlloc", nbytes, self._api.cudaHostAllocDefault)
        return Held(pinned, self._free("cudaFreeHost"))

    def copy_in(self, device: int, host: int, nbytes: int, stream: Held) -> None:
        """Enqueue a copy to the GPU."""
        kind = self._api.cudaMemcpyKind.cudaMemcpyHostToDevice
        self._call("cudaMemcpyAsync", device, host, nbytes, kind, stream.handle)

    def copy_out(self, host: int, device: int, nbytes: int, stream: Held) -> None:
        """Enqueue a copy from the GPU."""
        kind = self._api.cudaMemcpyKind.cudaMemcpyDeviceToHost
        self._call("cudaMemcpyAsync", host, device, nbytes, kind, stream.handle)

    def record(self, enqueue: Callable[[], None], stream: Held) -> Held:
        """Return what `enqueue` puts on the stream as a CUDA graph, without running it.

        Other threads may use CUDA meanwhile.
        """
        mode = self._api.cudaStreamCaptureMode.cudaStreamCaptureModeThreadLocal
        self._call("cudaStreamBeginCapture", stream.handle, mode)
        try:
            enqueue()
        except Exception:
            self._api.cudaStreamEndCapture(stream.handle)  # the stream must be usable again
            raise
        graph = self._call("cudaStreamEndCapture", stream.handle)
        try:
            launchable = self._call("cudaGraphInstantiate", graph, 0)
        finally:
            self._call("cudaGraphDestroy", graph)
        return Held(launchable, self._free("cudaGraphExecDestroy"))

    def launch(self, graph: Held, stream: Held) -> None:
        """Enqueue all that a graph holds."""
        self._call("cudaGraphLaunch", graph.handle, stream.handle)

    def _free(self, name: str) -> Callable[[Any], None]:
        def free(handle: Any) -> None:
            self._call(name, handle)

        return free

    def _call(self, name: str, *arguments: Any) -> Any:
        """Return what a function gives, beside its error code: nothing, a value, or several."""
        code, *values = getattr(self._api, name)(*arguments)
        errors = self._api.cudaError_t
        if code == errors.cudaErrorMemoryAllocation:
            raise MemoryError(f"The GPU has no memory left ({name})")
        if code != errors.cudaSuccess:
            _, text = self._api.cudaGetErrorString(code)
            raise ModelError(
                f"CUDA fails in {name}: {text.decode()}",
                "Update the graphics driver, or run without TensorRT",
            )
        return values[0] if len(values) == 1 else tuple(values)


def version_text(number: int) -> str:
    """Return "13.0" for CUDA's 13000."""
    return f"{number // 1000}.{number % 1000 // 10}"


def _nvml_version() -> str | None:
    """Return the driver's own version; None where it does not tell."""
    try:
        from cuda.bindings import nvml
    except ImportError:  # of older bindings
        return None
    try:
        nvml.init_v2()
        version: str = nvml.system_get_driver_version()
    except (nvml.NvmlError, RuntimeError, OSError) as error:
        logger.info("the driver does not tell its version: %s", error)
        return None
    return version
