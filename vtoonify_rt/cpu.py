"""What the processor is: its name, and the cores that this process may use."""

import os
import platform
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


def usable_cores() -> set[int]:
    """Return the numbers of the cores that this process may use; at least one."""
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    return set(range(os.cpu_count() or 1))


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(usable_cores())


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
