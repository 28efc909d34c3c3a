"""A provider that the CPU replaces, wholly or in part, is not what was asked for."""

from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

from checkpoint.store import STARTER
from vtoonify_rt.inference.backend import BackendAbsent
from vtoonify_rt.inference.ort_providers import OrtProvider

PATH = STARTER / "frame.onnx"
CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"


def provider(name, **options):
    return OrtProvider(id="x", name="X", provider=name, options={}, **options)


class Started:
    """A session of CUDA, or of what took its place; `left` are the nodes that the CPU has."""

    def __init__(self, first, left):
        self._first = first
        self._left = left

    def get_providers(self):
        return [self._first, CPU]

    def get_provider_graph_assignment_info(self):
        def part(name, kinds):
            nodes = [SimpleNamespace(op_type=kind) for kind in kinds]
            return SimpleNamespace(ep_name=name, get_nodes=lambda: nodes)

        return [part(CPU, self._left), part(CUDA, ["Conv"] * 9)]


@pytest.fixture
def pretend(monkeypatch):
    """Have the next session that asks for CUDA be a `Started`."""
    real = onnxruntime.InferenceSession

    def pretend(first, left=()):
        def start(path, options, providers, **more):
            if providers == [CPU]:  # by which the inputs are read
                return real(path, options, providers=providers, **more)
            return Started(first, left)

        monkeypatch.setattr(onnxruntime, "InferenceSession", start)

    return pretend


def test_a_provider_that_the_cpu_replaces_does_not_count(pretend):
    """What onnxruntime-gpu does without a GPU: it lists CUDA, and runs on the CPU."""
    pretend(CPU)

    with pytest.raises(BackendAbsent, match="CPUExecutionProvider took its place"):
        provider(CUDA).load(PATH)


def test_a_provider_that_leaves_work_to_the_cpu_does_not_count(pretend):
    pretend(CUDA, ["Conv", "Conv", "Resize", "Shape"])

    with pytest.raises(BackendAbsent, match=r"leaves 3 nodes to the CPU \(Conv, Resize\)"):
        provider(CUDA).load(PATH)


def test_shapes_may_be_computed_on_the_cpu(pretend):
    pretend(CUDA, ["Shape", "Concat"])

    assert provider(CUDA).load(PATH).input_shapes["picture"] == (1, None, None, 3)


@pytest.mark.parametrize("fixed", [True, False])
def test_buffers_of_the_device_are_filled_before_every_run(fixed, monkeypatch):
    """On the CPU as if it were a device with a memory of its own."""
    real = onnxruntime.OrtValue.ortvalue_from_numpy

    def on_device(array, device="cpu", index=0):
        return real(array.copy() if device == "cuda" else array)

    monkeypatch.setattr(onnxruntime.OrtValue, "ortvalue_from_numpy", on_device)
    graph = provider(CPU, fixed=fixed, device="cuda").load(PATH)
    length = graph.input_shapes["conditioning"][1]
    inputs = {
        "picture": graph.zeros((1, 32, 64, 3), np.uint8),
        "conditioning": graph.zeros((1, length), np.float32),
    }
    inputs["conditioning"][:] = np.random.default_rng(0).normal(0, 1, (1, length))
    outputs = {"stylized": graph.zeros((1, 32, 64, 3), np.uint8)}
    run = graph.bind(inputs, outputs)
    run()
    before = outputs["stylized"].copy()
    inputs["picture"][:] = 200
    run()

    expected = onnxruntime.InferenceSession(PATH, providers=[CPU]).run(None, inputs)[0]
    np.testing.assert_allclose(outputs["stylized"].astype(int), expected, atol=1)
    assert not np.array_equal(before, outputs["stylized"])
