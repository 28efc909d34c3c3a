"""`vtoonify-rt models list`, `search` and `info`: what people read, and what programs do."""

import dataclasses
import json

import pytest
from fake_store import BY_HAND, CARTOON, JOB, FakeStore

from vtoonify_rt.cli import main
from vtoonify_rt.speed_forecast import Speed, seconds_per_picture

SPEED = Speed(starter_seconds=0.02, threads=2)
FORECAST = seconds_per_picture("vtoonify_d", SPEED)


@pytest.fixture(autouse=True)
def store(monkeypatch) -> FakeStore:
    """A store, on a machine whose speed is known, and a terminal of a known width."""
    fake = FakeStore()
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("checkpoint.store.Store", fake.opened)
    monkeypatch.setattr("vtoonify_rt.speed_forecast.measure_speed", lambda: SPEED)
    return fake


def run(capsys, *arguments: str) -> str:
    assert main(["models", *arguments]) == 0
    return capsys.readouterr().out


def run_json(capsys, *arguments: str):
    return json.loads(run(capsys, *arguments, "--json"))


def test_list_shows_what_is_installed(capsys):
    lines = run(capsys, "list").splitlines()

    assert lines[1].split() == ["starter", "Starter", "9", "12", "MB", "Apache-2.0"]


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (JOB, "cartoon: paused. Go on: vtoonify-rt models pull cartoon"),
        (dataclasses.replace(JOB, state="active"), "cartoon: interrupted. Go on: vtoonify-rt"),
        (dataclasses.replace(JOB, state="active", busy=True), "cartoon: in work right now"),
        (
            dataclasses.replace(JOB, state="failed", error=("No network", "Plug it in")),
            "cartoon: failed. No network. Plug it in. Go on: vtoonify-rt models pull cartoon",
        ),
    ],
)
def test_list_says_how_to_go_on_with_what_is_unfinished(store, capsys, job, told):
    store.unfinished = [job]

    assert told in run(capsys, "list")


def test_list_tells_programs_of_unfinished_work(store, capsys):
    store.unfinished = [dataclasses.replace(JOB, state="failed", error=("No network", "Wait"))]

    assert run_json(capsys, "list")["unfinished"] == [
        {
            "model": "cartoon",
            "catalog": "vtoonify",
            "state": "failed",
            "busy": False,
            "error": "No network",
            "hint": "Wait",
            "created": 1.0,
        }
    ]


def test_list_shows_what_there_is_to_be_had(capsys):
    told = run(capsys, "list", "--available")

    assert "about 666 MB" in told
    assert "by hand" in told


def test_available_models_are_told_to_programs_only_if_asked_for(capsys):
    assert "available" not in run_json(capsys, "list")
    assert len(run_json(capsys, "list", "--available")["available"]) == 2


def test_search_finds_by_several_words(capsys):
    found = run_json(capsys, "search", "arcane", "vtoonify")["models"]

    assert [model["id"] for model in found] == ["arcane-t"]


def test_search_without_a_hit_says_so(capsys):
    assert "No catalog has a model for 'oil painting'" in run(capsys, "search", "oil", "painting")


def test_search_says_what_is_here_already(store, capsys):
    store.models.append(dataclasses.replace(store.models[0], id="cartoon"))

    lines = run(capsys, "search", "cartoon2-d").splitlines()

    assert lines[1].startswith("cartoon ")
    assert lines[1].split()[-2] == "installed"


def test_info_tells_all(capsys):
    told = run(capsys, "info", "cartoon")

    assert "S-Lab License 1.0 (no commercial use), not accepted yet" in told
    assert "317 styles, first 26; any degree" in told
    assert "cartoon2-d (64)" in told
    assert "also called toon" in told
    assert f"about {FORECAST:.0f} s per picture on this machine" in told
    assert "to fetch: about 1.8 GB" in told
    assert "disk, once it is installed: about 1.2 GB" in told
    assert "models/cartoon.pt: about 666 MB\n" in told
    assert "models/codes.npy: 12 kB\n" in told
    assert "from owner/name on the hub" in told
    assert "Project page: https://example.org/" in told
    assert told.endswith("vtoonify-rt models pull cartoon\n")


def test_info_of_a_model_to_get_by_hand_says_what_to_do(capsys):
    assert "vtoonify-rt models import FOLDER" in run(capsys, "info", "arcane-t")


def test_info_knows_what_no_catalog_has(capsys):
    told = run(capsys, "info", "starter")

    assert "installed, 12 MB on disk" in told
    assert told.endswith("--model starter --style comic -o out.png\n")


def test_info_of_nothing_offers_what_there_is(capsys):
    assert main(["models", "info", "cartone"]) == 2
    assert "The nearest are" in capsys.readouterr().err


def test_info_names_missing_packages(store, capsys):
    store.missing = ("torch", "onnx")

    told = run(capsys, "info", "cartoon")

    assert "missing: torch, onnx" in told
    assert "--install-packages" in told


def test_info_tells_programs(store, capsys):
    told = run_json(capsys, "info", "cartoon2-d")

    assert told["id"] == "cartoon"
    assert told["style"] == "64"
    assert told["installed"] is None
    assert told["needs"]["download_bytes"] == 1_800_000_000
    assert told["seconds_per_picture"] == pytest.approx(FORECAST, rel=1e-2)
    assert told["offered"]["named_styles"] == [{"id": "cartoon2-d", "style": "64", "degree": None}]
    assert [file["role"] for file in told["offered"]["files"]] == ["checkpoint", "codes"]


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_sheet_is_as_narrow_as_the_terminal(store, capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = run(capsys, "info", "cartoon").splitlines()

    assert max(len(line) for line in lines if "://" not in line) <= min(columns, 100)


def test_catalog_sizes_are_exact_only_where_they_are_known(store, capsys):
    exact = {role: dataclasses.replace(f, num_bytes=10**6) for role, f in CARTOON.files.items()}
    model = dataclasses.replace(CARTOON, files=exact)
    store.known_catalogs = [dataclasses.replace(store.known_catalogs[0], models=(model, BY_HAND))]

    assert " 2.0 MB " in run(capsys, "search", "cartoon")
