"""Several measurements, one after another, each in a process of its own.

Only a fresh process has a cold start, and a peak of memory that is its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from threading import Event
from typing import IO, Any

from checkpoint.child_process import END_WITH_STDIN, ended, lines_of
from checkpoint.errors import Stopped
from checkpoint.own_command import own_command, own_environment
from vtoonify_rt.bench.request import BenchRequest
from vtoonify_rt.errors import AppError

_ERROR = "Error: "  # how our command line begins the sentence that says why it failed


def measure_in_child(
    request: BenchRequest, stop: Event, command: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return what `vtoonify-rt bench --json` tells of one combination.

    What the child warns of goes to stderr. Raises its error as AppError, and Stopped once `stop` is
    set and the child is gone. Should we be killed, the child ends by itself.
    """
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [*(command or own_command()), *arguments(request), END_WITH_STDIN],
            stdin=subprocess.PIPE,  # nothing is written: that it ends tells the child of our end
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=own_environment(),
            start_new_session=True,  # Ctrl-C reaches us, and the child is ended by us
        )
        try:
            told = b"".join(lines_of(child, stop))
        finally:
            status = ended(child)
            assert child.stdin is not None  # PIPE was asked for
            child.stdin.close()
        if stop.is_set():
            raise Stopped
        sentence = _relay(complaints)
    if status != 0:
        plain = f"The measurement ended with status {status}"
        raise AppError(sentence.removesuffix(".") if sentence else plain)
    result: dict[str, Any] = json.loads(told)
    return result


def arguments(request: BenchRequest) -> list[str]:
    """Return the words of the command line that ask for `request`; a trace is not among them."""
    words = ["bench", "--json", "--clip", request.clip, "--model", request.model.id]
    words += ["--style", request.config.style, "--size", str(request.config.crop_px)]
    words += ["--frames", str(request.frames), "--seconds", str(request.seconds)]
    if request.backend is not None:
        words += ["--backend", request.backend]
    if request.camera_fps is not None:
        words += ["--camera-fps", str(request.camera_fps)]
    if request.account:
        words.append("--account")
    return words


def name_of(request: BenchRequest) -> str:
    """Return what to call a combination."""
    backend = "" if request.backend is None else f", {request.backend}"
    look = f"{request.model.id}/{request.config.style}"
    return f"{request.clip}, {look}, {request.config.crop_px} px{backend}"


def _relay(complaints: IO[bytes]) -> str:
    """Print what a child wrote to its stderr, but for the sentence of its failure: return that."""
    complaints.seek(0)
    sentence = ""
    for line in complaints.read().decode("utf-8", "replace").splitlines():
        if line.startswith(_ERROR):
            sentence = line.removeprefix(_ERROR)
        else:
            print(line, file=sys.stderr)
    return sentence
