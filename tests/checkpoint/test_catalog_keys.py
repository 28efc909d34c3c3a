"""A catalog that was added with a key stays bound to it; without a key nothing is trusted."""

import json
from pathlib import Path

import pytest
from catalog_texts import CATALOG, NEWER
from catalog_web import HOME, Author

from checkpoint.errors import FetchError, ModelError, UsageError
from checkpoint.user_catalogs import UserCatalogs


@pytest.fixture(scope="module")
def author():
    return Author()


def ink(catalogs: UserCatalogs) -> str:
    """The name of the first model of the only catalog: tells older and newer states apart."""
    (catalog,) = catalogs.list()
    return catalog.models[0].name


def test_a_signature_without_a_key_counts_for_nothing(catalogs, web, author):
    web.put(CATALOG, author.sign(CATALOG))

    assert catalogs.add(HOME, None, web).signature == "unsigned"
    assert web.asked == [HOME]


def test_a_catalog_that_the_owner_of_the_key_signed_is_signed(catalogs, web, author):
    web.put(CATALOG, author.sign(CATALOG))

    catalogs.add(HOME, author.key, web)

    (kept,) = catalogs.list()
    assert (kept.signature, kept.key) == ("signed", author.key)


@pytest.mark.parametrize("signed_text", [None, NEWER], ids=["unsigned", "another text"])
def test_with_a_key_the_signature_must_be_there_and_right(catalogs, web, author, signed_text):
    web.put(CATALOG, None if signed_text is None else author.sign(signed_text))

    with pytest.raises((ModelError, FetchError)):
        catalogs.add(HOME, author.key, web)
    assert catalogs.list() == ()


def test_what_is_no_key_is_told_before_anything_is_fetched(catalogs, web):
    with pytest.raises(UsageError):
        catalogs.add(HOME, "RW-nonsense", web)
    assert web.asked == []


def test_adding_it_again_takes_the_newer_signed_state(catalogs, web, author):
    web.put(CATALOG, author.sign(CATALOG))
    catalogs.add(HOME, author.key, web)
    web.put(NEWER, author.sign(NEWER))

    assert catalogs.add(HOME, None, web).signature == "signed"
    assert ink(catalogs) == "Ink 2"


def test_what_was_signed_before_the_copy_is_not_taken(catalogs, web, author):
    web.put(NEWER, author.sign(NEWER, time=2000))
    catalogs.add(HOME, author.key, web)
    web.put(CATALOG, author.sign(CATALOG, time=1999))

    with pytest.raises(ModelError, match="was signed before the copy that you have"):
        catalogs.add(HOME, None, web)
    assert ink(catalogs) == "Ink 2"


@pytest.mark.parametrize("by", ["nobody", "the author, another text", "somebody else"])
def test_a_catalog_stays_bound_to_its_key(catalogs, web, author, by):
    web.put(CATALOG, author.sign(CATALOG))
    catalogs.add(HOME, author.key, web)
    signatures = {"nobody": None, "somebody else": Author().sign(NEWER)}
    web.put(NEWER, signatures.get(by, author.sign(CATALOG)))

    with pytest.raises((ModelError, FetchError)):
        catalogs.add(HOME, None, web)
    assert ink(catalogs) == "Ink"


@pytest.mark.parametrize("key", [None, "of somebody else"])
def test_a_catalog_of_the_same_id_from_elsewhere_does_not_take_its_place(catalogs, web, key):
    catalogs.add(HOME, None, web)
    other = Author()
    web.put(NEWER, other.sign(NEWER), origin="https://example.net/mine.toml")

    with pytest.raises(ModelError, match="You have a catalog 'mine' already"):
        catalogs.add("https://example.net/mine.toml", key and other.key, web)
    assert ink(catalogs) == "Ink"


def note_of(folder: Path) -> tuple[Path, dict]:
    path = folder / ".store" / "catalogs.json"
    return path, json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("damage", [{"text": "\ud800"}, {"text": 7}, {"text": NEWER}])
def test_a_copy_that_was_changed_is_left_out(catalogs, web, author, tmp_path, caplog, damage):
    web.put(CATALOG, author.sign(CATALOG))
    catalogs.add(HOME, author.key, web)
    path, notes = note_of(tmp_path)
    notes["mine"] |= damage
    path.write_text(json.dumps(notes), encoding="utf-8")

    assert catalogs.list() == ()
    assert "left out" in caplog.text
