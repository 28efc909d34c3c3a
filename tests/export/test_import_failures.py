"""An import that does not come to its end: what was there stays, and nothing is left over."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from vtoonify_models import QuickGraphs, needs_export

needs_export()

from checkpoint.manifest import load_manifest  # noqa: E402
from export import vtoonify_import  # noqa: E402
from export.announce import Announcer  # noqa: E402
from export.preflight import Room  # noqa: E402
from export.vtoonify_import import import_vtoonify  # noqa: E402
from export.vtoonify_plan import ImportRequest  # noqa: E402
from vtoonify_rt.errors import ModelError, SinkError  # noqa: E402

ROOT = Path(__file__).parents[2]
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")


@pytest.fixture
def graphs(monkeypatch) -> QuickGraphs:
    """The exporter, writing files of a few bytes."""
    quick = QuickGraphs()
    quick.install(vtoonify_import, monkeypatch)
    return quick


@pytest.fixture
def checkpoint(tiny_checkpoints) -> Path:
    return tiny_checkpoints / "vtoonify_d_synthetic" / "vtoonify_s_d.pt"


def run(path, models, *, room=None, stopped=lambda: False):
    request = ImportRequest(path=path, out=models)
    return import_vtoonify(request, Announcer(lambda line: None, stopped), room)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".store")


def test_a_model_is_replaced_by_a_new_one(graphs, checkpoint, tmp_path):
    run(checkpoint, tmp_path)
    graphs.content = b"newer graph"
    run(checkpoint, tmp_path)

    assert names(tmp_path) == ["synthetic"]
    assert (tmp_path / "synthetic" / "frame.onnx").read_bytes() == b"newer graph"


def test_a_graph_that_is_off_is_not_installed(graphs, checkpoint, tmp_path):
    run(checkpoint, tmp_path)
    graphs.content = b"newer graph"
    graphs.fail = ModelError("frame.onnx disagrees with the network")

    with pytest.raises(ModelError, match="disagrees"):
        run(checkpoint, tmp_path)
    assert names(tmp_path) == ["synthetic"]
    assert (tmp_path / "synthetic" / "frame.onnx").read_bytes() == b"graph"


def test_a_full_disk_is_told_in_a_sentence(graphs, checkpoint, tmp_path):
    graphs.fail = OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SinkError, match="the disk is full"):
        run(checkpoint, tmp_path)
    assert names(tmp_path) == []


def test_a_place_that_cannot_be_written_to_is_told(graphs, checkpoint, tmp_path):
    (tmp_path / "models").write_bytes(b"a file")

    with pytest.raises(SinkError, match="Cannot write"):
        run(checkpoint, tmp_path / "models")


@pytest.mark.parametrize(
    ("room", "sentence"),
    [
        (
            Room(free_disk_mb=lambda folder: 3.0),
            r"needs 6\d MB of disk space, .* has 3 MB free",
        ),
        (
            Room(available_memory_mb=lambda: 700.0),
            r"needs 1\.5 GB of memory, 700 MB are available",
        ),
    ],
    ids=["disk", "memory"],
)
def test_too_little_room_is_told_before_any_work(graphs, checkpoint, tmp_path, room, sentence):
    with pytest.raises(ModelError, match=sentence):
        run(checkpoint, tmp_path / "models", room=room)
    assert graphs.written == []
    assert not (tmp_path / "models").exists()


def test_a_system_that_does_not_tell_its_memory_is_trusted(graphs, checkpoint, tmp_path):
    (model,) = run(checkpoint, tmp_path, room=Room(available_memory_mb=lambda: None))

    assert model.id == "synthetic"


def test_a_stop_ends_the_import_at_the_next_step(graphs, checkpoint, tmp_path):
    with contextlib.suppress(KeyboardInterrupt):
        run(checkpoint, tmp_path, stopped=lambda: "frame.onnx" in graphs.written)

    assert "encode.onnx" not in graphs.written
    assert names(tmp_path) == []


def test_the_encoder_is_exported_once_for_several_models(graphs, tiny_checkpoints, tmp_path):
    models = run(tiny_checkpoints, tmp_path)

    assert len(models) == 4
    assert graphs.written.count("encode.onnx") == 1


def test_a_damaged_encoder_is_not_taken_over(graphs, tiny_checkpoints, checkpoint, tmp_path):
    run(checkpoint, tmp_path)
    (tmp_path / "synthetic" / "encode.weights").write_bytes(b"grapf")
    (model,) = run(tiny_checkpoints / "vtoonify_t_synthetic", tmp_path)

    assert graphs.written.count("encode.onnx") == 2
    load_manifest(Path(model.folder)).verify("encode.weights")


@needs_signals
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_a_signal_leaves_nothing_behind(checkpoint, tmp_path, number):
    status, _ = end_at_first_graph(checkpoint, tmp_path, number)

    assert status == 130
    assert names(tmp_path) == []


@needs_signals
def test_what_a_kill_leaves_is_gone_after_the_next_import(graphs, checkpoint, tmp_path):
    status, left = end_at_first_graph(checkpoint, tmp_path, signal.SIGKILL)
    assert status == -signal.SIGKILL
    assert left != []

    run(checkpoint, tmp_path)

    assert names(tmp_path) == ["synthetic"]


@needs_signals
def test_an_import_that_nobody_listens_to_ends(checkpoint, tmp_path):
    with start(checkpoint, tmp_path) as child:
        child.stdout.readline()
        child.stdout.close()

        assert child.wait() == 130
    assert names(tmp_path) == []


def test_an_import_whose_starter_is_gone_ends(checkpoint, tmp_path):
    with start(checkpoint, tmp_path, "--end-with-stdin", stdin=subprocess.PIPE) as child:
        child.stdout.readline()
        child.stdin.close()

        assert child.wait() == 130
    assert names(tmp_path) == []


def start(checkpoint, models, *more, stdin=None):
    command = [sys.executable, "-m", "export", "vtoonify", checkpoint, "--out", models, *more]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=pipe, stderr=nothing)


def end_at_first_graph(checkpoint, models, number):
    """Import in a process, and end it once it works on a graph; return its status and leftovers."""
    with start(checkpoint, models) as child:
        for line in child.stdout:
            if json.loads(line)["step"] == "style.onnx":
                os.kill(child.pid, number)
                break
        child.stdout.read()
    return child.returncode, names(models)
