"""Graphs run by TensorRT, on fakes of CUDA and TensorRT that do what those promise."""

import gc
import logging

import numpy as np
import pytest
from fake_trt import MOST, FakeCard
from made_vtoonify import picture

from checkpoint.errors import ModelError
from vtoonify_rt.errors import OutOfMemoryError
from vtoonify_rt.inference.backend import chain
from vtoonify_rt.inference.frames import FrameGraphs
from vtoonify_rt.inference.ort import OrtCpu

INPUTS, OUTPUTS = 1, 2  # directions of copies


def graphs_on(backend, model) -> FrameGraphs:
    folder = model.folder
    frame, parse = backend.load(folder / "frame.onnx"), backend.load(folder / "parse.onnx")
    frames = FrameGraphs(frame, parse, multiple=8, scale=4, backend=backend.name)
    frames.conditioning[:] = 1.0
    return frames


class Card(FakeCard):
    """A fake card, and a model to run on it."""

    def __init__(self, model, folder) -> None:
        super().__init__(folder)
        self.model = model

    def frames(self, *, record: bool = True) -> FrameGraphs:
        return graphs_on(self.backend(record=record), self.model)


@pytest.fixture
def card(made_vtoonify, tmp_path) -> Card:
    return Card(made_vtoonify, tmp_path)


@pytest.mark.parametrize("record", [True, False], ids=["recorded", "not recorded"])
def test_the_pictures_are_those_of_onnx_runtime(card, made_vtoonify, record):
    ours = card.frames(record=record)
    others = graphs_on(OrtCpu(1), made_vtoonify)
    sizes = [(16, 24), (9, 30), (16, 24), (32, 8), (16, 24)]

    for number, size in enumerate(sizes):
        image = (picture(*size) + number)[None]
        np.testing.assert_array_equal(ours.run(image), others.run(image))


def test_a_given_parsing_reaches_the_gpu(card, made_vtoonify):
    ours, others = card.frames(), graphs_on(OrtCpu(1), made_vtoonify)
    image = picture()[None]
    parsing = others.parse(image).copy() + 2.0
    ours.run(image)  # has left the picture's own parsing there

    np.testing.assert_array_equal(ours.run(image, parsing), others.run(image, parsing))
    np.testing.assert_array_equal(ours.parse(image), others.parse(image))


def test_work_is_recorded_once_and_replayed_then(card):
    frames = card.frames()
    frames.run(picture()[None])
    card.runtime.calls.clear()
    frames.run(picture()[None])

    assert card.runtime.calls == [
        "launch",
        "copy in",
        "copy in",
        "execute",
        "execute",
        "copy out",
        "synchronize",
    ]


def test_each_size_is_recorded_once(card):
    frames = card.frames()
    for _ in range(3):
        frames.run(picture(16, 24)[None])
        frames.run(picture(24, 24)[None])

    assert card.runtime.calls.count("record") == 2


def test_the_parsing_does_not_travel_between_the_graphs(card):
    frames = card.frames()
    image = picture(16, 24)[None]
    frames.run(image)
    card.runtime.copied_bytes.update({INPUTS: 0, OUTPUTS: 0})
    stylized = frames.run(image)

    conditioning = frames.conditioning.nbytes
    assert card.runtime.copied_bytes == {
        INPUTS: image.nbytes + conditioning,
        OUTPUTS: stylized.nbytes,
    }


def test_all_is_given_back_when_it_is_closed(card):
    frames = card.frames()
    frames.run(picture()[None])
    frames.parse(picture()[None])
    assert card.runtime.memory
    frames.close()
    del frames
    gc.collect()

    assert (card.runtime.memory, card.runtime.graphs, card.runtime.streams) == ({}, {}, set())


def test_sizes_that_are_not_used_any_more_are_given_back(card):
    frames = card.frames()
    for side in (16, 24, 32):
        frames.run(picture(side, side)[None])
    held = len(card.runtime.memory)
    for side in (40, 48, 56):
        frames.run(picture(side, side)[None])

    assert len(card.runtime.memory) == held


