"""A child process that tells what it does in lines of JSON, and which a stop ends.

It is in a session of its own, so that Ctrl-C reaches us and it is ended by us: it leaves nothing
behind, and is waited for.  Should we be killed, it ends by itself: two of them at once would need
the memory of two.
"""

import json
import logging
import os
import queue
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event as StopEvent
from threading import Thread
from typing import IO, Any

from checkpoint.errors import AppError, ModelError, Stopped, UsageError
from checkpoint.own_command import own_environment

logger = logging.getLogger(__name__)

Event = Mapping[str, Any]
Progress = Callable[[Event], None]
END_WITH_STDIN = "--end-with-stdin"  # what a child is told, so that it ends when we are gone
_POLL = 0.1  # seconds


def run_child(
    command: Sequence[str], progress: Progress, stop: StopEvent, *, work: str = "import"
) -> Event:
    """Run a child process to its end, give `progress` what it tells, and return its last event,
    "done"; `work` is what messages call it.

    Raises its error as AppError, and Stopped once `stop` is set and the child is gone.
    """
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [*command, END_WITH_STDIN],
            stdin=subprocess.PIPE,  # nothing is written: that it ends tells the child of our end
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=own_environment(),
            start_new_session=True,
        )
        last: Event = {}
        try:
            for line in lines_of(child, stop):
                event = _parse(line, work)
                if event is None:
                    continue
                last = event
                if event["event"] == "progress":
                    progress(event)
        finally:
            status = ended(child)
            assert child.stdin is not None  # PIPE was asked for
            child.stdin.close()
        if stop.is_set():
            raise Stopped
        if status == 0 and last.get("event") == "done":
            return last
        raise _error(status, last, complaints, work)


def end_with_stdin() -> None:
    """In a child: end by SIGTERM once stdin ends, because its writer is gone."""
    Thread(target=_wait_for_end_of_stdin, daemon=True).start()


def lines_of(child: subprocess.Popen[bytes], stop: StopEvent) -> Iterator[bytes]:
    """Yield what the child writes to its stdout, a PIPE, until that ends.

    Once `stop` is set the child is asked to terminate; its lines come to the end all the same.
    """
    lines: queue.Queue[bytes | None] = queue.Queue()
    assert child.stdout is not None  # PIPE was asked for
    Thread(target=_read, args=(child.stdout, lines), name="child", daemon=True).start()
    asked = False
    while True:
        if stop.is_set() and not asked:
            child.terminate()
            asked = True
        try:
            line = lines.get(timeout=_POLL)
        except queue.Empty:
            continue
        if line is None:
            return
        yield line


def ended(child: subprocess.Popen[bytes]) -> int:
    """Ask the child to terminate if it still runs, wait until it is gone, and return its status."""
    if child.poll() is None:
        child.terminate()
    return child.wait()


def _read(stream: IO[bytes], lines: "queue.Queue[bytes | None]") -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)


def _wait_for_end_of_stdin() -> None:
    while os.read(0, 1024):  # not sys.stdin: its lock would be held as the interpreter ends
        pass
    signal.raise_signal(signal.SIGTERM)


def _parse(line: bytes, work: str) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if isinstance(event, dict) and "event" in event:
        return event
    logger.info("%s: %s", work, line.decode("utf-8", "replace").rstrip())  # of some library
    return None


def _error(status: int, last: Event, complaints: IO[bytes], work: str) -> AppError:
    """Return what to say of a child that has failed; what it wrote to stderr goes to the log."""
    complaints.seek(0)
    written = complaints.read().decode("utf-8", "replace").rstrip()
    if written:
        logger.error("the %s wrote:\n%s", work, written)
    if last.get("event") == "error":
        kind = UsageError if status == 2 else ModelError
        return kind(last["message"], last["hint"])
    step = f" while it worked on {last['step']}" if last.get("event") == "progress" else ""
    return ModelError(
        f"The {work} ended with status {status}{step}",
        "If it was killed, memory may have been short: close other programs and try again",
    )
