"""Which providers really run the starter."""

import onnxruntime
import pytest

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference.providers import CPU, try_providers


def test_the_cpu_runs_the_starter():
    trial = try_providers(load_manifest(STARTER))[0]

    assert (trial.name, trial.runs, trial.reason) == (CPU, True, "")
    assert trial.milliseconds > 0


def test_a_provider_that_the_cpu_replaces_does_not_count(monkeypatch):
    """What onnxruntime-gpu does without a GPU: it lists CUDA, and runs on the CPU."""
    monkeypatch.setattr(
        onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", CPU]
    )
    opened = onnxruntime.InferenceSession
    monkeypatch.setattr(
        onnxruntime,
        "InferenceSession",
        lambda path, options, providers: opened(path, options, [CPU]),
    )
    cpu, cuda = try_providers(load_manifest(STARTER))

    assert cpu.runs
    assert not cuda.runs
    assert "CPUExecutionProvider took its place" in cuda.reason


def test_a_provider_that_fails_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CPU, "Broken"])
    opened = onnxruntime.InferenceSession

    def open_session(path, options, providers):
        if providers == ["Broken"]:
            raise RuntimeError("no driver\nat line 1\nat line 2")
        return opened(path, options, providers)

    monkeypatch.setattr(onnxruntime, "InferenceSession", open_session)

    assert try_providers(load_manifest(STARTER))[1].reason == "no driver"


@pytest.mark.gpu
def test_a_gpu_gives_the_picture_of_the_cpu():
    others = [trial for trial in try_providers(load_manifest(STARTER)) if trial.name != CPU]

    if not others:
        pytest.skip("ONNX Runtime has no provider here but the CPU")
    assert all(trial.runs for trial in others)


def test_the_cpu_runs_a_vtoonify(made_vtoonify):
    trial = try_providers(made_vtoonify)[0]

    assert (trial.name, trial.runs, trial.reason) == (CPU, True, "")
