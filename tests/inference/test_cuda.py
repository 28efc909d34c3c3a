"""What CUDA refuses is told in a sentence, and what it gave is given back."""

import gc
import sys

import pytest
from fake_cuda import FakeCudaRuntime

from checkpoint.errors import ModelError
from vtoonify_rt.inference.cuda import Cuda


def test_the_gpu_is_named_with_its_driver():
    gpu = Cuda(FakeCudaRuntime(), lambda: "580.95.05").gpu()

    assert (gpu.name, gpu.capability, gpu.driver) == ("Fake RTX", "8.9", "580.95.05")


def test_a_driver_without_a_version_of_its_own_is_known_by_that_of_cuda():
    assert Cuda(FakeCudaRuntime()).gpu().driver == "CUDA 13.1"


def test_no_gpu_is_one_sentence():
    with pytest.raises(ModelError, match=r"^There is no GPU that CUDA can use\. Check"):
        Cuda(FakeCudaRuntime(devices=0)).gpu()


def test_without_the_bindings_it_says_how_to_get_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "cuda.bindings", None)

    with pytest.raises(ModelError, match="CUDA cannot be used") as caught:
        Cuda.load()
    assert "vtoonify-rt[tensorrt]" in caught.value.hint


def test_a_refused_call_is_named_with_its_reason():
    cuda = Cuda(FakeCudaRuntime())
    small, large, stream = cuda.pinned_memory(4), cuda.device_memory(8), cuda.stream()

    with pytest.raises(ModelError, match="cudaMemcpyAsync: cudaErrorInvalidValue"):
        cuda.copy_in(large.handle, small.handle, 8, stream)


def test_a_full_gpu_is_a_memory_error():
    with pytest.raises(MemoryError, match="cudaMalloc"):
        Cuda(FakeCudaRuntime(free_bytes=10)).device_memory(11)


def test_what_nobody_holds_is_given_back():
    runtime = FakeCudaRuntime()
    held = Cuda(runtime).device_memory(4)
    assert len(runtime.memory) == 1
    del held
    gc.collect()

    assert not runtime.memory


def test_a_stream_is_usable_after_a_recording_that_failed():
    runtime = FakeCudaRuntime()
    cuda = Cuda(runtime)
    stream = cuda.stream()

    with pytest.raises(ModelError, match="cudaStreamSynchronize"):  # may not be recorded
        cuda.record(lambda: cuda.synchronize(stream), stream)
    cuda.synchronize(stream)

    assert runtime.calls == ["record", "synchronize"]
