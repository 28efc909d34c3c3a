"""Reading a model folder: what is right is read, what is wrong is said in a sentence."""

import hashlib
import shutil
from pathlib import Path

import pytest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER, find_style, list_models

MANIFEST = """
schema = 1
id = "test"
name = "Test"
family = "lite"
version = "1"
licence = "Apache-2.0"
size_multiple = 32
output_scale = 1
identity_at_zero = true
default_style = "ink"

[degree]
min = 0.0
max = 1.0
default = 0.75

[[styles]]
id = "ink"
name = "Ink"
name_zh = "水墨"
kind = "tone"
code = "ink"
palette = ["#000000", "#ffffff"]
thumbnail = "thumbs/ink.jpg"

[files]
"frame.onnx" = "SHA"
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "frame.onnx").write_bytes(b"graph")
    sha256 = hashlib.sha256(b"graph").hexdigest()
    (tmp_path / "manifest.toml").write_text(MANIFEST.replace("SHA", sha256), encoding="utf-8")
    return tmp_path


def damage(folder: Path, old: str, new: str) -> None:
    path = folder / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_manifest_is_read(folder):
    model = load_manifest(folder)

    assert (model.id, model.family, model.size_multiple) == ("test", "lite", 32)
    assert model.default_degree == 0.75
    assert model.fixed_degree is None
    assert model.name_zh == ""  # as in English
    assert model.style("ink").name_zh == "水墨"
    assert model.style("ink").palette == ("#000000", "#ffffff")
    assert model.style("ink").thumbnail == folder / "thumbs" / "ink.jpg"


def test_a_whole_file_is_verified(folder):
    assert load_manifest(folder).verify("frame.onnx") == folder / "frame.onnx"


def test_a_damaged_file_is_named(folder):
    (folder / "frame.onnx").write_bytes(b"grapf")

    with pytest.raises(ModelError, match=r"frame\.onnx of model 'test' is damaged"):
        load_manifest(folder).verify("frame.onnx")


def test_a_missing_file_is_named(folder):
    (folder / "frame.onnx").unlink()

    with pytest.raises(ModelError, match=r"lacks frame\.onnx"):
        load_manifest(folder).verify("frame.onnx")


def test_a_file_without_a_known_hash_is_refused(folder):
    (folder / "other.onnx").write_bytes(b"?")

    with pytest.raises(ModelError, match="expected nothing"):
        load_manifest(folder).verify("other.onnx")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("schema = 1", "schema = 9", "schema is 9"),
        ('family = "lite"', 'family = "gan"', "'gan' is none of lite"),
        ('default_style = "ink"', 'default_style = "oil"', "default style 'oil'"),
        ('"#ffffff"', '"white"', "'white' is not a colour"),
        (', "#ffffff"', "", "two colours"),
        ('name = "Test"', "", "lacks 'name'"),
        ("size_multiple = 32", "size_multiple = 0", "must be 1 or more"),
        ("thumbs/ink.jpg", "../../ink.jpg", "outside the folder"),
        ("[degree]", "[degree", "is damaged"),
        ("default = 0.75", "default = 7.5", "between 0 and 1"),
        ("default = 0.75", "default = 0.75\nfixed = -1.0", "between 0 and 1"),
        ("[files]\n", "[files]\n5 = 5\n", "5 is 5, not a text"),
        ('"Test"', '"T\\u001b[2J"', "control characters"),
        ('"水墨"', '"\\u0007"', "control characters"),
        ("schema = 1", "schema = 1\ndeep = " + "[" * 100_000, "is damaged"),
        ("schema = 1", "schema = 1\nlong = " + "9" * 5000, "is damaged"),
    ],
)
def test_what_is_wrong_is_said(folder, old, new, message):
    damage(folder, old, new)

    with pytest.raises(ModelError, match=message):
        load_manifest(folder)


def test_styles_that_are_no_tables_are_a_damage(folder):
    text = (folder / "manifest.toml").read_text(encoding="utf-8")
    head, files = text.split("[degree]")[0], text.split("[files]")[1]
    degree = "[degree]\ndefault = 1.0\n[files]"
    (folder / "manifest.toml").write_text(f'styles = ["ink"]\n{head}{degree}{files}', "utf-8")

    with pytest.raises(ModelError, match="is damaged"):
        load_manifest(folder)


def test_two_styles_of_one_id_are_refused(folder):
    text = (folder / "manifest.toml").read_text(encoding="utf-8")
    style = text[text.index("[[styles]]") : text.index("[files]")]
    (folder / "manifest.toml").write_text(text.replace(style, style + style), encoding="utf-8")

    with pytest.raises(ModelError, match="two of its styles have one id"):
        load_manifest(folder)


def test_a_folder_without_manifest_is_not_a_model(tmp_path):
    with pytest.raises(ModelError, match="not a model folder"):
        load_manifest(tmp_path)


def test_binary_rubbish_is_not_a_manifest(folder):
    (folder / "manifest.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ModelError, match="is damaged"):
        load_manifest(folder)


def test_an_unknown_style_lists_those_that_exist(folder):
    with pytest.raises(ModelError, match=r"no style 'oil'.*ink"):
        load_manifest(folder).style("oil")


def test_the_users_models_follow_the_starter(folder, tmp_path_factory, monkeypatch):
    models = tmp_path_factory.mktemp("models")
    folder.rename(models / "mine")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(models))

    assert [model.id for model in list_models()] == ["starter", "test"]


def test_a_damaged_model_does_not_hide_the_others(folder, tmp_path_factory, monkeypatch, caplog):
    models = tmp_path_factory.mktemp("models")
    (models / "damaged").mkdir()
    folder.rename(models / "mine")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(models))

    assert [model.id for model in list_models()] == ["starter", "test"]
    assert "model left out" in caplog.text


def test_a_model_with_the_id_of_another_is_left_out(tmp_path, monkeypatch, caplog):
    shutil.copytree(STARTER, tmp_path / "copy")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path))

    assert [model.id for model in list_models()] == ["starter"]
    assert f"{tmp_path / 'copy'} has the id 'starter'" in caplog.text


def test_a_file_where_the_models_should_be_does_not_hide_the_starter(folder, monkeypatch, caplog):
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(folder / "frame.onnx"))

    assert [model.id for model in list_models()] == ["starter"]
    assert "your models are left out" in caplog.text


def test_a_style_is_found_by_its_own_or_its_full_name(folder):
    model = load_manifest(folder)

    assert find_style("ink", [model])[1].id == "ink"
    assert find_style("test/ink", [model])[1].id == "ink"
    with pytest.raises(ModelError, match="no style 'test/oil'"):
        find_style("test/oil", [model])


def test_the_starter_is_whole():
    starter = load_manifest(STARTER)

    assert len(starter.styles) >= 4
    for name in starter.sha256:
        starter.verify(name)
    assert all(style.thumbnail.is_file() for style in starter.styles)


def test_the_starter_is_small():
    assert sum(path.stat().st_size for path in STARTER.rglob("*") if path.is_file()) <= 6e6
