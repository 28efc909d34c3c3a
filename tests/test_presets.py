"""Presets: what is saved comes back, and what does not fit is refused in a sentence."""

import json
from dataclasses import replace

import pytest

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.config import GovernorConfig, Look, Padding, StyleConfig
from vtoonify_rt.errors import AppError, ModelError, UsageError
from vtoonify_rt.presets import (
    Preset,
    check_installed,
    read_preset,
    removed,
    renamed,
    saved,
    write_preset,
)
from vtoonify_rt.strict_values import CONVERTER

MODELS = [load_manifest(STARTER)]
EVENING = Preset(
    name="Evening",
    model="starter",
    model_name="Starter",
    stylize=StyleConfig(
        style="poster",
        degree=0.7,
        palette=("#112233", "#ffeedd"),
        padding=Padding(left=220, top=260),
        crop_px=448,
        no_face="hold",
        surroundings="camera",
        smoothing=0.3,
    ),
    governor=GovernorConfig(mode="latency", target=80.0),
    mirror=False,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "evening.vtoonify.json"
    write_preset(path, EVENING)
    return path


def changed(file, change) -> None:
    content = json.loads(file.read_text("utf-8"))
    change(content)
    file.write_text(json.dumps(content), "utf-8")


def test_a_preset_comes_back_from_its_file(file):
    assert read_preset(file) == EVENING


def test_what_is_compared_is_no_part_of_it(file):
    stylize = replace(EVENING.stylize, other=Look(style="comic"))
    write_preset(file, replace(EVENING, stylize=stylize))

    assert read_preset(file) == EVENING


def test_a_field_that_a_file_lacks_takes_its_default(file):
    changed(file, lambda content: content["preset"]["stylize"].pop("smoothing"))

    assert read_preset(file).stylize.smoothing == StyleConfig().smoothing


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("degree", 7, "degree is 7"),
        ("degree", "0.5", "'0.5' is no float"),
        ("crop_px", 4.5, "4.5 is no int"),
        ("no_face", "naked", "naked"),
        ("palette", ["red", "blue"], "'red' is not a colour"),
        ("padding", {"left": -5}, "Padding left is -5"),
        ("style", "", "no style"),
    ],
)
def test_a_value_that_does_not_fit_is_named(file, place, value, said):
    changed(file, lambda content: content["preset"]["stylize"].update({place: value}))

    with pytest.raises(UsageError, match=rf"The preset in evening.* is damaged: .*{said}"):
        read_preset(file)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"format": "other"}', "[" * 90_000, " " * 200_000]
)
def test_another_file_is_no_preset(file, text):
    file.write_text(text)

    with pytest.raises(UsageError, match=r"evening\.vtoonify\.json is no preset"):
        read_preset(file)


def test_bytes_that_are_no_text_are_no_preset(file):
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UsageError, match="is no preset"):
        read_preset(file)


def test_a_newer_version_is_told(file):
    changed(file, lambda content: content.update(version=2))

    with pytest.raises(UsageError, match="of version 2, which is not known"):
        read_preset(file)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_preset(tmp_path / "none.json")


def test_a_preset_says_which_model_it_needs():
    check_installed(EVENING, MODELS)
    with pytest.raises(ModelError, match="'Evening' needs the model Cartoon Deluxe"):
        check_installed(replace(EVENING, model="deluxe", model_name="Cartoon Deluxe"), MODELS)
    gone = replace(EVENING, stylize=replace(EVENING.stylize, style="gone"))
    with pytest.raises(ModelError, match="needs style 'gone', which Starter does not have"):
        check_installed(gone, MODELS)


def test_saving_under_a_name_replaces_the_one_before_in_its_place():
    morning = replace(EVENING, name="Morning")
    presets = saved(saved((), EVENING), morning)
    darker = replace(EVENING, mirror=True)

    assert saved(presets, darker) == (darker, morning)


def test_no_name_is_given_twice():
    presets = (EVENING, replace(EVENING, name="Morning"))
    with pytest.raises(UsageError, match="There is a preset 'Morning' already"):
        renamed(presets, "Evening", "Morning")

    assert [preset.name for preset in renamed(presets, "Evening", "Night")] == ["Night", "Morning"]
    assert renamed(presets, "Evening", "Evening") == presets
    assert removed(presets, "Evening") == presets[1:]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 61])
def test_a_name_that_a_menu_cannot_show_is_refused(name):
    with pytest.raises(AppError):
        replace(EVENING, name=name)


def test_one_damaged_preset_of_the_settings_loses_no_other(caplog):
    good = CONVERTER.unstructure(EVENING)
    read = CONVERTER.structure([{**good, "mirror": "yes"}, good], tuple[Preset, ...])

    assert read == (EVENING,)
    assert "'yes' is no bool" in caplog.text
