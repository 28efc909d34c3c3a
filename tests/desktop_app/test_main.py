"""The entry point: window or command line, and never the other's libraries."""

import os
import subprocess
import sys

import pytest

import desktop_app.app
import vtoonify_rt.cli
from desktop_app.__main__ import main


@pytest.fixture
def opened(monkeypatch) -> list[tuple[str | None, str | None]]:
    """What the window was asked to play, for each time that it was opened."""
    calls = []

    def run_app(source: str | None, style: str | None) -> int:
        calls.append((source, style))
        return 0

    monkeypatch.setattr(desktop_app.app, "run_app", run_app)
    return calls


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], (None, None)),
        (["app"], (None, None)),
        (["app", "--source", "sample", "--style", "oil"], ("sample", "oil")),
    ],
)
def test_the_window_opens(opened, arguments, asked):
    assert main(arguments) == 0
    assert opened == [asked]


def test_everything_else_goes_to_the_command_line(opened, monkeypatch):
    given = []
    monkeypatch.setattr(vtoonify_rt.cli, "main", lambda arguments: given.append(arguments) or 2)

    assert main(["styles", "--json"]) == 2
    assert given == [["styles", "--json"]]
    assert opened == []


def test_an_option_that_the_window_does_not_know_is_bad_usage(opened, capsys):
    with pytest.raises(SystemExit) as left:
        main(["app", "--sauce"])

    assert left.value.code == 2
    assert "--sauce" in capsys.readouterr().err


def test_missing_system_libraries_are_a_sentence(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "desktop_app.app", None)

    assert main([]) == 1
    assert "vtoonify-rt doctor" in capsys.readouterr().err


def test_the_command_line_does_not_load_qt():
    code = """
import sys
from desktop_app.__main__ import main
status = main(["--version"])
print(status, any(name.startswith("PySide6") for name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.splitlines()[-1] == "0 False"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a display")
def test_no_display_is_a_sentence(tmp_path):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}

    done = subprocess.run(
        [sys.executable, "-m", "desktop_app"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**environment, "HOME": str(tmp_path)},
    )

    assert done.returncode == 1
    assert "Error: the window cannot open: there is no display.\n" in done.stderr
