"""What a virtual camera needs on this system, what of it is missing, and what to do about it.

Each system has its own facts, read by its own module and judged by functions that only see the
facts, so that every case is a test. Nothing is changed here: the user runs the commands.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "problem"]

MEMORY = "memory"  # a virtual camera that nobody sees
# By system, as sys.platform calls it: what pyvirtualcam can drive there, the usual one first.
BACKENDS: Mapping[str, tuple[str, ...]] = {
    "linux": ("v4l2loopback",),
    "win32": ("obs", "unitycapture"),
    "darwin": ("obs",),
}
_TITLES = {"obs": "OBS Virtual Camera", "unitycapture": "Unity Capture"}


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


def known_cameras(platform: str = sys.platform) -> list[tuple[str, str]]:
    """Return what can be chosen here, the usual one first: (name for `choose_device`, title)."""
    names = [(name, _TITLES.get(name, name)) for name in BACKENDS.get(platform, ())]
    if platform == "linux":
        from vtoonify_rt.virtual_camera_setup.linux import read_linux_facts

        devices = read_linux_facts().devices
        names += [(device.path, f"{device.label} ({device.path})") for device in devices]
    return [*names, (MEMORY, MEMORY)]


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
