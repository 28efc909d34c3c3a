"""How much memory this process holds and held, and how much there is."""

import os
import sys
from pathlib import Path
from typing import Literal

_STATUS = Path("/proc/self/status")
_MEMORY = Path("/proc/meminfo")


def resident_mb() -> float | None:
    """Return the resident memory now, in MB of 10^6 bytes; None where the system does not say."""
    return _from_status("VmRSS")


def peak_resident_mb() -> float | None:
    """Return the highest resident memory so far, in MB; None where the system does not say."""
    # Linux's getrusage counts what the parent held when it started us, so it is the second choice.
    peak = _from_status("VmHWM")
    if peak is not None or sys.platform == "win32":
        return peak
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def available_mb() -> float | None:
    """Return the memory that a program can still have without swapping, in MB; None where the
    system does not say."""
    if sys.platform == "win32":
        return _windows_memory("available")
    return _from_table(_MEMORY, "MemAvailable")


def total_mb() -> float | None:
    """Return the memory that the machine has, in MB; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory("total")
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError):  # a system that does not know these names
        return None


def _from_status(name: str) -> float | None:
    return _from_table(_STATUS, name)


def _from_table(table: Path, name: str) -> float | None:
    try:
        lines = table.read_text().splitlines()
    except OSError:
        return None
    values = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(values[0]) * 1024 / 1e6 if values else None  # the kernel's kB are KiB


def _windows_memory(field: Literal["total", "available"]) -> float | None:
    import ctypes

    class MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("available", ctypes.c_uint64),
            ("others", ctypes.c_uint64 * 5),
        )

    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - mypy knows it on Windows only
    known = kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    return getattr(status, field) / 1e6 if known else None
