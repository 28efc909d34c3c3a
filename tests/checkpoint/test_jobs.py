"""Unfinished work is noted, held by one at a time, and known again after a kill."""

import os
import signal
import subprocess
import sys
from threading import Event, Thread

import pytest

from checkpoint.errors import FetchError, Stopped
from checkpoint.jobs import Jobs
from checkpoint.store_folder import StoreFolder

HOLD = """
import sys
from pathlib import Path
from threading import Event
from checkpoint.jobs import Jobs
from checkpoint.store_folder import StoreFolder

jobs = Jobs(StoreFolder(Path(sys.argv[1])))
with jobs.claim("cartoon", Event(), lambda: None):
    jobs.begin("cartoon", "vtoonify")
    print("claimed", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return StoreFolder(tmp_path / "models")


@pytest.fixture
def jobs(folder):
    """The jobs, with a clock that stands still."""
    return Jobs(folder, now=lambda: 1000.0)


@pytest.fixture
def holder(folder):
    """Another process, which works on "cartoon" until its stdin ends."""
    command = [sys.executable, "-c", HOLD, str(folder.models)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"claimed\n"
        yield child
        child.kill()


def claimed(jobs, stop=None, wait=lambda: None):
    return jobs.claim("cartoon", stop or Event(), wait)


def test_there_is_no_job_at_first(jobs):
    assert jobs.list() == []
    assert jobs.find("cartoon") is None


def test_work_that_goes_on_is_active_and_busy(jobs):
    with claimed(jobs):
        jobs.begin("cartoon", "vtoonify")
        (job,) = jobs.list()

    assert (job.state, job.busy, job.interrupted) == ("active", True, False)
    assert job.wished == "vtoonify/cartoon"


def test_a_pause_is_no_interruption(jobs):
    jobs.begin("cartoon", "vtoonify")
    jobs.pause("cartoon")
    job = jobs.find("cartoon")

    assert (job.state, job.interrupted) == ("paused", False)


def test_a_failure_keeps_its_sentence(jobs):
    jobs.begin("cartoon", "vtoonify")
    jobs.fail("cartoon", FetchError("The hub did not answer", "Try again later"))
    job = jobs.find("cartoon")

    assert (job.state, job.interrupted) == ("failed", False)
    assert job.error == ("The hub did not answer", "Try again later")


def test_another_try_forgets_the_error_and_not_the_age(jobs, folder):
    jobs.begin("cartoon", "vtoonify")
    jobs.fail("cartoon", FetchError("The hub did not answer"))
    Jobs(folder, now=lambda: 2000.0).begin("cartoon", "vtoonify")
    job = jobs.find("cartoon")

    assert (job.state, job.error, job.created) == ("active", None, 1000.0)


def test_the_oldest_job_comes_first(jobs, folder):
    jobs.begin("cartoon", "vtoonify")
    Jobs(folder, now=lambda: 900.0).begin("pixar", "vtoonify")

    assert [job.model for job in jobs.list()] == ["pixar", "cartoon"]


def test_a_removed_job_is_gone(jobs):
    jobs.begin("cartoon", "vtoonify")
    jobs.remove("cartoon")

    assert jobs.list() == []


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"state": "lost", "catalog": "x"}'])
def test_a_damaged_job_is_left_out(jobs, folder, content):
    folder.jobs.mkdir(parents=True)
    (folder.jobs / "cartoon.json").write_text(content)
    jobs.begin("pixar", "vtoonify")

    assert [job.model for job in jobs.list()] == ["pixar"]


def test_a_note_that_cannot_be_written_does_not_hide_the_error(jobs, folder, caplog):
    (folder.jobs / "cartoon.json").mkdir(parents=True)  # no file can take its place
    jobs.fail("cartoon", FetchError("The hub did not answer"))

    assert "the job of 'cartoon' stays active" in caplog.text


def test_another_process_is_seen_to_be_busy(jobs, holder):
    assert jobs.find("cartoon").busy


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_what_a_kill_leaves_is_interrupted(jobs, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    assert jobs.find("cartoon").interrupted


def test_whoever_waits_goes_on_when_the_other_is_done(jobs, holder):
    waiting = Event()

    def end_other():
        waiting.wait()
        holder.stdin.close()

    Thread(target=end_other).start()
    with claimed(jobs, wait=waiting.set):
        assert holder.wait() == 0


def test_a_stop_ends_the_wait(jobs, holder):
    stop = Event()

    with pytest.raises(Stopped), claimed(jobs, stop, wait=stop.set):
        pass
    assert jobs.find("cartoon").busy


def test_threads_of_one_process_wait_for_each_other_too(jobs, folder):
    held, stop = Event(), Event()

    def hold():
        with claimed(Jobs(folder)):
            held.set()
            stop.wait()

    thread = Thread(target=hold)
    thread.start()
    held.wait()
    waited = []

    with claimed(jobs, wait=lambda: (waited.append(True), stop.set())):
        pass
    thread.join()
    assert waited == [True]
