"""`make env`: what it says and when it acts."""

import importlib
import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("environment")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Collecting av>=17 (from vtoonify-rt==0.1.0)", None),
        ("  Downloading rich-15.0.0-py3-none-any.whl.metadata (18 kB)", None),
        ("  Using cached mdurl-0.1.2-py3-none-any.whl (10.0 kB)", None),
        ("Downloading mediapipe-0.10.33-py3-none-any.whl (11.4 MB)", "  mediapipe (11.4 MB)"),
        ("Using cached av-18.1.0-cp311-abi3-linux.whl (39.1 MB)", "  av (39.1 MB)"),
        ("Installing collected packages: av, mdurl, rich", "  unpacking 3 packages"),
    ],
)
def test_only_what_takes_time_is_shown(
    environment: ModuleType, line: str, shown: str | None
) -> None:
    assert environment.condensed(line) == shown


def test_a_changed_pin_changes_the_digest(environment: ModuleType, tmp_path: Path) -> None:
    pins = tmp_path / "constraints.txt"
    pins.write_text("rich==15.0.0\n")
    before = environment.digest([pins])

    pins.write_text("rich==15.0.1\n")

    assert environment.digest([pins]) != before


def test_a_damaged_note_counts_as_none(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    environment.STAMP.write_text("{")

    assert environment.read_stamp() == {}


def test_an_old_python_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))

    with pytest.raises(SystemExit, match=r"this is 3\.9\.\nInstall one and name it: make env"):
        runpy.run_path(str(SCRIPTS / "environment.py"))


def test_what_tests_need_comes_along_where_it_is_missing(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    libraries = importlib.import_module("install_libraries")
    asked: list[list[str]] = []
    monkeypatch.setattr(libraries, "missing_libraries", lambda: [])
    monkeypatch.setattr(libraries, "apt_install", asked.append)
    (tmp_path / "here.ttf").touch()

    libraries.install_missing(
        ["no-such-program"], {"fonts-a": tmp_path / "a.ttf", "fonts-here": tmp_path / "here.ttf"}
    )

    assert asked == [["fonts-a", "no-such-program"]]
