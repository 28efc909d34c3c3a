"""`vtoonify-rt engines`, with a library that builds nothing, and with TensorRT-RTX itself."""

import importlib.util
import json
from dataclasses import replace

import pytest
from fake_trt_builder import FakeBuilderTrt

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.cli import main
from vtoonify_rt.engine_build import EngineBuild
from vtoonify_rt.errors import ModelError
from vtoonify_rt.inference import engine_lookup, engine_store
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.inference.trt_library import TrtLibrary

needs_tensorrt = pytest.mark.skipif(
    importlib.util.find_spec("tensorrt_rtx") is None,
    reason="tensorrt-rtx is not installed: make test-tensorrt",
)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Engines are kept in a folder of the test's own, also by child processes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(
        engine_store, "engines_folder", lambda: tmp_path / "cache/vtoonify-rt/engines"
    )
    return tmp_path / "cache"


@pytest.fixture
def trt(monkeypatch) -> FakeBuilderTrt:
    trt = FakeBuilderTrt()
    monkeypatch.setattr(engine_lookup, "load_library", lambda: TrtLibrary("tensorrt_rtx", trt))
    return trt


def test_engines_are_built_listed_and_removed(trt, capsys):
    assert main(["engines", "build", "--for", "8.9"]) == 0
    assert (
        "starter frame.onnx: ready, 0.0 MB, for compute capability 8.9" in capsys.readouterr().out
    )
    assert main(["engines", "list", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["model"], entry["library"]) == ("starter", "tensorrt_rtx 1.2.3")
    assert main(["engines", "remove", "starter"]) == 0

    assert "Removed 1 engine" in capsys.readouterr().out
    assert EngineStore().all() == []


def test_the_list_is_a_table(trt, capsys):
    main(["engines", "build", "--for", "8.9", "--sizes", "128,256,512"])
    main(["engines", "list"])

    assert "128 .. 256 .. 512" in capsys.readouterr().out


def test_without_a_gpu_it_says_so(trt, monkeypatch, capsys):
    def no_gpu(library=None, gpu=None):
        raise ModelError("There is no GPU that CUDA can use", "Get one")

    monkeypatch.setattr(engine_lookup.EngineTarget, "this_computer", no_gpu)

    assert main(["engines", "build"]) == 1
    assert "There is no GPU that CUDA can use. Get one." in capsys.readouterr().err


def test_for_programs_an_error_is_an_event(trt, capsys):
    trt.fails = "Tactic missing"

    assert main(["engines", "build", "--for", "8.9", "--events"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["event"], "Tactic missing" in last["message"]) == ("error", True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--for", "8.9", "--sizes", "1,2"],
        ["build", "--for", "8.9", "--sizes", "100,200,300"],
        ["build", "--model", "nothing", "--for", "8.9"],
        ["remove"],
        ["remove", "starter", "--all"],
        ["remove", "starter"],
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(trt, capsys, arguments):
    assert main(["engines", *arguments]) == 2
    assert capsys.readouterr().err.startswith("Error: ")


def test_an_unknown_generation_is_told(trt, capsys):
    assert main(["engines", "build", "--for", "9.0"]) == 1
    assert "does not build for compute capability 9.0" in capsys.readouterr().err


def test_gc_removes_engines_of_models_that_are_gone(trt, capsys):
    main(["engines", "build", "--for", "8.9"])
    (engine,) = EngineStore().all()
    EngineStore().add(replace(engine.key, model="gone", graph_digest="0"), b"plan")
    main(["engines", "gc"])

    assert (
        "Removed gone frame.onnx: model 'gone' is not installed any more" in capsys.readouterr().out
    )
    assert [e.key.model for e in EngineStore().all()] == ["starter"]


@needs_tensorrt
def test_a_child_process_builds_engines_for_cards_that_are_elsewhere():
    shares = []
    build = EngineBuild(
        load_manifest(STARTER), lambda b: shares.append(b.progress), options=["--for", "8.9"]
    )
    assert build.wait(100)
    assert (build.state, build.error) == ("done", None)

    (engine,) = EngineStore().all()
    assert len(engine.read()) > 1_000_000
    assert shares == sorted(shares)
    assert max(share for share in shares if share < 1) > 0.5
