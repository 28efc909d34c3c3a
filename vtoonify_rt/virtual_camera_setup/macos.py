"""Virtual cameras on macOS: OBS's camera extension, which the user has to allow."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vtoonify_rt.virtual_camera_setup import SetupFinding

Extension = Literal["none", "waiting", "enabled"]

_OBS = Path("/Applications/OBS.app")
_EXTENSION = "com.obsproject.obs-studio.mac-camera-extension"
_SETTINGS = 'open "x-apple.systempreferences:com.apple.LoginItems-Settings.extension"'


@dataclass(frozen=True, slots=True, kw_only=True)
class MacFacts:
    """What there is of OBS's virtual camera."""

    obs: bool  # OBS is installed
    extension: Extension  # its camera: not installed, not allowed yet, or there


def examine_macos() -> Iterator[SetupFinding]:
    """Look at this computer."""
    return judge_macos(read_macos_facts())


def judge_macos(facts: MacFacts) -> Iterator[SetupFinding]:
    """Say what is missing, in the order in which it has to be done."""
    if not facts.obs:
        yield SetupFinding(
            "OBS Studio, whose virtual camera is used, is not installed",
            "Install it, start its virtual camera once, and close it again",
            command="brew install --cask obs",
        )
    elif facts.extension == "none":
        yield SetupFinding(
            "OBS's virtual camera is not installed",
            "Open OBS and click Start Virtual Camera; then allow it as the system asks",
            command="open -a OBS",
        )
    elif facts.extension == "waiting":
        yield SetupFinding(
            "OBS's virtual camera waits for you to allow it",
            "Allow it in System Settings, General, Login Items & Extensions, Camera Extensions",
            command=_SETTINGS,
        )
    else:
        yield SetupFinding("OBS's virtual camera is installed and allowed", status="ok")


def read_macos_facts() -> MacFacts:
    """Ask the system."""
    return MacFacts(obs=_OBS.is_dir(), extension=read_extension(_list_extensions()))


def read_extension(listed: str) -> Extension:
    """Return what `systemextensionsctl list` says of OBS's camera."""
    lines = [line for line in listed.splitlines() if _EXTENSION in line]
    if any("[activated enabled]" in line for line in lines):
        return "enabled"
    return "waiting" if any("waiting for user" in line for line in lines) else "none"


def _list_extensions() -> str:
    command = ["systemextensionsctl", "list"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
