"""What a virtual camera needs on this system, what of it is missing, and what to do about it.

Each system has its own facts, read by its own module and judged by functions that only see the
facts, so that every case is a test. Nothing is changed here: the user runs the commands.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class SetupFinding:
    """What was found, in one sentence, and what to do about it, in another.

    A problem keeps the virtual camera from working, a warning some program from seeing it.
    `command` is the line to type for it, "" where it is not done in a terminal.
    """

    what: str
    remedy: str = ""
    command: str = ""
    status: Status = "problem"


def has_pyvirtualcam() -> bool:
    """Return whether the library that drives virtual cameras is installed."""
    return importlib.util.find_spec("pyvirtualcam") is not None


def examine_setup(platform: str = sys.platform) -> list[SetupFinding]:
    """Look at this system; may take a second. Without a problem the virtual camera can be tried."""
    return [*judge_library(has_pyvirtualcam()), *_judge_system(platform)]


def is_ready(findings: list[SetupFinding]) -> bool:
    """Tell whether nothing is missing."""
    return all(finding.status != "problem" for finding in findings)


def judge_library(installed: bool) -> Iterator[SetupFinding]:
    """Say how to get pyvirtualcam where it is not installed."""
    if not installed:
        yield SetupFinding(
            "pyvirtualcam, which drives virtual cameras, is not installed",
            "Install it, and start VToonify RT again",
            command='pip install "vtoonify-rt[virtualcam]"',
        )


def _judge_system(platform: str) -> Iterator[SetupFinding]:
    judge: Callable[[], Iterator[SetupFinding]]
    if platform == "linux":
        from vtoonify_rt.virtual_camera_setup.linux import examine_linux as judge
    elif platform == "win32":
        from vtoonify_rt.virtual_camera_setup.windows import examine_windows as judge
    elif platform == "darwin":
        from vtoonify_rt.virtual_camera_setup.macos import examine_macos as judge
    else:
        yield SetupFinding(
            f"There is no virtual camera for this system ({platform})", "Record to a file instead"
        )
        return
    yield from judge()
