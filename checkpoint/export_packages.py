"""The Python packages that making a model runnable needs, and the app does without."""

import importlib
import importlib.metadata
import importlib.util
import logging
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Event

from checkpoint.child_process import ended, lines_of
from checkpoint.errors import ModelError, Stopped

logger = logging.getLogger(__name__)

IsThere = Callable[[str], object]  # as `importlib.util.find_spec`

_NEEDED = ("torch", "onnx", "onnxscript")  # modules of the extra "export"
_NUM_TOLD = 3  # last lines of a failed installation that its error tells


def missing(is_there: IsThere = importlib.util.find_spec) -> tuple[str, ...]:
    """Return the packages that are not installed; empty if a model can be made runnable here."""
    return tuple(name for name in _NEEDED if is_there(name) is None)


def command(
    is_there: IsThere = importlib.util.find_spec,
    requirements: Callable[[], Sequence[str]] | None = None,
) -> list[str]:
    """Return the command line, part by part, that installs them into this Python."""
    pip = [sys.executable, "-m", "pip", "install"]
    if is_there("pip") is None:  # uv makes environments without it
        pip = ["uv", "pip", "install", "--python", sys.executable]
    return [*pip, *(requirements or export_requirements)()]


def check_export_packages(
    is_there: IsThere = importlib.util.find_spec,
    requirements: Callable[[], Sequence[str]] | None = None,
) -> None:
    """Raise ModelError, with the command that installs them, if packages of the export lack."""
    check_own_python()
    absent = missing(is_there)
    if absent:
        line = " ".join(_quote(part) for part in command(is_there, requirements))
        raise ModelError(
            f"To make checkpoints runnable, packages are missing: {', '.join(absent)}",
            f"Install it with: {line}",
        )


def check_own_python() -> None:
    """Raise ModelError in a bundle, which has no Python to install packages into or export with."""
    if getattr(sys, "frozen", False):
        raise ModelError(
            "This copy of VToonify RT cannot import checkpoints: it has no Python of its own",
            "Import with an installation from source, whose models it can use",
        )


def install(
    report: Callable[[str], None], stop: Event, pip: Callable[[], Sequence[str]] = command
) -> None:
    """Install the packages; `report` gets each line that the installer writes.

    Raises ModelError if that fails, and Stopped once `stop` is set and the installer is gone.
    """
    check_own_python()
    try:
        child = subprocess.Popen(
            pip(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise ModelError(
            f"The installer cannot be started ({error.strerror})",
            "Install pip or uv, or run the command yourself",
        ) from error
    told: list[str] = []
    try:
        for line in lines_of(child, stop):
            told.append(line.decode("utf-8", "replace").rstrip())
            logger.info("install: %s", told[-1])
            report(told[-1])
    finally:
        status = ended(child)
    if stop.is_set():
        raise Stopped
    if status != 0:
        raise ModelError(
            f"Installing {', '.join(_NEEDED)} failed: {' '.join(told[-_NUM_TOLD:])}",
            "Look into the log, and try again with a network",
        )
    importlib.invalidate_caches()  # this process has looked for them before


def export_requirements() -> list[str]:
    """Return what the extra "export" asks for."""
    try:
        lines = importlib.metadata.requires("vtoonify-rt") or []
    except importlib.metadata.PackageNotFoundError:  # run from a folder, not installed
        return list(_NEEDED)
    parts = [line.partition(";") for line in lines]
    return [name.strip() for name, _, marker in parts if 'extra == "export"' in marker] or [
        *_NEEDED
    ]


def _quote(part: str) -> str:
    if sys.platform != "win32":
        return shlex.quote(part)
    return f'"{part}"' if set(part) & set(" <>") else part
