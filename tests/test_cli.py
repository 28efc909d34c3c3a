"""The command line as a user and a script meet it: what is printed, where, and the exit status."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vtoonify_rt import __version__, cli
from vtoonify_rt.cli import main

COMMANDS = [
    "app",
    "stylize",
    "smooth-parsing",
    "import",
    "models",
    "engines",
    "styles",
    "bench",
    "doctor",
]


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch) -> Path:
    """The log, in a folder of the test's own."""
    path = tmp_path / "log" / "vtoonify-rt.log"
    monkeypatch.setattr("vtoonify_rt.log_file.log_path", lambda: path)
    return path


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"vtoonify-rt {__version__}\n"


def test_help_lists_every_command_and_the_window(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for command in COMMANDS:
        assert f"\n  {command} " in text


def test_no_argument_shows_the_help(capsys):
    assert main([]) == 0
    assert "Usage: vtoonify-rt" in capsys.readouterr().out


@pytest.mark.parametrize("group", ["models", "engines"])
def test_a_group_without_a_command_shows_its_help(group, capsys):
    assert main([group]) == 0
    assert f"Usage: vtoonify-rt {group}" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [["styles"], ["styles", "--json"], ["--version"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_stdout_is_one_sentence(words, unbuffered):
    command = [sys.executable, "-m", "vtoonify_rt", *words]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )

    assert ended.returncode == 1
    assert ended.stderr == "Error: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"Usage: vtoonify-rt {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["stilize"], "Did you mean 'stylize'"),
        (["stylize"], "Missing argument"),
        (["stylize", "a.jpg"], "Missing option '-o'"),
        (["stylize", "a.jpg", "-o", "b.jpg", "--degree", "much"], "'--degree'"),
        (["stylize", "a.jpg", "-o", "b.jpg", "--no-face", "shrug"], "'shrug' is not one of"),
        (["bench", "--frames", "few"], "'--frames'"),
        (["styles", "--yaml"], "No such option"),
        (["app"], "The window opens with vtoonify-rt"),
    ],
)
def test_bad_usage_is_one_sentence_and_status_2(arguments, sentence, capsys):
    assert main(arguments) == 2
    told = capsys.readouterr()

    assert sentence in told.err
    assert told.err.startswith("Error: ")
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_styles_are_listed_for_people(capsys):
    assert main(["styles"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()

    assert head.split() == ["style", "name", "kind", "model", "licence"]
    assert any(row.split() == ["comic", "Comic", "colour", "Starter", "Apache-2.0"] for row in rows)


def test_styles_are_listed_for_programs(capsys):
    assert main(["styles", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert {"id": "comic", "name": "Comic", "model": "starter"} in listed
    assert all(set(entry) == {"id", "name", "model"} for entry in listed)


def test_a_damaged_model_of_the_users_is_a_warning(capsys, tmp_path, monkeypatch):
    (tmp_path / "models" / "mine").mkdir(parents=True)
    (tmp_path / "models" / "mine" / "manifest.toml").write_text("schema = ")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path / "models"))

    assert main(["styles"]) == 0
    told = capsys.readouterr()
    assert "manifest.toml is damaged" in told.err
    assert told.err.count("\n") == 1
    assert "comic" in told.out


def test_doctor_for_programs(capsys):
    status = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert status == (0 if told["ok"] else 1)
    assert told["version"] == __version__
    for finding in told["findings"]:
        assert set(finding) == {"name", "status", "detail", "remedy", "data"}
        assert finding["status"] == "ok" or finding["remedy"]


def test_an_unexpected_error_is_one_sentence_and_its_traceback_is_in_the_log(
    capsys, log, monkeypatch
):
    def fail(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(cli, "list_styles", fail)

    assert main(["styles"]) == 1
    told = capsys.readouterr().err
    assert str(log) in told
    assert told.count("\n") == 1
    assert "ZeroDivisionError: a bug" in log.read_text()
    assert "Traceback" in log.read_text()


def test_ctrl_c_is_status_130(capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "list_styles", interrupt)

    assert main(["styles"]) == 130
    assert capsys.readouterr().err == "Error: Interrupted.\n"


def test_the_log_is_closed_again():
    before = logging.getLogger().handlers[:]
    main(["--version"])

    assert logging.getLogger().handlers == before


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_lists_and_help_load_no_heavy_library():
    heavy = {"cv2", "numpy", "mediapipe", "onnxruntime", "av", "PySide6", "torch", "rich"}
    script = (
        "import sys; from vtoonify_rt.cli import main;"
        "main(['--help']); main(['styles', '--json']);"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )

    assert run("-c", script).stderr == "[]\n"


def test_it_can_be_run_as_a_module():
    done = run("-m", "vtoonify_rt", "--version")

    assert (done.returncode, done.stdout) == (0, f"vtoonify-rt {__version__}\n")


def test_a_reader_who_has_enough_is_no_error():
    script = "import sys; from vtoonify_rt.cli import main; sys.exit(main(['stylize', '--help']))"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, b"")
