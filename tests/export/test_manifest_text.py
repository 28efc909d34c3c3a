"""Adding to a manifest that is there: what is not named stays, letter by letter."""

import tomllib

import pytest

from export.manifest_text import with_file, with_tables
from export.toml_text import table
from vtoonify_rt.errors import ModelError

TEXT = """schema = 1

[[styles]]
id = "0"
palette = ["#000000", "#ffffff"]

[[styles]]
id = "1"

[files]
"frame.onnx" = "aa"

[training]
seed = 0
"""


def test_a_file_is_added_and_all_else_stays():
    changed = with_file(TEXT, "frame_int8.onnx", "bb")

    assert changed == TEXT.replace('"aa"\n', '"aa"\n"frame_int8.onnx" = "bb"\n')


def test_a_file_that_is_listed_gets_the_new_digest():
    assert with_file(TEXT, "frame.onnx", "bb") == TEXT.replace('"aa"', '"bb"')


def test_new_tables_come_last_and_old_ones_are_replaced():
    once = with_tables(TEXT, {"int8": table("int8", {"a": 1}), "int8.psnr": "[int8.psnr]\nb = 2\n"})
    twice = with_tables(once, {"int8": table("int8", {"a": 3})})

    assert once.startswith(TEXT)
    assert tomllib.loads(once)["int8"] == {"a": 1, "psnr": {"b": 2}}
    assert tomllib.loads(twice)["int8"] == {"a": 3, "psnr": {"b": 2}}


def test_a_manifest_that_is_written_otherwise_is_refused():
    text = TEXT + 'notes = [\n  "one",\n["of", "these"],\n]\n'  # a line that looks like a table
    assert tomllib.loads(text)["training"]["notes"]

    with pytest.raises(ModelError, match="not written as the exporter writes it"):
        with_tables(text, {"training": table("training", {"seed": 1})})
