"""A frame graph becomes a TensorRT engine without a graphics card."""

import importlib.util
import sys

import onnx
import pytest

from checkpoint.store import STARTER
from vtoonify_rt.errors import ModelError
from vtoonify_rt.inference.engine_key import SizeRange
from vtoonify_rt.inference.trt_build import COMPUTE_CAPABILITIES, BuildShare, build_engine
from vtoonify_rt.inference.trt_library import MODULES

needs_tensorrt = pytest.mark.skipif(
    importlib.util.find_spec("tensorrt_rtx") is None,
    reason="tensorrt-rtx is not installed: make test-tensorrt",
)
RANGES = {
    "fixed": SizeRange.only(256),
    "dynamic": SizeRange(smallest=128, best=256, largest=512),
}


@needs_tensorrt
@pytest.mark.parametrize("sizes", RANGES.values(), ids=RANGES.keys())
@pytest.mark.parametrize("name", ["frame.onnx", "frame_fp16.onnx"])
@pytest.mark.parametrize("target", COMPUTE_CAPABILITIES)
def test_builds_for_each_generation(tiny_vtoonify, name, sizes, target) -> None:
    engine = build_engine(tiny_vtoonify / name, sizes, [target])

    assert len(engine.plan) > 100_000
    assert engine.warnings == ()


@needs_tensorrt
@pytest.mark.parametrize("name", ["frame_x2.onnx", "frame_x1.onnx", "frame_256.onnx", "parse.onnx"])
def test_builds_one_engine_for_all_generations(tiny_vtoonify, name) -> None:
    engine = build_engine(tiny_vtoonify / name, RANGES["fixed"])

    assert len(engine.plan) > 100_000


@needs_tensorrt
def test_a_wider_range_needs_more_scratch_memory(tiny_vtoonify) -> None:
    fixed, dynamic = (
        build_engine(tiny_vtoonify / "frame.onnx", sizes).scratch_bytes for sizes in RANGES.values()
    )

    assert fixed is not None
    assert dynamic is not None
    assert dynamic > 2 * fixed > 0


@needs_tensorrt
def test_an_unknown_generation_is_refused(tiny_vtoonify) -> None:
    with pytest.raises(ModelError, match=r"does not build for compute capability 3\.0"):
        build_engine(tiny_vtoonify / "frame.onnx", RANGES["fixed"], ["3.0"])


@needs_tensorrt
def test_an_operation_that_it_lacks_is_named(tmp_path) -> None:
    picture, output = (
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, 4])
        for name in ("picture", "stylized")
    )
    node = onnx.helper.make_node("Det", ["picture"], ["stylized"], name="wanted", domain="nowhere")
    graph = onnx.helper.make_graph([node], "graph", [picture], [output])
    opsets = [onnx.helper.make_opsetid("", 18), onnx.helper.make_opsetid("nowhere", 1)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets), tmp_path / "frame.onnx")

    with pytest.raises(ModelError, match=r"cannot parse frame\.onnx: .*wanted"):
        build_engine(tmp_path / "frame.onnx", RANGES["fixed"])


def test_without_the_library_it_says_how_to_get_it(monkeypatch, tmp_path) -> None:
    for name in MODULES:
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ModelError, match="TensorRT cannot be loaded") as caught:
        build_engine(tmp_path / "frame.onnx", RANGES["fixed"])

    assert "vtoonify-rt[tensorrt]" in caught.value.hint


@pytest.mark.parametrize(
    ("sides", "message"),
    [((128, 100, 512), "multiples of 8"), ((256, 128, 512), "must not fall"), ((0, 0, 0), "8")],
)
def test_a_range_that_cannot_be_is_refused(sides, message) -> None:
    smallest, best, largest = sides

    with pytest.raises(ValueError, match=message):
        SizeRange(smallest=smallest, best=best, largest=largest)


@needs_tensorrt
def test_the_starter_is_built_though_it_turns_uint8_round() -> None:
    shares: list[float] = []
    sizes = SizeRange(smallest=64, best=384, largest=512)
    engine = build_engine(STARTER / "frame.onnx", sizes, ["8.9"], progress=shares.append)

    assert len(engine.plan) > 1_000_000
    assert engine.warnings == ()
    assert shares == sorted(shares)


def test_a_phase_within_a_phase_is_a_part_of_its_step() -> None:
    told: list[float] = []
    share = BuildShare(told.append)
    share.begin("all", 2)
    share.begin("first half", 4)
    share.step("first half", 1)  # two of four steps of one half
    share.end("first half")
    share.step("all", 0)
    share.begin("second half", 2)
    share.step("second half", 0)
    share.end("second half")  # ended early: it does not go back
    share.step("unknown", 0)
    share.step("all", 0)

    assert told == [0.25, 0.5, 0.75, 0.75]
