"""Runs an import in a child process: only that loads PyTorch.

The child tells what it does in lines of JSON.  It is in a session of its own, so that Ctrl-C
reaches us and it is ended by us: it leaves nothing behind, and is waited for.  Should we be killed,
it ends by itself: two of them at once would need the memory of two.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event as StopEvent
from typing import IO, Any

from checkpoint.child_process import lines_of
from checkpoint.errors import AppError, ModelError, Stopped, UsageError

logger = logging.getLogger(__name__)

Event = Mapping[str, Any]
Progress = Callable[[Event], None]
EXPORT = "export"  # lock of a store: two at once would need the memory of two
# -P: a folder "export" where the user happens to be is none of ours.
COMMAND = (sys.executable, "-P", "-m", "export", "vtoonify")
_FOLDER = Path(__file__).resolve().parent.parent  # where the package `export` lies


def run_import(
    arguments: Sequence[str],
    progress: Progress,
    stop: StopEvent,
    command: Sequence[str] = COMMAND,
) -> list[dict[str, Any]]:
    """Run the child process to its end and return the models that it installed: the fields of
    `export.vtoonify_import.InstalledModel`.

    Raises its error as AppError, and Stopped once `stop` is set and the child is gone.
    """
    path = os.pathsep.join(filter(None, [str(_FOLDER), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": path}
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [*command, *arguments, "--end-with-stdin"],
            stdin=subprocess.PIPE,  # nothing is written: that it ends tells the child of our end
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment,
            start_new_session=True,
        )
        last: Event = {}
        try:
            for event in filter(None, map(_parse, lines_of(child, stop))):
                last = event
                if event["event"] == "progress":
                    progress(event)
        finally:
            if child.poll() is None:
                child.terminate()
            status = child.wait()
            assert child.stdin is not None  # PIPE was asked for
            child.stdin.close()
        if stop.is_set():
            raise Stopped
        if status == 0 and last.get("event") == "done":
            models: list[dict[str, Any]] = last["models"]
            return models
        raise _error(status, last, complaints)


def _parse(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if isinstance(event, dict) and "event" in event:
        return event
    logger.info("import: %s", line.decode("utf-8", "replace").rstrip())  # of some library
    return None


def _error(status: int, last: Event, complaints: IO[bytes]) -> AppError:
    """Return what to say of a child that has failed; what it wrote to stderr goes to the log."""
    complaints.seek(0)
    written = complaints.read().decode("utf-8", "replace").rstrip()
    if written:
        logger.error("the import wrote:\n%s", written)
    if last.get("event") == "error":
        kind = UsageError if status == 2 else ModelError
        return kind(last["message"], last["hint"])
    step = f" while it worked on {last['step']}" if last.get("event") == "progress" else ""
    return ModelError(
        f"The import ended with status {status}{step}",
        "If it was killed, memory may have been short: close other programs and try again",
    )
