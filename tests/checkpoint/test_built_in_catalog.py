"""The catalog that ships with the app tells of the files that VToonify's authors published."""

from pathlib import Path

import pytest

from checkpoint.catalog import built_in
from checkpoint.catalog_search import find
from export.identity import identity_of

NAMED_STYLES = [  # of VToonify's demo: name, file below "models", style
    ("cartoon1", "vtoonify_d_cartoon/vtoonify_s026_d0.5.pt", "26"),
    ("cartoon1-d", "vtoonify_d_cartoon/vtoonify_s_d.pt", "26"),
    ("cartoon2-d", "vtoonify_d_cartoon/vtoonify_s_d.pt", "64"),
    ("cartoon3-d", "vtoonify_d_cartoon/vtoonify_s_d.pt", "153"),
    ("cartoon4", "vtoonify_d_cartoon/vtoonify_s299_d0.5.pt", "299"),
    ("cartoon4-d", "vtoonify_d_cartoon/vtoonify_s_d.pt", "299"),
    ("cartoon5-d", "vtoonify_d_cartoon/vtoonify_s_d.pt", "8"),
    ("comic1-d", "vtoonify_d_comic/vtoonify_s_d.pt", "28"),
    ("comic2-d", "vtoonify_d_comic/vtoonify_s_d.pt", "18"),
    ("arcane1", "vtoonify_d_arcane/vtoonify_s000_d0.5.pt", "0"),
    ("arcane1-d", "vtoonify_d_arcane/vtoonify_s_d.pt", "0"),
    ("arcane2", "vtoonify_d_arcane/vtoonify_s077_d0.5.pt", "77"),
    ("arcane2-d", "vtoonify_d_arcane/vtoonify_s_d.pt", "77"),
    ("caricature1", "vtoonify_d_caricature/vtoonify_s039_d0.5.pt", "39"),
    ("caricature2", "vtoonify_d_caricature/vtoonify_s068_d0.5.pt", "68"),
    ("pixar", "vtoonify_d_pixar/vtoonify_s052_d0.5.pt", "52"),
    ("pixar-d", "vtoonify_d_pixar/vtoonify_s_d.pt", "52"),
    ("illustration1-d", "vtoonify_d_illustration/vtoonify_s054_d_c.pt", "54"),
    ("illustration2-d", "vtoonify_d_illustration/vtoonify_s004_d_c.pt", "4"),
    ("illustration3-d", "vtoonify_d_illustration/vtoonify_s009_d_c.pt", "9"),
    ("illustration4-d", "vtoonify_d_illustration/vtoonify_s043_d_c.pt", "43"),
    ("illustration5-d", "vtoonify_d_illustration/vtoonify_s086_d_c.pt", "86"),
]
NUM_CODES = {
    "cartoon": 317,
    "caricature": 199,
    "arcane": 100,
    "comic": 101,
    "pixar": 122,
    "illustration": 156,
}
CODE_BYTES = 18 * 512 * 4
MODELS = {model.id: model for model in built_in().models}
ON_THE_HUB = [model for model in MODELS.values() if model.fetchable]
BY_HAND = [model for model in MODELS.values() if not model.fetchable]


def test_the_named_styles_are_those_of_the_demo():
    assert [
        (named.id, MODELS[named.model].files["checkpoint"].path, named.style)
        for named in built_in().named_styles
    ] == [(name, f"models/{path}", style) for name, path, style in NAMED_STYLES]


@pytest.mark.parametrize("name", [name for name, _, _ in NAMED_STYLES])
def test_the_strength_of_a_named_style_is_free_if_its_name_says_so(name):
    named = next(named for named in built_in().named_styles if named.id == name)

    assert named.degree == (None if name.endswith("-d") else 0.5)


def test_every_file_that_the_demo_knows_is_a_model_and_no_other():
    paths = {model.files["checkpoint"].path for model in ON_THE_HUB}

    assert paths == {f"models/{path}" for _, path, _ in NAMED_STYLES}


