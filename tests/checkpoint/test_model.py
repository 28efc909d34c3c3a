"""What a manifest says of VToonify, and how its styles are called."""

from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.model import ModelManifest, Style
from checkpoint.store import STARTER, find_model, find_style

HEAD = """
schema = 1
id = "cartoon"
name = "Cartoon"
family = "vtoonify_d"
version = "1"
licence = "S-Lab License 1.0"
size_multiple = 8
output_scale = 4
identity_at_zero = false
default_style = "0"
"""
TAIL = """
[degree]
default = 0.5

[[styles]]
id = "0"
name = "077436"
kind = "colour"
code = "0"
thumbnail = "thumbs/0.jpg"

[files]
"frame.onnx" = "00"
"""


def load(folder: Path, more: str = "", tail: str = "") -> ModelManifest:
    (folder / "manifest.toml").write_text(HEAD + more + TAIL + tail, encoding="utf-8")
    return load_manifest(folder)


def make_d(count: int, model_id: str = "cartoon") -> ModelManifest:
    starter = load_manifest(STARTER)
    ids = [str(number) for number in range(count)]
    styles = tuple(
        replace(starter.styles[0], id=i, name=f"face {chr(97 + int(i) % 26)}{i}") for i in ids
    )
    return replace(
        starter,
        id=model_id,
        family="vtoonify_d",
        styles=styles,
        default_style="0",
        output_scales=(),
    )


def test_what_a_vtoonify_says_of_itself_is_read(tmp_path):
    more = "output_scales = [4, 2, 1]\ncolor_transfer = true\ncrop_px = 416\nsynthetic = true\n"
    model = load(tmp_path, more, '\n[sources]\n"vtoonify_s_d_c.pt" = "ab12"\n')

    assert model.is_vtoonify
    assert model.output_scales == (4, 2, 1)
    assert (model.color_transfer, model.crop_px, model.synthetic) == (True, 416, True)
    assert model.sources == {"vtoonify_s_d_c.pt": "ab12"}


def test_what_it_does_not_say_has_a_default(tmp_path):
    model = load(tmp_path)

    assert model.output_scales == (4,)
    assert (model.color_transfer, model.crop_px, model.synthetic) == (False, 400, False)
    assert model.sources == {}


def test_the_starter_says_nothing_of_it():
    starter = load_manifest(STARTER)

    assert not starter.is_vtoonify
    assert (starter.output_scales, starter.crop_px) == ((1,), 384)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("output_scales = [1, 2, 4]", "not falling"),
        ("output_scales = [2, 1]", "lack output_scale"),
        ("output_scales = [8, 4]", "not the largest"),
        ("output_scales = [4, 0]", "not falling"),
        ("output_scales = 4", "is damaged"),
        ("crop_px = 64", "crop_px is 64, not 128 to 1024"),
        ("crop_px = inf", "is damaged"),
        ("sources = 5", "is damaged"),
        ('sources = {"a.pt" = 5}', "a.pt is 5, not a text"),
    ],
)
def test_what_is_wrong_in_it_is_said(tmp_path, more, reason):
    with pytest.raises(ModelError, match=reason):
        load(tmp_path, more)


def test_an_id_with_a_slash_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.HEAD", HEAD.replace('"cartoon"', '"car/toon"'))

    with pytest.raises(ModelError, match="holds a slash"):
        load(tmp_path)


def test_every_output_scale_has_its_graph(tmp_path):
    model = load(tmp_path, "output_scales = [4, 2, 1]")

    assert [model.frame_file(scale) for scale in (4, 2, 1)] == [
        "frame.onnx",
        "frame_x2.onnx",
        "frame_x1.onnx",
    ]
    with pytest.raises(ModelError, match=r"no output scale 3. Choose one of 4, 2, 1"):
        model.frame_file(3)


@pytest.mark.parametrize("wished", ["7", "face h7", "07", "007"])
def test_a_style_is_found_by_id_name_or_place(wished):
    assert make_d(12).style(wished).id == "7"


def test_an_id_goes_before_a_name_and_a_name_before_a_place():
    model = make_d(3)
    by_name: tuple[Style, ...] = (*model.styles, replace(model.styles[0], id="x", name="1"))
    by_place: tuple[Style, ...] = (*model.styles, replace(model.styles[0], id="x", name="02"))

    assert replace(model, styles=by_name).style("1").id == "1"
    assert replace(model, styles=by_place).style("02").id == "x"


def test_a_style_past_the_last_lists_the_range_and_the_first_names():
    with pytest.raises(ModelError) as error:
        make_d(317).style("400")

    assert error.value.message == "There is no style '400'"
    assert error.value.hint.startswith("Model 'cartoon' has styles 0 to 316: 0 face a0, 1 face b1,")
    assert error.value.hint.endswith("11 face l11 and 305 more")


@pytest.mark.parametrize("wished", ["-1", "9999999999999999999", "\u0663", "1.0", ""])
def test_what_is_no_place_is_no_style(wished):
    with pytest.raises(ModelError, match="There is no style"):
        make_d(12).style(wished)


def test_a_few_styles_are_listed_whole():
    with pytest.raises(ModelError, match=r"has styles 0 to 2: 0 face a0, 1 face b1, 2 face c2.$"):
        make_d(3).style("3")
    with pytest.raises(ModelError, match=r"has style 0 only: 0 face a0.$"):
        make_d(1).style("1")


def test_among_all_models_an_id_goes_before_a_name():
    starter, cartoon, comic = load_manifest(STARTER), make_d(5), make_d(9, "d-comic")
    models = [starter, cartoon, comic]

    assert find_style("comic", models)[0] is starter
    assert find_style("3", models)[0] is cartoon
    assert find_style("8", models)[0] is comic
    assert find_style("d-comic/3", models)[0] is comic
    assert find_style("d-comic/face d3", models)[1].id == "3"
    assert find_style("Comic", models)[1].id == "comic"
    assert find_style("starter/0", models)[1] is starter.styles[0]


def test_an_unknown_style_lists_those_of_every_model():
    models = [load_manifest(STARTER), make_d(317)]

    with pytest.raises(
        ModelError, match=r"Choose one of comic, .*; Model 'cartoon' has styles 0 to"
    ):
        find_style("oil painting", models)


def test_a_model_is_found_by_its_id():
    models = [load_manifest(STARTER), make_d(2)]

    assert find_model("cartoon", models) is models[1]
    with pytest.raises(
        ModelError, match=r"no model 'pixar'. Choose one of starter, cartoon, or imp"
    ):
        find_model("pixar", models)


def test_without_a_list_all_models_are_looked_through(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    load(tmp_path / "mine")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path))

    assert find_model("cartoon").family == "vtoonify_d"


def test_a_model_has_a_graph_in_int8_if_its_manifest_lists_one():
    starter = load_manifest(STARTER)

    assert starter.int8_file == "frame_int8.onnx"
    assert replace(starter, sha256={"frame.onnx": "00"}).int8_file is None
