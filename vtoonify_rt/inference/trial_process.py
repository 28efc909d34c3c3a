"""Backends tried one after another, each in a process of its own.

A vendor's library may crash or hang, with the driver that this computer has: then only the child is
lost, and the backend is one that does not run here.
"""

import json
import logging
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from checkpoint.manifest import ModelManifest
from checkpoint.own_command import own_command, own_environment
from vtoonify_rt.inference.backend import Threads
from vtoonify_rt.inference.known_backends import CPU, KINDS, BackendKind
from vtoonify_rt.inference.trial import Trial, try_reference

logger = logging.getLogger(__name__)

SECONDS = 60.0  # for loading the library and the model, planning, and some runs
LARGE_SECONDS = 240.0  # of a VToonify


def try_all(model: ModelManifest, kinds: Sequence[BackendKind], threads: Threads) -> list[Trial]:
    """Try ONNX Runtime on the CPU, here, and then the others among `kinds`.

    Raises ModelError if the model cannot be read, or gives no picture.
    """
    reference, picture = try_reference(model, threads)
    trials = [reference]
    others = [kind for kind in kinds if kind.id != CPU]
    if others:
        with tempfile.TemporaryDirectory() as folder:
            expected = Path(folder) / "expected.npy"
            np.save(expected, picture)
            trials += [try_apart(model, kind, threads(), expected) for kind in others]
    for trial in trials:
        logger.info("%s", trial)
    return trials


def try_present(model: ModelManifest, threads: Threads) -> list[Trial]:
    """Try every backend whose library is installed; see `try_all`."""
    return try_all(model, [kind for kind in KINDS if not kind.missing(model)], threads)


def try_apart(
    model: ModelManifest,
    kind: BackendKind,
    threads: int,
    expected: Path,
    *,
    command: Sequence[str] | None = None,
    seconds: float | None = None,
) -> Trial:
    """Try a backend in a child process: `expected` is a file of the picture to compare with."""
    if seconds is None:
        seconds = LARGE_SECONDS if model.is_vtoonify else SECONDS
    arguments = [str(model.folder), kind.id, str(threads), str(expected), str(seconds)]
    try:
        done = subprocess.run(
            [*(command or own_command("try-backend")), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=own_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _failed(kind, f"gave no picture within {seconds:.0f} s")
    trial = _parse(done.stdout)
    if trial is None:
        logger.warning("%s wrote:\n%s", kind.id, done.stderr.decode("utf-8", "replace").rstrip())
        return _failed(kind, f"ended its process, with status {done.returncode}")
    return trial


def _parse(output: bytes) -> Trial | None:
    """Return the trial in the last line of what the child wrote; libraries may write others."""
    try:
        return Trial(**json.loads(output.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        return None


def _failed(kind: BackendKind, reason: str) -> Trial:
    return Trial(backend=kind.id, name=kind.title, runs=False, reason=reason)
