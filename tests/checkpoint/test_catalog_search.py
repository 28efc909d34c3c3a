"""What a word means, and what is found with words."""

import pytest
from catalog_texts import CATALOG, changed

from checkpoint.catalog import load_catalog
from checkpoint.catalog_search import Wish, find, search
from checkpoint.errors import ModelError


def load(text: str):
    return load_catalog(text, origin="mine.toml", signature="unsigned")


MINE = load(CATALOG)
OTHER = load(changed(('id = "mine"', 'id = "other"'), ('"tusche"', '"ink-portrait-2"')))
INK, CRAYON = MINE.models


@pytest.mark.parametrize(
    ("wished", "meant"),
    [
        ("ink", Wish(model=INK)),
        ("INK", Wish(model=INK)),
        (" ink ", Wish(model=INK)),
        ("tusche", Wish(model=INK)),
        ("ink-portrait", Wish(model=INK, style="12")),
        ("mine/crayon", Wish(model=CRAYON)),
        ("mine/ink-portrait", Wish(model=INK, style="12")),
        ("other/ink", Wish(model=OTHER.models[0])),
    ],
)
def test_a_word_means_an_id_an_alias_or_a_named_style(wished, meant):
    assert find(wished, [MINE, OTHER]) == meant


def test_a_model_goes_before_a_style_that_is_called_as_it_is():
    catalog = load(changed(('id = "ink-portrait"', 'id = "crayon"')))

    assert find("crayon", [catalog]) == Wish(model=catalog.models[1])


def test_an_unknown_word_brings_those_that_are_near():
    with pytest.raises(ModelError) as caught:
        find("cryon", [MINE])

    assert caught.value.message == "No catalog has a model 'cryon'"
    assert caught.value.hint == "The nearest are crayon"


def test_a_word_that_is_near_to_nothing_leads_to_the_search():
    with pytest.raises(ModelError) as caught:
        find("qqq", [MINE])

    assert caught.value.hint == "Look with: vtoonify-rt models search"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["ink", "crayon"]),
        ("ink", ["ink"]),
        ("水墨", ["ink"]),
        ("TUSCHE", ["ink"]),
        ("portrait", ["ink"]),
        ("lite", ["crayon"]),
        ("mine", ["ink", "crayon"]),
        ("mine crayon", ["crayon"]),
        ("ink crayon", []),
    ],
)
def test_models_are_found_by_all_words_in_their_names(text, found):
    assert [model.id for model in search(text, [MINE])] == found
