"""`vtoonify-rt import`: what the child tells becomes what the user reads."""

import json
import os
import signal
import sys

import pytest

from checkpoint.errors import Stopped
from checkpoint.export_process import run_import
from vtoonify_rt import cli_import
from vtoonify_rt.cli import main
from vtoonify_rt.cli_import import describe
from vtoonify_rt.errors import ModelError, UsageError
from vtoonify_rt.stop_signals import StopSignal

MODEL = {
    "id": "cartoon",
    "name": "Cartoon",
    "folder": "models/cartoon",
    "num_styles": 317,
    "default_style": "26",
    "thumbnails_drawn": 25,
    "seconds": 100.0,
    "notes": [],
}
PROGRESS = {"event": "progress", "model": "cartoon", "step": "frame.onnx", "done": 3, "total": 9}


def child(*events, then=""):
    """Return the command of a child that tells these events, and then runs a line of Python."""
    lines = [f"print({json.dumps(event)!r}, flush=True)" for event in events]
    return [sys.executable, "-c", "\n".join(["import sys, time, signal", *lines, then])]


def run(*events, then="", progress=lambda event: None, stop=None):
    return run_import([], progress, stop or StopSignal(), child(*events, then=then))


def test_progress_and_the_models_come_through():
    seen = []
    models = run(PROGRESS, {"event": "done", "models": [MODEL]}, progress=seen.append)

    assert seen == [PROGRESS]
    assert models == [MODEL]


@pytest.mark.parametrize(("status", "kind"), [(1, ModelError), (2, UsageError)])
def test_the_childs_error_is_the_users(status, kind):
    error = {"event": "error", "message": "encoder.pt was not found", "hint": "Put it there"}

    with pytest.raises(kind) as told:
        run(error, then=f"sys.exit({status})")
    assert str(told.value) == "encoder.pt was not found. Put it there."


def test_a_child_that_dies_is_told_with_what_it_did():
    with pytest.raises(ModelError, match=r"status 3 while it worked on frame\.onnx.*memory"):
        run(PROGRESS, then="sys.exit(3)")


def test_what_the_child_complains_of_is_in_the_log(caplog):
    with pytest.raises(ModelError):
        run(then="sys.stderr.write('Traceback: no such tensor'); sys.exit(1)")

    assert "no such tensor" in caplog.text


def test_lines_of_libraries_are_no_events():
    assert run("a warning", 7, {"event": "done", "models": []}) == []


def test_a_stop_ends_the_child_and_waits_for_it(tmp_path):
    stop, tidied = StopSignal(), tmp_path / "tidied"
    then = (
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(tidied)!r}, 'w').close(), "
        "sys.exit(130)))\n"
        f"print({json.dumps(PROGRESS)!r}, flush=True)\ntime.sleep(60)"
    )

    with pytest.raises(Stopped):
        run(then=then, progress=lambda event: stop.set(), stop=stop)
    assert tidied.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_ctrl_c_interrupts(capsys, monkeypatch):
    monkeypatch.setattr(cli_import, "check_export_packages", lambda: None)
    waits = child(PROGRESS, then="time.sleep(60)")

    def run_waiting(arguments, progress, stop):
        def interrupt(event):
            os.kill(os.getpid(), signal.SIGINT)

        return run_import(arguments, interrupt, stop, waits)

    monkeypatch.setattr(cli_import, "run_import", run_waiting)

    assert main(["import", "checkpoint"]) == 130
    assert capsys.readouterr().err == "Error: Interrupted.\n"


def test_what_was_installed_is_told_with_a_command_to_try():
    assert describe(MODEL) == [
        "25 of 317 thumbnails show their style, the others its number.",
        "Installed 'cartoon' (317 styles). "
        "Try: vtoonify-rt stylize photo.jpg --model cartoon --style 26 -o out.png",
    ]


def test_a_model_of_one_style_needs_no_style():
    model = {**MODEL, "num_styles": 1, "thumbnails_drawn": 1, "notes": ["refined codes are taken"]}

    assert describe(model) == [
        "Note: refined codes are taken.",
        "Installed 'cartoon' (1 style). "
        "Try: vtoonify-rt stylize photo.jpg --model cartoon -o out.png",
    ]


def test_an_import_is_told_for_programs(capsys, monkeypatch):
    monkeypatch.setattr(cli_import, "check_export_packages", lambda: None)
    monkeypatch.setattr(cli_import, "run_import", lambda arguments, progress, stop: [MODEL])

    assert main(["import", "checkpoint", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"installed": [MODEL]}


def test_the_options_reach_the_child(monkeypatch):
    given = []
    monkeypatch.setattr(cli_import, "check_export_packages", lambda: None)
    monkeypatch.setattr(
        cli_import, "run_import", lambda arguments, progress, stop: given.extend(arguments) or []
    )

    main(["import", "a.pt", "--id", "mine", "--codes", "codes.npy", "--no-color-transfer"])

    assert given[0] == "a.pt"
    assert given[given.index("--id") + 1] == "mine"
    assert given[given.index("--codes") + 1] == "codes.npy"
    assert "--no-color-transfer" in given
