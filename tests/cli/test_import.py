"""`vtoonify-rt import`: what the child tells becomes what the user reads."""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from checkpoint.errors import Stopped
from checkpoint.export_process import run_import
from checkpoint.store import STARTER
from vtoonify_rt.cli import main
from vtoonify_rt.errors import ModelError, UsageError
from vtoonify_rt.stop_signals import StopSignal

MODEL = {
    "id": "cartoon",
    "name": "Cartoon",
    "folder": "models/cartoon",
    "num_styles": 317,
    "default_style": "26",
    "thumbnails_drawn": 5,
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


@pytest.fixture
def checkpoint(folder) -> Path:
    """A file that only looks like a checkpoint."""
    path = folder / "vtoonify_s_d.pt"
    path.touch()
    return path


@pytest.fixture
def models(folder) -> Path:
    """The folder of the user's models."""
    return Path(os.environ["VTOONIFY_RT_MODELS"])


@pytest.fixture
def export(monkeypatch):
    """Put a function in the exporter's place; the packages that it needs are taken to be there."""

    def replace(run):
        monkeypatch.setattr("checkpoint.model_import.check_export_packages", lambda: None)
        monkeypatch.setattr("vtoonify_rt.cli_models.exported.run_import", run)

    return replace


def install(models: Path, **told) -> dict:
    """Install a model with the styles of the starter and return what the exporter tells of it."""
    folder = models / MODEL["id"]
    shutil.copytree(STARTER, folder)
    manifest = (folder / "manifest.toml").read_text("utf-8")
    manifest = manifest.replace('id = "starter"', f'id = "{MODEL["id"]}"', 1)
    (folder / "manifest.toml").write_text(manifest, "utf-8")
    return {**MODEL, **told, "folder": str(folder)}


@pytest.mark.parametrize("command", [["import"], ["models", "import"]])
def test_an_import_is_told_with_a_command_to_try(checkpoint, export, models, capsys, command):
    export(lambda arguments, progress, stop: [install(models, notes=["refined codes are taken"])])

    assert main([*command, str(checkpoint)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Note: refined codes are taken.",
        "5 of 9 thumbnails show their style, the others its number.",
        "Installed 'cartoon' (9 styles). "
        "Try: vtoonify-rt stylize photo.jpg --model cartoon --style comic -o out.png",
    ]


def test_an_import_is_told_for_programs(checkpoint, export, models, capsys):
    export(lambda arguments, progress, stop: [install(models)])

    assert main(["import", str(checkpoint), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["installed"]
    assert {key: told[key] for key in MODEL if key not in ("folder", "num_styles")} == {
        **{key: MODEL[key] for key in MODEL if key not in ("folder", "num_styles")},
        "name": "Starter",
        "default_style": "comic",
    }


def test_the_options_reach_the_child(checkpoint, export):
    given = []
    export(lambda arguments, progress, stop: given.extend(arguments) or [])

    main(["import", str(checkpoint), "--id", "mine", "--codes", "c.npy", "--no-color-transfer"])

    assert given[0] == str(checkpoint)
    assert {"--id=mine", "--codes=c.npy", "--no-color-transfer"} <= set(given)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_ctrl_c_interrupts(checkpoint, export, capsys):
    waits = child(PROGRESS, then="time.sleep(60)")

    def run_waiting(arguments, progress, stop):
        def interrupt(event):
            os.kill(os.getpid(), signal.SIGINT)

        return run_import(arguments, interrupt, stop, waits)

    export(run_waiting)

    assert main(["import", str(checkpoint)]) == 130
    assert capsys.readouterr().err == "Error: Interrupted.\n"


def test_a_pack_is_imported_without_the_exporter(my_model, folder, models, capsys):
    assert main(["models", "export-pack", "mine", "-o", "mine.zip"]) == 0
    shutil.rmtree(my_model)

    assert main(["models", "import", "mine.zip"]) == 0
    assert "Installed 'mine' (9 styles)" in capsys.readouterr().out
    assert (models / "mine" / "manifest.toml").is_file()


def test_an_installed_model_is_replaced_only_if_that_is_said(my_model, folder, capsys):
    main(["models", "export-pack", "mine", "-o", "mine.zip"])

    assert main(["models", "import", "mine.zip"]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["models", "import", "mine.zip", "--replace"]) == 0


def test_what_is_not_there_is_told(capsys):
    assert main(["import", "nothing.pt"]) == 1
    assert capsys.readouterr().err == "Error: nothing.pt does not exist. Check the name.\n"
