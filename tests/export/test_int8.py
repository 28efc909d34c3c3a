"""A graph in int8: like the original, the same each time, and never in its place unasked."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the export needs onnx (extra 'export')")
pytest.importorskip("skimage", reason="the ranges need scikit-image's pictures (extra 'train')")

from made_models import contents_of, write_manifest  # noqa: E402

from checkpoint.manifest import load_manifest  # noqa: E402
from checkpoint.model import INT8_FRAME  # noqa: E402
from checkpoint.store import STARTER  # noqa: E402
from export import __main__ as command  # noqa: E402
from export import int8, int8_check  # noqa: E402
from vtoonify_rt.errors import ModelError, SourceError  # noqa: E402
from vtoonify_rt.likeness import psnr  # noqa: E402
from vtoonify_rt.training.student import Student  # noqa: E402

PORTRAIT = Path(__file__).parents[1] / "media" / "astronaut.jpg"
NOISE = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)


@pytest.fixture(scope="module")
def shipped() -> Student:
    return Student(STARTER, frame=STARTER / INT8_FRAME)


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    """A folder with one small picture to compare on."""
    folder = tmp_path_factory.mktemp("media")
    steps = np.linspace(0, 255, 64).astype(np.uint8)
    picture = np.dstack(
        [np.tile(steps, (64, 1)), np.tile(steps[:, None], (1, 64)), NOISE[:, :64, 0]]
    )
    cv2.imwrite(str(folder / "steps.jpg"), cv2.GaussianBlur(picture, (0, 0), 2.0))
    return folder


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the starter as it is without int8, in a folder of its own; small pictures."""
    monkeypatch.setattr(int8, "SIDE", 64)
    monkeypatch.setattr(int8_check, "ROUNDS", 1)
    folder = tmp_path / "models" / "starter"
    shutil.copytree(STARTER, folder, ignore=shutil.ignore_patterns(INT8_FRAME, "__pycache__"))
    return folder


@pytest.mark.parametrize("style", [style.id for style in load_manifest(STARTER).styles])
def test_the_starter_draws_a_person_in_int8_as_it_does_in_float32(shipped, style):
    portrait = cv2.imread(str(PORTRAIT))[:256, :256, ::-1].copy()
    original = Student(STARTER)

    drawn = shipped.stylize(portrait, shipped.condition(style))

    expected = original.stylize(portrait, original.condition(style))
    assert psnr(drawn, expected) >= 36.0  # no picture of a person gave the ranges


def test_degree_zero_is_the_input_bit_for_bit(shipped):
    for style in shipped.styles:
        drawn = shipped.stylize(NOISE, shipped.condition(style["id"], 0.0))

        np.testing.assert_array_equal(drawn, NOISE)


def test_convolutions_have_weights_of_seven_bits_but_for_the_first_level():
    proto = onnx.load(STARTER / INT8_FRAME)
    made_by = {name: node for node in proto.graph.node for name in node.output}
    weights = {value.name: onnx.numpy_helper.to_array(value) for value in proto.graph.initializer}

    convolutions = [node.input[1] for node in proto.graph.node if node.op_type == "Conv"]
    in_float = {name for name in convolutions if name in weights}
    for name in set(convolutions) - in_float:
        weight = weights[made_by[name].input[0]]

        assert weight.dtype == np.int8
        assert np.abs(weight.astype(int)).max() <= 64
    assert in_float == {
        "net.stem.weight",
        "net.up.0.weight",
        "net.decoder.0.0.first.weight",
        "net.decoder.0.0.second.weight",
        "net.head.weight",
    }
    assert len(convolutions) == 26


def test_the_graph_joins_the_model_and_the_rest_stays(copied, media):
    before = contents_of(copied)

    figures = int8.install_int8(copied, media)

    after = contents_of(copied)
    model = load_manifest(copied)
    assert after.keys() - before.keys() == {INT8_FRAME}
    assert {name for name in before if after[name] != before[name]} == {"manifest.toml"}
    assert model.verify(INT8_FRAME).is_file()
    assert model.int8_file == INT8_FRAME
    assert figures.psnr.keys() == {style.id for style in model.styles}


def test_the_same_pictures_give_the_same_graph(copied, media):
    int8.install_int8(copied, media)
    first = contents_of(copied)

    int8.install_int8(copied, media)

    assert contents_of(copied) == first


def test_a_graph_that_draws_otherwise_is_refused(copied, media, monkeypatch):
    monkeypatch.setattr(int8, "MIN_PSNR", 90.0)
    before = contents_of(copied.parent)

    with pytest.raises(ModelError, match=r"the style '.*' of model 'starter' is \d+\.\d dB"):
        int8.install_int8(copied, media)

    assert contents_of(copied.parent) == before


def test_a_folder_without_pictures_is_refused_before_the_work(copied, tmp_path, monkeypatch):
    monkeypatch.delattr(int8, "quantize")

    with pytest.raises(SourceError, match="holds no test pictures"):
        int8.install_int8(copied, tmp_path)


def test_only_lite_models_are_taken(tmp_path):
    write_manifest(tmp_path, "big", {}, family="vtoonify_d")

    with pytest.raises(ModelError, match="Model 'big' is of the family vtoonify_d"):
        int8.install_int8(tmp_path)


def test_the_command_says_what_it_measured(copied, media, capsys):
    assert command.main(["int8", str(copied), "--media", str(media)]) == 0

    event = json.loads(capsys.readouterr().out)
    assert event["event"] == "done"
    assert event["num_pictures"] == 2  # of one picture at two sizes
    assert event["time_ratio"] > 0.0


def test_the_command_tells_a_program_why_it_failed(tmp_path, capsys):
    assert command.main(["int8", str(tmp_path)]) == 1

    assert "is not a model folder" in json.loads(capsys.readouterr().out)["message"]


def test_time_is_compared_turn_by_turn():
    moments = iter(range(10_000))
    turns = []

    def clock() -> float:
        return next(moments)

    ratio = int8_check.time_ratio(
        lambda: turns.append(clock()),  # one unit by the clock and one within
        lambda: turns.append([clock(), clock(), clock()]),
        clock,
    )

    assert ratio == 2 / 4
    assert [isinstance(turn, int) for turn in turns] == [True, False] * int8_check.ROUNDS
