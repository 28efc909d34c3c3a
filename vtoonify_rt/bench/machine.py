"""What a measurement was made on."""

import os
import platform
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from vtoonify_rt import __version__
from vtoonify_rt.doctor.machine import check_gpu
from vtoonify_rt.memory import total_mb

_CPU_INFO = Path("/proc/cpuinfo")
_PACKAGES = (
    *("onnxruntime", "onnxruntime-gpu", "openvino", "tensorrt-rtx"),
    *("mediapipe", "opencv-contrib-python", "numpy"),
)


def describe_machine() -> dict[str, Any]:
    """Return the processor, memory, graphics cards, system and libraries, for programs; None for
    what the system does not tell."""
    total = total_mb()
    return {
        "cpu": cpu_name(),
        "cores": usable_cores(),
        "memory_mb": None if total is None else round(total),
        "gpus": [line for finding in check_gpu() for line in finding.data],
        "system": platform.platform(),
        "python": platform.python_version(),
        "vtoonify_rt": __version__,
        "libraries": {name: found for name in _PACKAGES if (found := _version(name)) is not None},
    }


def usable_cores() -> int | None:
    """Return how many processors this process may use; None where the system does not tell."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def cpu_name() -> str | None:
    """Return what the processor calls itself; None where the system does not tell."""
    if sys.platform == "win32":
        return _name_on_windows()
    if sys.platform == "darwin":
        return _name_on_macos()
    try:
        lines = _CPU_INFO.read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or None


def _name_on_windows() -> str | None:
    if sys.platform == "win32":  # only there mypy knows what is in the module
        import winreg

        key = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return str(winreg.QueryValueEx(opened, "ProcessorNameString")[0]).strip()
    return platform.processor() or None


def _name_on_macos() -> str | None:
    command = ["sysctl", "-n", "machdep.cpu.brand_string"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return platform.processor() or None
    return told.stdout.strip() or None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
