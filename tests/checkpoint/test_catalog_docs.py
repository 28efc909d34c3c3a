"""The example in the documentation is a catalog that is taken."""

import re
from pathlib import Path

import pytest

from checkpoint.catalog import built_in, load_catalog, names_of
from checkpoint.signatures import check_key

TEXT = (Path(__file__).parents[2] / "docs" / "catalogs.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example():
    (text,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    return load_catalog(text, origin="docs/catalogs.md", signature="unsigned")


def test_it_offers_one_to_export_a_finished_one_and_one_got_by_hand(example):
    assert [(model.id, model.fetchable, set(model.files)) for model in example.models] == [
        ("ink", True, {"checkpoint", "codes", "encoder", "faceparsing"}),
        ("crayon", True, {"pack"}),
        ("etching", False, set()),
    ]


def test_its_supporting_files_are_those_of_the_built_in_catalog(example):
    ours, theirs = example.models[0].files, built_in().models[0].files

    assert [ours[role] for role in ("encoder", "faceparsing")] == [
        theirs[role] for role in ("encoder", "faceparsing")
    ]


def test_it_can_be_added_beside_the_built_in_catalog(example):
    assert names_of(example).isdisjoint(names_of(built_in()))


def test_the_key_in_the_documentation_is_one():
    (key,) = re.findall(r"--key (\S+)", TEXT)

    assert check_key(key) == key
