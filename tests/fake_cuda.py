"""CUDA's runtime without a GPU: device memory is memory, and what a stream does is done at once.

It keeps account of every call and every allocation, and refuses what CUDA would refuse.
"""

import ctypes
from collections.abc import Callable
from enum import IntEnum
from types import SimpleNamespace
from typing import Any


class FakeError(IntEnum):
    cudaSuccess = 0
    cudaErrorMemoryAllocation = 2
    cudaErrorInvalidValue = 1
    cudaErrorStreamCaptureUnsupported = 900


Done = tuple[Any, ...]


class FakeCudaRuntime:
    """What `cuda.bindings.runtime` offers and we use. `free_bytes`: of the GPU's memory."""

    cudaError_t = FakeError
    cudaMemcpyKind = SimpleNamespace(cudaMemcpyHostToDevice=1, cudaMemcpyDeviceToHost=2)
    cudaStreamCaptureMode = SimpleNamespace(cudaStreamCaptureModeThreadLocal=1)
    cudaStreamNonBlocking = 1
    cudaHostAllocDefault = 0
    cudaDeviceScheduleBlockingSync = 4

    def __init__(self, *, devices: int = 1, free_bytes: int = 10**9) -> None:
        self.devices = devices
        self.free_bytes = free_bytes
        self.calls: list[str] = []
        self.copied_bytes = {1: 0, 2: 0}  # by direction
        self.memory: dict[int, Any] = {}  # allocated, of both kinds, by address
        self.streams: set[int] = set()
        self.graphs: dict[int, list[Callable[[], None]]] = {}
        self._recording: list[Callable[[], None]] | None = None
        self._names = iter(range(100, 10**6))

    def enqueue(self, name: str, work: Callable[[], None]) -> None:
        """Do `work`, or record it."""
        if self._recording is not None:
            self._recording.append(lambda: self.enqueue(name, work))
            return
        self.calls.append(name)
        work()

    def cudaGetDeviceCount(self) -> Done:
        return FakeError.cudaSuccess, self.devices

    def cudaGetDeviceProperties(self, device: int) -> Done:
        facts = SimpleNamespace(
            name=b"Fake RTX\0\0", major=8, minor=9, totalGlobalMem=self.free_bytes
        )
        return FakeError.cudaSuccess, facts

    def cudaDriverGetVersion(self) -> Done:
        return FakeError.cudaSuccess, 13010

    def cudaRuntimeGetVersion(self) -> Done:
        return FakeError.cudaSuccess, 13000

    def cudaMemGetInfo(self) -> Done:
        return FakeError.cudaSuccess, self.free_bytes, 10**9

    def cudaSetDeviceFlags(self, flags: int) -> Done:
        return (FakeError.cudaSuccess,)

    def cudaGetErrorString(self, code: FakeError) -> Done:
        return FakeError.cudaSuccess, code.name.encode()

    def cudaStreamCreateWithFlags(self, flags: int) -> Done:
        stream = next(self._names)
        self.streams.add(stream)
        return FakeError.cudaSuccess, stream

    def cudaStreamDestroy(self, stream: int) -> Done:
        self.streams.remove(stream)
        return (FakeError.cudaSuccess,)

    def cudaStreamSynchronize(self, stream: int) -> Done:
        if self._recording is not None:
            return (FakeError.cudaErrorStreamCaptureUnsupported,)
        self.calls.append("synchronize")
        return (FakeError.cudaSuccess,)

    def cudaMalloc(self, nbytes: int) -> Done:
        if nbytes > self.free_bytes:
            return FakeError.cudaErrorMemoryAllocation, None
        self.free_bytes -= nbytes
        return FakeError.cudaSuccess, self._allocate(nbytes)

    def cudaFree(self, address: int) -> Done:
        self.free_bytes += len(self.memory.pop(address))
        return (FakeError.cudaSuccess,)

    def cudaHostAlloc(self, nbytes: int, flags: int) -> Done:
        return FakeError.cudaSuccess, self._allocate(nbytes)

    def cudaFreeHost(self, address: int) -> Done:
        del self.memory[address]
        return (FakeError.cudaSuccess,)

    def cudaMemcpyAsync(self, to: int, source: int, nbytes: int, kind: int, stream: int) -> Done:
        if nbytes > len(self.memory[to]) or nbytes > len(self.memory[source]):
            return (FakeError.cudaErrorInvalidValue,)

        def copy() -> None:
            self.copied_bytes[kind] += nbytes
            ctypes.memmove(to, source, nbytes)

        self.enqueue("copy in" if kind == 1 else "copy out", copy)
        return (FakeError.cudaSuccess,)

    def cudaStreamBeginCapture(self, stream: int, mode: int) -> Done:
        assert self._recording is None
        self.calls.append("record")
        self._recording = []
        return (FakeError.cudaSuccess,)

    def cudaStreamEndCapture(self, stream: int) -> Done:
        assert self._recording is not None
        graph = next(self._names)
        self.graphs[graph], self._recording = self._recording, None
        return FakeError.cudaSuccess, graph

    def cudaGraphInstantiate(self, graph: int, flags: int) -> Done:
        launchable = next(self._names)
        self.graphs[launchable] = self.graphs[graph]
        return FakeError.cudaSuccess, launchable

    def cudaGraphDestroy(self, graph: int) -> Done:
        del self.graphs[graph]
        return (FakeError.cudaSuccess,)

    cudaGraphExecDestroy = cudaGraphDestroy

    def cudaGraphLaunch(self, launchable: int, stream: int) -> Done:
        self.calls.append("launch")
        for work in self.graphs[launchable]:
            work()
        return (FakeError.cudaSuccess,)

    def _allocate(self, nbytes: int) -> int:
        memory = (ctypes.c_uint8 * nbytes)(*([0xAA] * min(nbytes, 64)))  # not zeros, as in reality
        address = ctypes.addressof(memory)
        self.memory[address] = memory
        return address