def test_what_cannot_be_recorded_runs_all_the_same_and_says_so_once(card, made_vtoonify, caplog):
    card.trt.capturable = False
    frames = card.frames()
    image = picture()[None]
    with caplog.at_level(logging.WARNING):
        results = [frames.run(image).copy() for _ in range(3)]

    np.testing.assert_array_equal(results[2], graphs_on(OrtCpu(1), made_vtoonify).run(image))
    assert [r.message for r in caplog.records if "without a CUDA graph" in r.message] == [
        "parse.onnx, frame.onnx runs without a CUDA graph, each part started anew for each "
        "picture: TensorRT says that this engine cannot be recorded"
    ]


def test_a_full_gpu_is_a_memory_error_and_smaller_sizes_go_on(card):
    frames = card.frames()
    frames.run(picture(16, 16)[None])
    card.runtime.free_bytes = 50_000
    with pytest.raises(OutOfMemoryError, match="64 x 64 does not fit into memory"):
        frames.run(picture(64, 64)[None])

    assert frames.run(picture(8, 8)[None]).shape == (1, 32, 32, 3)


def test_a_full_gpu_that_only_tensorrt_notices_is_a_memory_error(card):
    card.trt.run_fails = "Error Code 2: OutOfMemory (Requested size was 5 bytes.)"

    with pytest.raises(OutOfMemoryError):
        card.frames().run(picture()[None])


def test_what_tensorrt_cannot_run_is_told_with_its_reason(card):
    card.trt.run_fails = "Cask error"

    with pytest.raises(ModelError, match=r"TensorRT cannot run parse\.onnx: Cask error"):
        card.frames().run(picture()[None])


def test_a_size_that_the_engine_was_not_built_for_is_refused(card):
    with pytest.raises(ModelError, match=rf"from \(1, 8, 8, 3\) to \(1, {MOST}, {MOST}, 3\)"):
        card.frames().run(picture(MOST + 8, 16)[None])


def test_pictures_go_one_by_one_where_the_engine_takes_one(card):
    shapes = card.backend().load(card.model.folder / "frame.onnx").input_shapes

    assert shapes["picture"] == (1, None, None, 3)


def test_compiled_kernels_are_there_at_the_next_start(card):
    card.frames().run(picture()[None])
    assert card.trt.kernels_were is None
    card.frames()

    assert card.trt.kernels_were == b"compiled kernels"


def test_only_its_own_arrays_are_bound(card):
    graph = card.backend().load(card.model.folder / "parse.onnx")
    other = np.zeros((1, 16, 16, 3), np.uint8)

    with pytest.raises(ValueError, match="not made by zeros"):
        graph.bind({"picture": other}, {"parsing": graph.zeros((1, 19, 16, 16), np.float32)})


def test_an_array_of_another_type_or_shape_is_refused(card):
    graph = card.backend().load(card.model.folder / "parse.onnx")
    image = graph.zeros((1, 16, 16, 3), np.uint8)
    parsing = graph.zeros((1, 19, 16, 16), np.float32)

    with pytest.raises(ModelError, match="as uint8, not float32"):
        graph.bind({"picture": graph.zeros((1, 16, 16, 3), np.float32)}, {"parsing": parsing})
    with pytest.raises(ModelError, match=r"the shape \(1, 19, 16, 16\), not \(1, 19, 8, 8\)"):
        graph.bind({"picture": image}, {"parsing": graph.zeros((1, 19, 8, 8), np.float32)})


def test_it_says_what_it_is(card):
    assert card.backend().name == "TensorRT f32, Fake RTX"


def test_memory_comes_as_zeros(card):
    assert not card.backend().load(card.model.folder / "parse.onnx").zeros((3, 5), np.uint8).any()


def test_a_run_of_another_backend_goes_before_in_turn(card):
    graph = card.backend().load(card.model.folder / "parse.onnx")
    image = graph.zeros((1, 16, 16, 3), np.uint8)
    parsing = graph.zeros((1, 19, 16, 16), np.float32)

    def paint() -> None:
        image[:] = 51

    chain(paint, graph.bind({"picture": image}, {"parsing": parsing}))()

    np.testing.assert_allclose(parsing, 0.2, rtol=1e-6)
