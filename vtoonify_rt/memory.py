"""How much memory this process holds and held."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


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


def _from_status(name: str) -> float | None:
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return None
    values = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(values[0]) * 1024 / 1e6 if values else None  # the kernel's kB are KiB
