"""Which engine runs a graph here, and what a model lacks to run on TensorRT."""

import importlib.util
from dataclasses import replace

import pytest
from fake_trt_builder import FakeBuilderTrt

from checkpoint.errors import ModelError
from vtoonify_rt.inference import engine_lookup
from vtoonify_rt.inference.backend import BackendAbsent
from vtoonify_rt.inference.cuda import Gpu
from vtoonify_rt.inference.engine_key import EngineKey, SizeRange, graph_digest
from vtoonify_rt.inference.engine_lookup import (
    EngineTarget,
    engine_finder,
    open_tensorrt,
    why_no_engines,
)
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.inference.trt_library import TrtLibrary

GPU = Gpu(name="Fake RTX", capability="8.9", driver="580.1", memory_mb=8000)
LIBRARY = TrtLibrary("tensorrt_rtx", FakeBuilderTrt())
TARGET = EngineTarget.this_computer(LIBRARY, GPU)


@pytest.fixture
def store(tmp_path) -> EngineStore:
    return EngineStore(tmp_path / "engines")


@pytest.fixture
def key(made_vtoonify) -> EngineKey:
    return EngineKey(
        model="made",
        graph="frame.onnx",
        graph_digest=graph_digest(made_vtoonify, "frame.onnx"),
        gpu=GPU.name,
        capabilities=(GPU.capability,),
        driver=GPU.driver,
        library=LIBRARY.name,
        library_version=LIBRARY.version,
        sizes=SizeRange.only(64),
    )


def test_an_engine_of_any_sizes_is_found(store, key, made_vtoonify):
    store.add(key, b"plan")
    find = engine_finder(TARGET, "f32", store)

    assert find(made_vtoonify.folder / "frame.onnx").read() == b"plan"


@pytest.mark.parametrize(
    "change",
    [
        {"gpu": "Other RTX"},
        {"driver": "581.0"},
        {"library_version": "1.2.4"},
        {"library": "tensorrt"},
        {"capabilities": ("12.0",)},
        {"graph_digest": "0"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_engine_for_something_else_is_not(store, key, made_vtoonify, change):
    store.add(replace(key, **change), b"plan")

    with pytest.raises(BackendAbsent, match=r"no engine of frame\.onnx for this GPU"):
        engine_finder(TARGET, "f32", store)(made_vtoonify.folder / "frame.onnx")


def test_what_is_lacking_is_told_in_turn(store, key, made_vtoonify, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "tensorrt-rtx is not installed" in why_no_engines(made_vtoonify, "f32", store)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    assert why_no_engines(made_vtoonify, "f16", store) == "the model has no graph in half precision"
    store.add(key, b"plan")
    assert why_no_engines(made_vtoonify, "f32", store) == "its engines are not built yet"
    parse = graph_digest(made_vtoonify, "parse.onnx")
    store.add(replace(key, graph="parse.onnx", graph_digest=parse), b"plan")

    assert why_no_engines(made_vtoonify, "f32", store) == ""


def test_engines_for_cards_that_are_elsewhere_do_not_count(store, key, made_vtoonify, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    for graph in ("frame.onnx", "parse.onnx"):
        digest = graph_digest(made_vtoonify, graph)
        store.add(replace(key, graph=graph, graph_digest=digest, gpu="any"), b"plan")

    assert why_no_engines(made_vtoonify, "f32", store) == "its engines are not built yet"


def test_without_a_gpu_the_backend_is_absent(monkeypatch):
    def no_gpu():
        raise ModelError("There is no GPU that CUDA can use")

    monkeypatch.setattr(engine_lookup.Cuda, "load", no_gpu)

    with pytest.raises(BackendAbsent, match="There is no GPU"):
        open_tensorrt("f32")
