"""Several processes and a kill: one does the work, the others take it, and it is done once."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest
from fake_hub import Fault
from pulling import key, pull, visible

from checkpoint.errors import Stopped

CHILD = Path(__file__).parents[1] / "pull_child.py"
OIL = ["encoder.pt", "faceparsing.pth", "oil/vtoonify.pt"]
needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")


class Child:
    """Another process that pulls "oil" into the same store; it waits where it is half exported."""

    def __init__(self, store, hub):
        root = CHILD.parents[1]
        path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), str(store.folder.models), hub.endpoint, "oil"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def wait_for(self, word: bytes) -> None:
        for line in self.process.stdout:
            if line.strip() == word:
                return
        raise AssertionError(f"the child ended before {word!r}")

    def go_on(self) -> None:
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def child(store, hub):
    """Return what starts the other process."""
    children = []

    def start():
        children.append(Child(store, hub))
        return children[-1]

    yield start
    for each in children:
        each.process.kill()
        each.process.communicate()


@needs_kill
def test_a_kill_while_fetching_loses_no_byte(store, hub, child, fetched):
    hub.fail(key("oil/vtoonify.pt"), Fault(hold_after=300_000))
    other = child()
    other.wait_for(b"most")
    other.kill()
    (job,) = store.jobs()
    assert job.interrupted
    assert visible(store) == []
    hub.go_on.set()

    assert pull(store, job.wished) == "oil"
    assert visible(store) == ["oil"]
    assert store.jobs() == []
    assert fetched() == [*OIL, "oil/vtoonify.pt"]
    assert int(hub.fetched(key("oil/vtoonify.pt"))[-1].strip("bytes=-")) >= 250_000


@needs_kill
def test_a_kill_while_exporting_fetches_nothing_again(store, child, fetched):
    other = child()
    other.wait_for(b"half")
    other.kill()
    assert store.jobs()[0].interrupted
    assert visible(store) == []

    assert pull(store) == "oil"
    assert visible(store) == ["oil"]
    assert fetched() == OIL
    assert list(store.folder.models.glob(".import-*")) == []


def test_whoever_comes_second_waits_and_takes_the_model(store, child, exporter, fetched):
    other = child()
    other.wait_for(b"half")
    seen = []

    def progress(each):
        seen.append(each.phase)
        other.go_on()

    assert pull(store, progress=progress) == "oil"
    assert seen == ["waiting"]
    assert exporter.given == []
    assert fetched() == OIL


def test_whoever_waits_can_be_stopped_and_the_other_goes_on(store, child):
    other = child()
    other.wait_for(b"half")
    stop = Event()

    with pytest.raises(Stopped):
        pull(store, progress=lambda each: stop.set(), stop=stop)
    (job,) = store.jobs()
    assert (job.state, job.busy) == ("active", True)
    other.go_on()
    other.wait_for(b"done")
    assert visible(store) == ["oil"]


@needs_kill
def test_whoever_waits_takes_over_after_a_kill(store, child, fetched):
    other = child()
    other.wait_for(b"half")

    assert pull(store, progress=lambda each: each.phase == "waiting" and other.kill()) == "oil"
    assert visible(store) == ["oil"]
    assert fetched() == OIL


def test_two_that_share_files_fetch_them_once(store, hub, child, fetched):
    """The other process fetches what both need, while this one pulls another model."""
    hub.fail(key("encoder.pt"), Fault(hold_after=300_000))
    other = child()
    other.wait_for(b"most")
    thread = Thread(target=pull, args=(store, "ink"))
    thread.start()
    hub.go_on.set()
    other.wait_for(b"half")
    other.go_on()
    other.wait_for(b"done")
    thread.join()

    assert visible(store) == ["ink", "oil"]
    assert fetched().count("encoder.pt") == 1
