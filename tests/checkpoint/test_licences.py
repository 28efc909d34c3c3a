"""A licence is accepted once, as it was shown."""

from dataclasses import replace

import pytest
from catalog_texts import CATALOG

from checkpoint.catalog import load_catalog
from checkpoint.licences import Acceptances
from checkpoint.store_folder import StoreFolder

LICENCE = load_catalog(CATALOG, origin="mine.toml", signature="unsigned").models[0].licence


@pytest.fixture
def folder(tmp_path):
    return StoreFolder(tmp_path)


def test_nothing_is_accepted_before_the_user_says_so(folder):
    assert not Acceptances(folder).is_accepted(LICENCE)


def test_what_was_accepted_stays_so(folder):
    Acceptances(folder).accept(LICENCE)

    assert Acceptances(folder).is_accepted(LICENCE)


def test_it_is_noted_what_was_accepted_and_when(folder):
    Acceptances(folder, now=lambda: 1234.5).accept(LICENCE)

    (note,) = folder.read("licences").values()
    assert note == {"id": LICENCE.id, "name": LICENCE.name, "url": LICENCE.url, "accepted": 1234.5}


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://example.org/other"},
        {"name": "CC BY 5.0"},
        {"commercial": False},
        {"summary": "Pay."},
        {"summary_zh": "付款。"},
    ],
)
def test_terms_that_are_told_otherwise_are_asked_for_again(folder, change):
    Acceptances(folder).accept(LICENCE)

    assert not Acceptances(folder).is_accepted(replace(LICENCE, **change))


def test_what_was_accepted_of_one_catalog_is_not_lost_by_another_with_the_same_id(folder):
    Acceptances(folder).accept(LICENCE)
    Acceptances(folder).accept(replace(LICENCE, summary="Pay."))

    assert Acceptances(folder).is_accepted(LICENCE)