@pytest.mark.parametrize("model", ON_THE_HUB, ids=lambda model: model.id)
def test_a_model_is_called_as_the_exporter_calls_its_checkpoint(model):
    identity = identity_of(Path(model.files["checkpoint"].path), toonify=False)

    assert (model.id, model.name) == (identity.id, identity.name)


@pytest.mark.parametrize("model", ON_THE_HUB, ids=lambda model: model.id)
def test_a_model_is_what_the_name_of_its_checkpoint_says(model):
    identity = identity_of(Path(model.files["checkpoint"].path), toonify=False)
    num_codes = NUM_CODES[identity.style_set]

    assert model.num_styles == (num_codes if identity.said.style is None else 1)
    assert model.default_style == str(identity.default_style(num_codes))
    assert (model.fixed_degree, model.color_transfer) == (
        identity.said.degree,
        identity.said.color_transfer,
    )


@pytest.mark.parametrize("model", ON_THE_HUB, ids=lambda model: model.id)
def test_a_model_comes_with_the_codes_beside_it_and_what_all_share(model):
    folder = model.files["checkpoint"].path.rpartition("/")[0]

    assert {role: file.path for role, file in model.files.items() if role != "checkpoint"} == {
        "codes": f"{folder}/exstyle_code.npy",
        "encoder": "models/encoder.pt",
        "faceparsing": "models/faceparsing.pth",
    }


@pytest.mark.parametrize("style_set", NUM_CODES)
def test_a_file_of_codes_has_about_the_size_of_its_codes(style_set):
    path = f"models/vtoonify_d_{style_set}/exstyle_code.npy"
    files = {model.files["codes"] for model in ON_THE_HUB if model.files["codes"].path == path}

    assert [file.approximate_bytes for file in files] == [
        pytest.approx(NUM_CODES[style_set] * CODE_BYTES, rel=0.02)
    ]


def test_all_files_are_in_the_one_repository_and_nothing_is_promised_of_them():
    files = {file for model in ON_THE_HUB for file in model.files.values()}

    assert {(file.repository, file.sha256, file.num_bytes) for file in files} == {
        ("PKUWilliamYang/VToonify", None, None)
    }


def test_the_toonify_models_have_to_be_got_by_hand():
    expected = [
        identity_of(Path(f"vtoonify_t_{style_set}/vtoonify.pt"), toonify=True)
        for style_set in ("cartoon", "caricature", "arcane", "comic", "pixar")
    ]

    assert [(model.id, model.name) for model in BY_HAND] == [
        (identity.id, identity.name) for identity in expected
    ]
    assert {model.family for model in BY_HAND} == {"vtoonify_t"}
    assert all(model.links for model in BY_HAND)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.id)
def test_a_model_is_told_of_in_chinese_too(model):
    assert model.name_zh != model.name
    assert model.licence.summary_zh != model.licence.summary


def test_the_terms_allow_no_commercial_use():
    assert {(model.licence.name, model.licence.commercial) for model in MODELS.values()} == {
        ("S-Lab License 1.0", False)
    }


def test_it_is_shown_as_what_it_is():
    assert (built_in().signature, built_in().origin, built_in().key) == ("built in", "", "")


@pytest.mark.parametrize(
    ("wished", "model_id", "style"),
    [
        ("cartoon", "cartoon", None),
        ("cartoon2-d", "cartoon", "64"),
        ("cartoon1", "cartoon-s026-d0.5", "26"),
        ("caricature", "caricature-s039-d0.5", None),
        ("illustration", "illustration-s054-c", None),
        ("pixar", "pixar", None),  # the id goes before the demo's name for one style
        ("vtoonify/pixar-t", "pixar-t", None),
    ],
)
def test_what_a_word_means(wished, model_id, style):
    wish = find(wished, [built_in()])

    assert (wish.model.id, wish.style) == (model_id, style)
