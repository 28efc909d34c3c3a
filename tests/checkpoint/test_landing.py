"""A model takes its place whole or not at all, and nothing is left of an import that ended."""

import contextlib
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checkpoint.errors import ModelError
from checkpoint.landing import building_place, find_leftovers, land, remove_leftovers, take_away

KILLED = """
import os, signal, sys
from pathlib import Path
from checkpoint.landing import building_place
with building_place(Path(sys.argv[1])) as built:
    (built / "frame.onnx").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED_WHILE_REPLACING = KILLED.replace(
    "    os.kill",
    '    Path(sys.argv[1], "cartoon").rename(built.parent / "replaced-cartoon")\n    os.kill',
)
REMOVED = '    Path(sys.argv[1], "cartoon").rename(built.parent / "removed")\n'
needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".store")


def be_killed(models: Path, program: str = KILLED) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program, models], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_model_lands_and_nothing_else(tmp_path):
    with building_place(tmp_path) as built:
        (built / "frame.onnx").write_bytes(b"graph")
        land(built, tmp_path / "cartoon")

    assert names(tmp_path) == ["cartoon"]
    assert (tmp_path / "cartoon" / "frame.onnx").read_bytes() == b"graph"


def test_several_models_are_built_in_one_place(tmp_path):
    with building_place(tmp_path) as built:
        for name in ("cartoon", "arcane"):
            (built / name).touch()
            land(built, tmp_path / name)

    assert names(tmp_path / "arcane") == ["arcane"]
    assert names(tmp_path) == ["arcane", "cartoon"]


def test_a_new_model_replaces_the_old_one_whole(tmp_path):
    (tmp_path / "cartoon").mkdir()
    (tmp_path / "cartoon" / "old.onnx").touch()

    with building_place(tmp_path) as built:
        (built / "new.onnx").touch()
        land(built, tmp_path / "cartoon")

    assert names(tmp_path / "cartoon") == ["new.onnx"]
    assert names(tmp_path) == ["cartoon"]


def test_a_failure_leaves_the_old_model_and_nothing_else(tmp_path):
    (tmp_path / "cartoon").mkdir()

    with contextlib.suppress(KeyboardInterrupt), building_place(tmp_path) as built:
        (built / "frame.onnx").write_bytes(b"half")
        raise KeyboardInterrupt

    assert names(tmp_path) == ["cartoon"]


def test_the_old_model_stays_where_the_new_one_cannot_land(tmp_path, monkeypatch):
    (tmp_path / "cartoon").mkdir()
    (tmp_path / "cartoon" / "old.onnx").touch()
    with building_place(tmp_path) as built:
        built.rmdir()  # so that its rename fails

        with pytest.raises(OSError, match="No such file"):
            land(built, tmp_path / "cartoon")

    assert names(tmp_path / "cartoon") == ["old.onnx"]


@needs_kill
def test_what_a_killed_import_left_is_removed_by_the_next(tmp_path):
    be_killed(tmp_path)
    assert len(names(tmp_path)) == 1

    with building_place(tmp_path) as built:
        assert names(tmp_path) == [built.parent.name]
    assert names(tmp_path) == []


@needs_kill
def test_a_model_that_was_being_replaced_comes_back(tmp_path):
    (tmp_path / "cartoon").mkdir()
    (tmp_path / "cartoon" / "old.onnx").touch()
    be_killed(tmp_path, KILLED_WHILE_REPLACING)
    assert "cartoon" not in names(tmp_path)

    with building_place(tmp_path):
        pass

    assert names(tmp_path / "cartoon") == ["old.onnx"]


def test_another_import_at_work_is_left_alone(tmp_path):
    with building_place(tmp_path) as first:
        (first / "frame.onnx").touch()
        with building_place(tmp_path):
            pass

        assert names(first) == ["frame.onnx"]


def test_a_place_that_was_not_even_locked_when_its_process_was_killed_is_removed(tmp_path):
    (tmp_path / ".import-fresh").mkdir()

    with building_place(tmp_path):
        pass

    assert names(tmp_path) == []


def test_a_model_that_is_there_is_not_replaced_unless_that_is_wanted(tmp_path):
    (tmp_path / "cartoon").mkdir()
    with building_place(tmp_path) as built, pytest.raises(ModelError, match="already"):
        land(built, tmp_path / "cartoon", replace=False)

    assert names(tmp_path) == ["cartoon"]


def test_a_model_that_is_taken_away_leaves_nothing(tmp_path):
    (tmp_path / "cartoon").mkdir()
    (tmp_path / "cartoon" / "frame.onnx").touch()

    take_away(tmp_path / "cartoon")

    assert names(tmp_path) == []


@needs_kill
def test_a_model_whose_removal_was_killed_is_gone(tmp_path):
    (tmp_path / "cartoon").mkdir()
    be_killed(tmp_path, KILLED.replace("    os.kill", REMOVED + "    os.kill"))
    assert "cartoon" not in names(tmp_path)

    assert [place.name for place in find_leftovers(tmp_path)] == names(tmp_path)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == []


def test_two_that_land_one_model_leave_one_whole_model(tmp_path):
    def install(number: int) -> None:
        for _ in range(20):
            with building_place(tmp_path) as built:
                for name in ("a", "b"):
                    (built / name).write_text(str(number))
                land(built, tmp_path / "cartoon")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(install, range(4)))

    assert names(tmp_path) == ["cartoon"]
    first, second = ((tmp_path / "cartoon" / name).read_text() for name in ("a", "b"))
    assert first == second
