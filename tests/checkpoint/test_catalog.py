"""What a catalog may say, and what it may not."""

import pytest
from catalog_texts import CATALOG, changed

from checkpoint.catalog import Catalog, load_catalog
from checkpoint.catalog_model import CatalogModel
from checkpoint.errors import ModelError


def load(text: str) -> Catalog:
    return load_catalog(text, origin="mine.toml", signature="unsigned")


def model(model_id: str, text: str = CATALOG) -> CatalogModel:
    return next(model for model in load(text).models if model.id == model_id)


def test_a_shared_file_is_the_same_for_all_and_a_file_of_its_own_is_the_models():
    files = model("ink").files

    assert (files["encoder"].key, files["codes"].key) == (
        "me/models/encoder.pt",
        "me/models/ink/exstyle_code.npy",
    )


def test_a_model_of_checkpoints_needs_the_exporter_and_a_pack_does_not():
    assert model("ink").needs_export
    assert not model("crayon").needs_export


def test_a_hash_is_told_in_small_letters():
    assert model("crayon").files["pack"].sha256 == (
        "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    )


def test_the_size_of_a_model_is_unknown_if_that_of_one_file_is():
    sized = changed(
        ('path = "encoder.pt"', 'path = "encoder.pt"\napproximate_bytes = 1000000'),
        ('vtoonify_s_d.pt"', 'vtoonify_s_d.pt", bytes = 20000'),
    )

    assert model("ink").approximate_bytes is None
    assert model("ink", sized).approximate_bytes == 1_021_053


def test_a_name_without_chinese_stands_for_it():
    assert (model("ink").name_zh, model("crayon").name_zh) == ("水墨", "Crayon")


def test_a_model_without_files_is_got_by_hand_from_its_links():
    text = CATALOG[: CATALOG.index("[models.files.pack]")]
    linked = text + '[[models.links]]\nname = "Page"\nurl = "https://example.org/crayon"\n'

    assert not model("crayon", linked).fetchable
    with pytest.raises(ModelError, match="neither files nor links"):
        load(text)


def test_links_of_the_catalog_are_added_to_those_of_each_model():
    text = CATALOG + '[[links]]\nname = "All"\nurl = "https://example.org/all"\n'

    assert [link.name for link in model("ink", text).links] == ["About", "All"]


def test_a_toonify_model_has_one_degree_without_saying_so():
    text = changed(
        ('family = "vtoonify_d"', 'family = "vtoonify_t"'),
        ('codes = { path = "ink/exstyle_code.npy", approximate_bytes = 1000 }\n', ""),
    )

    assert model("ink", text).fixed_degree == 1.0


def test_a_named_style_knows_the_degree_of_its_model():
    text = changed(('default_style = "7"', 'default_style = "7"\nfixed_degree = 0.5'))

    assert load(text).named_styles[0].degree == 0.5


def test_a_style_may_be_called_as_a_model_is():
    text = changed(('id = "ink-portrait"', 'id = "crayon"'))

    assert load(text).named_styles[0].id == "crayon"


def test_a_file_that_windows_wrote_is_read():
    text = "\ufeff" + CATALOG.replace("\n", "\r\n")

    assert load(text).id == "mine"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("schema = 1", "schema = 2", "schema is not 1"),
        ("schema = 1", "", "lacks 'schema'"),
        ('id = "mine"', 'id = "../mine"', "can name nothing"),
        ('id = "mine"', "id = 7", "has 7, which is no text"),
        ('id = "mine"', 'id = "con"', "can name nothing"),
        ('id = "ink"', 'id = "starter"', "can name nothing"),
        ('id = "ink"', 'id = "a/b"', "can name nothing"),
        ('id = "crayon"', 'id = "INK"', "calls two things 'ink'"),
        ('"tusche"', '"crayon"', "calls two things 'crayon'"),
        ('["tusche"]', '"tusche"', "no list"),
        ('"tusche"', '"a b"', "can name nothing"),
        ('name = "Ink"', 'name = ""', "no text"),
        ('name = "Ink"', 'name = " "', "no text"),
        ('name = "Ink"', "name = 3", "no text"),
        ('name = "Ink"', r'name = "a\u001b[2J"', "cannot be shown"),
        ('name = "Ink"', r'name = "a\nb"', "cannot be shown"),
        ('name = "Ink"', r'name = "gnp.exe\u202e"', "cannot be shown"),
        ('name = "Ink"', f'name = "{"a" * 81}"', "longer than 80"),
        ('summary = "Name', f'summary = "{"a" * 1000}', "longer than 1000"),
        ('family = "vtoonify_d"', 'family = "gan"', "none of lite, vtoonify_d, vtoonify_t"),
        ("num_styles = 40", "num_styles = 0", "no whole number"),
        ("num_styles = 40", "num_styles = 4.5", "no whole number"),
        ("num_styles = 40", "num_styles = true", "no whole number"),
        ('default_style = "7"', 'default_style = "40"', "has 40 styles"),
        ('default_style = "7"', 'default_style = "oil"', "numbers its styles"),
        ('default_style = "7"', 'default_style = "07"', "numbers its styles"),
        ('style = "12"', 'style = "40"', "has 40 styles"),
        ('model = "ink"', 'model = "oil"', "none of the catalog's models"),
        ("num_styles = 40", "num_styles = 1", "has style 7 only"),
        ('licence = "cc-by"', "", "lacks 'licence'"),
        ('licence = "cc-by"', 'licence = "mit"', "none of the catalog's licences"),
        ("commercial = true", "commercial = 1", "neither true nor false"),
        ("commercial = true", "", "lacks 'commercial'"),
        ("num_styles = 40", "num_styles = 40\nfixed_degree = 1.5", "from 0 to 1"),
        ("num_styles = 40", "num_styles = 40\nfixed_degree = nan", "from 0 to 1"),
        ("num_styles = 40", "num_styles = 40\ncolour = true", "'colour' that means nothing"),
        ('name = "My models"', 'name = "My models"\ntitle = "x"', "'title' that means nothing"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_named(old, new, reason):
    with pytest.raises(ModelError, match=reason) as caught:
        load(changed((old, new)))

    assert caught.value.message.startswith("mine.toml is not a catalog that can be used: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "models",
        'models = "none"',
        "\x00",
        "[" * 100_000,
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 100_000,
        "a = " + "9" * 10_000,
        "licences = [1]",
        CATALOG + "#" * 1_000_000,
        "# 水" * 300_000 + CATALOG,  # counted in bytes
    ],
    ids=lambda text: f"{text[:12]!a}",
)
def test_what_is_no_catalog_is_refused(text):
    with pytest.raises(ModelError, match="not a catalog that can be used"):
        load(text)


@pytest.mark.parametrize("key", [".".join("a" * 400_000), '"a\u2028".' * 100_000 + "a"])
def test_a_key_that_would_fill_the_memory_is_not_read(key):
    with pytest.raises(ModelError, match="line 1 has more than 50 dots"):
        load(f"{key} = 1")


@pytest.mark.parametrize("name", [r"\u001b[2J", "x" * 100_000])
def test_an_error_can_be_shown_whatever_the_catalog_says(name):
    with pytest.raises(ModelError) as caught:
        load(f'{CATALOG}[files."{name}"]\nfile = 1\n')

    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 400
