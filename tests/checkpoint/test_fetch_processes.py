"""Several processes fetch, one is killed, or its disk is full: nothing is damaged or lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fake_hub import Fault
from fetching import CONTENT, KEY, PATH, REPOSITORY, Bench, break_off, remote

import checkpoint
from checkpoint.errors import FetchError

ROOT = Path(checkpoint.__file__).parents[1]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")


def start(bench: Bench, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            ROOT / "tests" / "fetch_child.py",
            bench.folder.models,
            bench.hub.endpoint,
            *arguments,
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_fetch_a_file_once(bench):
    bench.hub.fail(KEY, Fault(hold_after=1000))
    processes = [start(bench, PATH), start(bench, PATH)]
    assert bench.hub.wait_until(lambda hub: len(hub.requests_of("HEAD", KEY)) == 2)

    bench.hub.go_on.set()
    ends = [process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0, 0], ends
    assert bench.hub.fetched(KEY) == [None]
    assert [said.split()[-1] for said, _ in ends] == [str(len(CONTENT))] * 2


def test_what_a_killed_process_fetched_is_gone_on_with(bench):
    bench.hub.put(REPOSITORY, "first", b"first")
    bench.hub.fail(KEY, Fault(hold_after=500_000))
    process = start(bench, "first", PATH)
    assert process.stdout is not None
    assert any(line == "500005\n" for line in process.stdout)

    process.kill()
    process.communicate()
    bench.hub.go_on.set()
    fetched = bench.fetch(remote("first"), remote())

    assert [each.path.read_bytes() for each in fetched] == [b"first", CONTENT]
    assert bench.hub.fetched("owner/name/first") == [None]
    assert bench.hub.fetched(KEY) == [None, "bytes=500000-"]
    assert bench.parts() == []


@posix_only
def test_a_disk_that_takes_no_more_in_the_middle_keeps_the_part(bench):
    process = start(bench, "--limit=500000", PATH)
    _, said = process.communicate()

    assert process.returncode == 1
    assert "cannot be read or written" in said
    assert [part.stat().st_size for part in bench.parts()] == [500_000]
    [fetched] = bench.fetch()
    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == [None, "bytes=500000-"]


@posix_only
def test_a_full_disk_is_said(bench):
    part = break_off(bench)
    part.unlink()
    part.symlink_to("/dev/full")

    with pytest.raises(FetchError, match=r"The disk of .* is full"):
        bench.fetch()


def test_room_is_asked_for_before_the_first_byte(bench):
    with pytest.raises(FetchError, match=r"2 MB are needed in .*, 1 MB are free"):
        bench.fetch(free_bytes=lambda folder: len(CONTENT) - 1)
    assert bench.hub.fetched(KEY) == []
    bench.fetch(free_bytes=lambda folder: len(CONTENT))


def test_room_for_what_comes_after_is_asked_for_too(bench):
    with pytest.raises(FetchError, match="are needed"):
        bench.fetch(spare_bytes=1, free_bytes=lambda folder: len(CONTENT))


def test_what_is_here_already_needs_no_room(bench):
    bench.fetch()

    assert bench.fetch(free_bytes=lambda folder: 0)


def test_a_folder_that_cannot_be_written_is_said(bench):
    bench.folder.root.mkdir(parents=True)
    bench.folder.downloads.write_text("in the way")

    with pytest.raises(FetchError, match="cannot be read or written"):
        bench.fetch()
