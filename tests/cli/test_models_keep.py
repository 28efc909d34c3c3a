"""`vtoonify-rt models remove`, `verify`, `gc`, `export-pack`, and those for catalogs."""

import io
import json
import sys
from pathlib import Path

import pytest
from fake_store import JOB, FakeStore

from checkpoint.upkeep import Damage, Leftovers
from vtoonify_rt.cli import main


@pytest.fixture(autouse=True)
def store(monkeypatch) -> FakeStore:
    """A store, and nobody at the terminal."""
    fake = FakeStore()
    monkeypatch.setattr("checkpoint.store.Store", fake.opened)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return fake


def test_a_model_is_removed(store, capsys):
    assert main(["models", "remove", "starter", "--yes"]) == 0
    assert capsys.readouterr().out == "Removed 'starter': 12 MB freed.\n"
    assert store.calls == [("remove", "starter")]


def test_nothing_is_removed_unasked(store, capsys):
    assert main(["models", "remove", "starter"]) == 2
    assert "Give --yes" in capsys.readouterr().err
    assert store.calls == []


@pytest.mark.parametrize(("typed", "removed"), [("y\n", True), ("no\n", False)])
def test_at_a_terminal_it_is_asked(store, monkeypatch, typed, removed):
    monkeypatch.setattr("vtoonify_rt.cli_models.keep.can_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    main(["models", "remove", "starter"])

    assert bool(store.calls) is removed


def test_an_unknown_model_is_not_removed(store, capsys):
    assert main(["models", "remove", "cartoon", "--yes"]) == 2
    assert "There is no model 'cartoon'" in capsys.readouterr().err


def test_a_folder_elsewhere_is_no_model(store, folder, capsys):
    (folder.parent / "victim").mkdir()

    assert main(["models", "remove", "../victim", "--yes"]) != 0
    assert store.calls == []


def test_what_a_user_typed_does_not_steer_the_terminal(store, capsys):
    main(["models", "remove", "\x1b[31mred"])

    assert "\x1b" not in capsys.readouterr().err


def test_unfinished_work_is_forgotten_by_remove(store, capsys):
    store.unfinished = [JOB]

    assert main(["models", "remove", "cartoon", "--yes"]) == 0
    assert store.calls == [("discard", "cartoon")]


def test_a_damaged_model_is_removed_with_its_unfinished_work(store, folder):
    (folder / "no models" / "cartoon").mkdir(parents=True)
    store.unfinished = [JOB]

    assert main(["models", "remove", "cartoon", "--yes"]) == 0
    assert store.calls == [("remove", "cartoon"), ("discard", "cartoon")]


def test_whole_models_are_told_by_name(store, capsys):
    assert main(["models", "verify"]) == 0
    assert capsys.readouterr().out == "Whole: starter.\n"
    assert store.calls == [("verify", None)]


def test_damage_is_told_with_what_to_do(store, capsys):
    store.damages = [
        Damage(model="cartoon", file=Path("a/frame.onnx"), what="damaged"),
        Damage(model="", file=Path("a/encoder.pt"), what="missing"),
    ]

    assert main(["models", "verify", "starter"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:3] == [
        "damaged: a/frame.onnx (model 'cartoon')",
        "missing: a/encoder.pt (a download)",
        "2 files are not as they should be.",
    ]
    assert "vtoonify-rt models remove cartoon" in told[3]


def test_damage_is_told_to_programs(store, capsys):
    store.damages = [Damage(model="", file=Path("encoder.pt"), what="missing")]

    assert main(["models", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "checked": ["starter"],
        "damaged": [{"model": None, "file": "encoder.pt", "what": "missing"}],
    }


def test_verify_refuses_a_model_that_is_not_there(store, capsys):
    assert main(["models", "verify", "cartoon"]) == 2
    assert store.calls == []


def test_gc_removes_what_is_left_over(store, capsys):
    store.found = Leftovers(paths=(Path("a.part"),), num_bytes=5_000_000)

    assert main(["models", "gc"]) == 0
    assert capsys.readouterr().out == "a.part\n5.0 MB freed.\n"
    assert store.calls == [("collect",)]


def test_a_dry_run_removes_nothing(store, capsys):
    store.found = Leftovers(paths=(Path("a.part"),), num_bytes=5_000_000)

    assert main(["models", "gc", "--dry-run"]) == 0
    assert "5.0 MB would be freed" in capsys.readouterr().out
    assert store.calls == []


def test_gc_of_a_tidy_store_says_so(capsys):
    assert main(["models", "gc"]) == 0
    assert capsys.readouterr().out == "There is nothing to remove.\n"


def test_a_pack_is_told_with_the_command_that_takes_it(folder, capsys):
    assert main(["models", "export-pack", "starter", "-o", "mine.vtoonify.zip"]) == 0
    assert capsys.readouterr().out == (
        "mine.vtoonify.zip: 2 kB. Install it anywhere: "
        "vtoonify-rt models import mine.vtoonify.zip\n"
    )


def test_catalogs_say_where_they_are_from(capsys):
    assert main(["models", "catalogs"]) == 0
    row = capsys.readouterr().out.splitlines()[1]
    assert row.split() == [
        "vtoonify",
        "VToonify",
        "2",
        "built",
        "in",
        "ships",
        "with",
        "the",
        "app",
    ]


def test_an_unsigned_catalog_is_added_with_a_warning(capsys):
    assert main(["models", "add-catalog", "mine.toml"]) == 0
    assert "Nobody vouches for it" in capsys.readouterr().out


def test_a_signed_catalog_is_added_as_such(capsys):
    assert main(["models", "add-catalog", "mine.toml", "--key", "RWQ=", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"]["signature"] == "signed"


def test_a_catalog_is_removed(store):
    assert main(["models", "remove-catalog", "mine"]) == 0
    assert store.calls == [("remove_catalog", "mine")]


def test_models_alone_lists_the_commands(capsys):
    assert main(["models"]) == 0
    told = capsys.readouterr().out
    for command in ("list", "search", "info", "pull", "import", "remove", "verify", "gc"):
        assert f"\n  {command} " in told
