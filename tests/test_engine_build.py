"""Engines are built in a child process that tells how far it is, and can be ended."""

import json
import sys
from threading import Event

import pytest
from fake_trt_builder import FakeBuilderTrt

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.engine_build import EngineBuild, build_if_needed
from vtoonify_rt.engines import ModelEngines
from vtoonify_rt.errors import ModelError
from vtoonify_rt.inference import choice_memory, engine_store
from vtoonify_rt.inference.cuda import Gpu
from vtoonify_rt.inference.engine_lookup import EngineTarget
from vtoonify_rt.inference.trial import Trial
from vtoonify_rt.inference.trt_library import TrtLibrary

PROGRESS = json.dumps({"event": "progress", "step": "frame.onnx", "share": 0.25})
DONE = json.dumps({"event": "done", "engines": []})
ERROR = json.dumps({"event": "error", "message": "It is full", "hint": "Empty it"})
MODEL = load_manifest(STARTER)
WAIT = 60  # seconds, at most


def child(*lines: str, then: str = "") -> list[str]:
    """Return the command of a child that says these lines."""
    program = "".join(f"print({line!r}, flush=True)\n" for line in lines) + then
    return [sys.executable, "-c", program]


def seen_to_the_end(command: list[str]) -> tuple[EngineBuild, list[tuple[str, str, float]]]:
    seen = []
    build = EngineBuild(
        MODEL, lambda b: seen.append((b.state, b.step, b.progress)), command=command
    )
    assert build.wait(WAIT)
    return build, seen


def test_progress_and_the_end_are_told():
    build, seen = seen_to_the_end(child(PROGRESS, DONE))

    assert seen == [("running", "frame.onnx", 0.25), ("done", "frame.onnx", 1.0)]
    assert build.error is None


def test_an_error_of_the_child_is_told_as_it_says():
    build, _ = seen_to_the_end(child(ERROR, then="raise SystemExit(1)"))

    assert build.state == "failed"
    assert str(build.error) == "It is full. Empty it."


def test_a_child_that_dies_is_told_with_where_it_was():
    build, _ = seen_to_the_end(child(PROGRESS, then="import os; os._exit(9)"))

    assert build.state == "failed"
    assert (
        build.error.message == "The engine build ended with status 9 while it worked on frame.onnx"
    )


def test_cancel_ends_the_child():
    at_work = Event()
    forever = child(PROGRESS, then="import time\nwhile True: time.sleep(60)")
    build = EngineBuild(MODEL, lambda b: at_work.set(), command=forever)
    assert at_work.wait(WAIT)
    build.cancel()

    assert build.wait(WAIT)
    assert (build.state, build.error) == ("cancelled", None)


def test_the_child_is_told_what_to_build():
    told = "{'event': 'error', 'message': repr(sys.argv[1:]), 'hint': ''}"
    echo = f"import sys, json\nprint(json.dumps({told}))"
    build = EngineBuild(
        MODEL, output_scale=1, precision="f32", options=["--for", "8.9"], command=child(then=echo)
    )
    build.wait(WAIT)

    arguments = ["--folder", str(STARTER), "--output-scale", "1", "--precision", "f32"]
    assert build.error.message == repr([*arguments, "--for", "8.9", "--end-with-stdin"])


class Started:
    """Stands in for the build that would be started."""

    def __init__(self, model, on_change, **options) -> None:
        self.options = options


@pytest.fixture
def this_computer(monkeypatch, tmp_path) -> EngineTarget:
    """A computer with a fake GPU, nothing built, and nothing tried."""
    gpu = Gpu(name="Fake RTX", capability="8.9", driver="580.1", memory_mb=8000)
    target = EngineTarget.this_computer(TrtLibrary("tensorrt_rtx", FakeBuilderTrt()), gpu)
    monkeypatch.setattr(EngineTarget, "this_computer", lambda: target)
    monkeypatch.setattr(engine_store, "engines_folder", lambda: tmp_path / "engines")
    monkeypatch.setattr(choice_memory, "recall", lambda model: {})
    return target


def test_what_is_lacking_is_built(this_computer):
    assert build_if_needed(MODEL, start=Started).options == {
        "output_scale": None,
        "precision": None,
    }
    ModelEngines(MODEL, this_computer).build()

    assert build_if_needed(MODEL, start=Started) is None


@pytest.mark.parametrize(("absent", "precision"), [(False, "f32"), (True, None)])
def test_a_precision_that_gave_a_wrong_picture_is_not_built_again(
    this_computer, monkeypatch, absent, precision
):
    trial = Trial(backend="tensorrt-f16", name="", runs=False, absent=absent)
    monkeypatch.setattr(choice_memory, "recall", lambda model: {"tensorrt-f16": trial})

    assert build_if_needed(MODEL, start=Started).options["precision"] == precision


def test_without_a_gpu_nothing_is_built(monkeypatch):
    def no_gpu():
        raise ModelError("There is no GPU that CUDA can use")

    monkeypatch.setattr(EngineTarget, "this_computer", no_gpu)

    assert build_if_needed(MODEL, start=Started) is None
