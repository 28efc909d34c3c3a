"""Exporting a small Lite model: ONNX Runtime and torch agree, degree 0 is the input."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the export needs torch (extra 'export')")
pytest.importorskip("onnxscript", reason="the export needs onnxscript (extra 'export')")
pytest.importorskip("skimage", reason="thumbnails need scikit-image (extra 'train')")

from checkpoint.manifest import load_manifest  # noqa: E402
from export import __main__ as command  # noqa: E402
from export import starter  # noqa: E402
from export.lite import ExportError, compare, conditioning_size  # noqa: E402
from vtoonify_rt.errors import ModelError  # noqa: E402
from vtoonify_rt.nn.lite import LiteConfig  # noqa: E402
from vtoonify_rt.training.student import Student  # noqa: E402
from vtoonify_rt.training.trainer import Trainer, TrainingConfig, load_averaged  # noqa: E402

SMALL = LiteConfig(
    channels=(16, 16, 16, 16, 16), encoder_blocks=(0, 0, 0, 0, 1), decoder_blocks=(1, 1, 0, 0)
)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    trainer = Trainer(SMALL, TrainingConfig(num_steps=1), folder)
    with torch.no_grad():
        trainer.averaged.net.head.weight.mul_(3.0)  # far from mid grey
    trainer.save()
    return folder


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    out = tmp_path_factory.mktemp("models") / "small"
    starter.install(run, out)
    return out


@pytest.fixture(scope="module")
def student(folder) -> Student:
    return Student(folder)


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)


def test_onnx_runtime_agrees_with_torch(run, folder, picture):
    error = compare(load_averaged(run)[0], folder, picture)

    assert error.mean < 0.01
    assert error.largest <= 1.0


@pytest.mark.parametrize("size", [(64, 64), (96, 160)])
def test_degree_zero_is_the_input_bit_for_bit(student, size):
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    for style in student.styles:
        drawn = student.stylize(picture, student.condition(style["id"], 0.0))

        np.testing.assert_array_equal(drawn, picture)


def test_every_pixel_moves_one_way_as_the_degree_grows(student, picture):
    for style in ("comic", "poster"):
        steps = [
            student.stylize(picture, student.condition(style, degree)).astype(int)
            for degree in np.linspace(0.0, 1.0, 6)
        ]
        moves = np.diff(np.stack(steps), axis=0)

        assert not ((moves > 0).any(axis=0) & (moves < 0).any(axis=0)).any()


def test_a_tone_style_uses_colours_of_its_palette_only(student, picture):
    drawn = student.stylize(
        picture, student.condition_code("pencil", ["#102030", "#102030", "#102030"])
    )

    assert np.unique(drawn.reshape(-1, 3), axis=0).tolist() == [[0x10, 0x20, 0x30]]


def test_the_conditioning_has_the_stated_length(run, student):
    assert student.condition("comic").shape == (1, conditioning_size(load_averaged(run)[0]))


def test_the_model_folder_passes_the_stores_own_checks(folder):
    manifest = load_manifest(folder)

    assert manifest.default_style == "comic"
    assert manifest.identity_at_zero
    for name in manifest.sha256:
        manifest.verify(name)


def test_a_model_that_disagrees_is_not_installed(run, tmp_path, monkeypatch):
    monkeypatch.setattr(starter, "compare", lambda *args: ExportError(3.0, 40.0))
    with pytest.raises(ModelError, match="disagrees"):
        starter.install(run, tmp_path / "model")

    assert not (tmp_path / "model").exists()


def test_the_command_reports_one_line_of_json(run, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("export.starter.install", lambda *args: ExportError(0.0, 0.0))

    assert command.main(["lite", str(run), "--out", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["event"] == "done"
