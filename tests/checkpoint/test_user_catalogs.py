"""Catalogs that the user adds are kept, and never damaged by a newer state."""

from pathlib import Path

import pytest
from catalog_texts import CATALOG, NEWER, changed
from catalog_web import HOME

from checkpoint.errors import FetchError, ModelError, UsageError
from checkpoint.user_catalogs import UserCatalogs


def ink(catalogs: UserCatalogs) -> str:
    """The name of the first model of the only catalog: tells older and newer states apart."""
    (catalog,) = catalogs.list()
    return catalog.models[0].name


def test_a_catalog_from_an_address_is_kept(catalogs, web):
    added = catalogs.add(HOME, None, web)

    assert catalogs.list() == (added,)
    assert (added.id, added.origin, added.signature) == ("mine", HOME, "unsigned")


def test_a_catalog_from_a_file_is_known_by_its_whole_path(catalogs, tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text(CATALOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    added = catalogs.add("mine.toml", None, lambda origin: Path(origin).read_bytes())

    assert added.origin == str(tmp_path / "mine.toml")


def test_adding_it_again_takes_the_newer_state(catalogs, web):
    catalogs.add(HOME, None, web)
    web.put(NEWER)
    catalogs.add(HOME, None, web)

    assert ink(catalogs) == "Ink 2"


def test_a_copy_whose_newer_state_cannot_be_had_stays(catalogs, web):
    catalogs.add(HOME, None, web)
    web.pages.clear()

    with pytest.raises(FetchError, match="is not there"):
        catalogs.add(HOME, None, web)
    assert ink(catalogs) == "Ink"


@pytest.mark.parametrize(
    "text",
    ["nonsense", CATALOG + "#" * 1_000_000],
    ids=["no catalog", "too large"],
)
def test_what_is_not_the_catalog_any_more_is_not_taken(catalogs, web, text):
    catalogs.add(HOME, None, web)
    web.put(text)

    with pytest.raises(ModelError, match="catalog"):
        catalogs.add(HOME, None, web)
    assert ink(catalogs) == "Ink"


@pytest.mark.parametrize(
    "change",
    [
        ('id = "ink"', 'id = "cartoon"'),
        ('id = "ink"', 'id = "Cartoon"'),
        ('id = "ink"', 'id = "cartoon2-d"'),
        ('"tusche"', '"caricature"'),
        ('id = "ink-portrait"', 'id = "arcane1"'),
    ],
)
def test_a_catalog_does_not_take_names_of_the_built_in_one(catalogs, web, change):
    model = ('model = "ink"', f"model = {change[1].removeprefix('id = ')}")
    web.put(changed(change, *([model] if change[0] == 'id = "ink"' else [])))

    with pytest.raises(ModelError, match="as catalog 'vtoonify' does"):
        catalogs.add(HOME, None, web)


@pytest.mark.parametrize("catalog_id", ["vtoonify", "VToonify"])
def test_a_catalog_does_not_pass_for_the_built_in_one(catalogs, web, catalog_id):
    web.put(changed(('id = "mine"', f'id = "{catalog_id}"')))

    with pytest.raises(ModelError, match="as another catalog does"):
        catalogs.add(HOME, None, web)


def test_two_catalogs_of_the_user_share_no_names_either(catalogs, web):
    catalogs.add(HOME, None, web)
    web.put(changed(('id = "mine"', 'id = "other"')), origin="https://example.net/other.toml")

    with pytest.raises(ModelError, match="calls something 'crayon', as catalog 'mine' does"):
        catalogs.add("https://example.net/other.toml", None, web)


def test_an_empty_key_is_not_taken_for_none(catalogs, web):
    with pytest.raises(UsageError, match="key"):
        catalogs.add(HOME, "", web)
    assert catalogs.list() == ()


def test_a_catalog_can_be_removed(catalogs, web):
    catalogs.add(HOME, None, web)
    catalogs.remove("mine")

    assert catalogs.list() == ()


def test_what_was_not_added_cannot_be_removed(catalogs):
    with pytest.raises(ModelError) as caught:
        catalogs.remove("mine")

    assert str(caught.value) == "You have added no catalog 'mine'. There are: none."


def test_a_damaged_copy_can_be_removed_and_added_again(catalogs, web, tmp_path):
    catalogs.add(HOME, None, web)
    (tmp_path / ".store" / "catalogs.json").write_text('{"mine": []}', encoding="utf-8")

    catalogs.add(HOME, None, web)
    catalogs.remove("mine")

    assert catalogs.list() == ()
