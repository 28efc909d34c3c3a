"""Runs an import in a child process: only that loads PyTorch."""

import sys
from collections.abc import Sequence
from threading import Event as StopEvent
from typing import Any

from checkpoint.child_process import Event, Progress, run_child

__all__ = ["COMMAND", "EXPORT", "Event", "Progress", "run_import"]

EXPORT = "export"  # lock of a store: two at once would need the memory of two
# -P: a folder "export" where the user happens to be is none of ours.
COMMAND = (sys.executable, "-P", "-m", "export", "vtoonify")


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
    models: list[dict[str, Any]] = run_child([*command, *arguments], progress, stop)["models"]
    return models
