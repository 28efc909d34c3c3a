"""Which engines a model needs here, and that they are built once."""

from dataclasses import replace
from threading import Event, Thread

import pytest
from fake_trt_builder import FakeBuilderTrt
from made_vtoonify import make_vtoonify

from checkpoint.errors import ModelError, Stopped
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.engines import ModelEngines, collect_engines, live_sizes
from vtoonify_rt.inference.cuda import Gpu
from vtoonify_rt.inference.engine_lookup import EngineTarget
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.inference.trt_library import TrtLibrary

GPU = Gpu(name="Fake RTX", capability="8.9", driver="580.1", memory_mb=8000)


@pytest.fixture
def trt() -> FakeBuilderTrt:
    return FakeBuilderTrt()


@pytest.fixture
def target(trt) -> EngineTarget:
    return EngineTarget.this_computer(TrtLibrary("tensorrt_rtx", trt), GPU)


@pytest.fixture
def model(tmp_path):
    return load_manifest(make_vtoonify(tmp_path / "made"))


@pytest.fixture
def store(tmp_path) -> EngineStore:
    return EngineStore(tmp_path / "engines")


@pytest.fixture
def engines(model, target, store) -> ModelEngines:
    return ModelEngines(model, target, store=store)


def test_a_vtoonify_needs_two_engines_and_a_lite_one(model, target):
    assert list(ModelEngines(model, target).graphs) == ["frame.onnx", "parse.onnx"]
    assert list(ModelEngines(load_manifest(STARTER), target).graphs) == ["frame.onnx"]


def test_they_are_ready_when_all_are_built(engines, model):
    assert engines.ready() is None
    engines.build()
    ready = engines.ready()
    ready[1].discard()

    assert ready[0].read().decode() == str(model.folder / "frame.onnx")
    assert engines.ready() is None


def test_they_are_built_for_this_gpu_and_for_all_that_is_seen_live(engines, trt):
    engines.build()
    config = trt.built[0]

    assert config.capabilities == [trt.ComputeCapability.SM89]
    assert config.profile.shapes == {
        "picture": ([1, 64, 64, 3], [1, 400, 400, 3], [1, 512, 512, 3])
    }
    assert config.flags == ["ours"]


def test_what_is_there_is_not_built_again(engines, trt):
    engines.build()
    engines.build()

    assert len(trt.built) == 2


def test_progress_goes_from_graph_to_graph_and_never_back(engines):
    told = []
    engines.build(lambda graph, share: told.append((graph, share)))

    assert told == [
        ("frame.onnx", 0.0),
        ("frame.onnx", 0.25),
        ("frame.onnx", 0.5),
        ("parse.onnx", 0.5),
        ("parse.onnx", 0.75),
        ("parse.onnx", 1.0),
    ]


def test_a_stop_ends_between_two_engines(engines, trt):
    stop = Event()
    with pytest.raises(Stopped):
        engines.build(lambda graph, share: stop.set(), stop)

    assert len(trt.built) == 1


def test_what_another_process_builds_is_waited_for(engines, trt, store):
    key = engines.keys[0]
    with store.lock(key):
        waiting = Thread(target=engines.build)
        waiting.start()
        store.add(key, b"of the other process")
    waiting.join()

    assert store.find(key).read() == b"of the other process"
    assert len(trt.built) == 1


def test_an_engine_that_is_not_ready_is_told_with_the_command_that_builds_it(engines, model):
    with pytest.raises(ModelError, match=r"no TensorRT engine of frame\.onnx") as caught:
        engines.engine_of(model.folder / "frame.onnx")

    assert caught.value.hint == "Build it: vtoonify-rt engines build --model made"


def test_a_damaged_model_is_not_built(engines, model):
    (model.folder / "frame.onnx").write_bytes(b"other")

    with pytest.raises(ModelError, match=r"frame\.onnx of model 'made' is damaged"):
        engines.build()


def test_half_precision_is_taken_where_the_model_has_it(model, target):
    both = replace(model, sha256={**model.sha256, "frame_fp16.onnx": "0"})

    assert ModelEngines(both, target).graphs["frame.onnx"] == "frame_fp16.onnx"
    assert ModelEngines(both, target, precision="f32").graphs["frame.onnx"] == "frame.onnx"
    assert ModelEngines(both, target, output_scale=2).graphs["frame_x2.onnx"] == "frame_x2.onnx"
    with pytest.raises(ModelError, match=r"has no frame_fp16\.onnx"):
        ModelEngines(model, target, precision="f16")


def test_a_build_that_fails_is_told_with_the_first_reason(engines, trt):
    trt.fails = "Tactic missing"

    with pytest.raises(ModelError, match=r"cannot build frame\.onnx: Tactic missing"):
        engines.build()


def test_a_gpu_that_is_too_small_to_build_on_is_a_memory_error(engines, trt):
    trt.fails = "Cuda error: out of memory"

    with pytest.raises(MemoryError):
        engines.build()


def test_tensorrt_itself_builds_for_this_computer_only(trt):
    library = TrtLibrary("tensorrt", trt)

    with pytest.raises(ModelError, match="for the GPU of this computer only"):
        EngineTarget.elsewhere(["8.9"], library)


def test_tensorrt_itself_is_given_no_targets(model, trt, store):
    target = EngineTarget.this_computer(TrtLibrary("tensorrt", trt), GPU)
    ModelEngines(model, target, store=store).build()

    assert trt.built[0].capabilities == trt.built[0].flags == []


def test_engines_of_a_changed_model_and_another_driver_go(engines, model, target, store):
    engines.build()
    assert collect_engines([model], target, store) == []
    removed = collect_engines([model], replace(target, driver="581.0"), store)
    assert {engine.reason for engine in removed} == {"it was built with driver 580.1, not 581.0"}
    engines.build()
    changed = replace(model, sha256={**model.sha256, "frame.onnx": "0", "parse.onnx": "0"})

    assert len(collect_engines([changed], None, store)) == 2


def test_engines_of_another_gpu_and_library_stay(engines, model, target, store):
    engines.build()
    other = TrtLibrary("tensorrt", FakeBuilderTrt())

    assert collect_engines([model], replace(target, gpu="Other", driver="1"), store) == []
    assert collect_engines([model], replace(target, library=other), store) == []


@pytest.mark.parametrize("starter", [True, False])
def test_all_live_sizes_are_sizes_of_the_model(model, starter):
    chosen = load_manifest(STARTER) if starter else model
    sizes = live_sizes(chosen)

    for side in (sizes.smallest, sizes.best, sizes.largest):
        assert side % chosen.size_multiple == 0
    assert sizes.smallest <= chosen.crop_px <= sizes.largest
