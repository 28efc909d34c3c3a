"""How old this process is."""

import os
import time
from pathlib import Path

_STAT = Path("/proc/self/stat")
_STARTED = 19  # of the fields after the program's name: ticks from the machine's start to ours


def process_age() -> float | None:
    """Return the seconds since this process was started; None where the system does not tell."""
    try:
        fields = _STAT.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[_STARTED]) / os.sysconf(
        "SC_CLK_TCK"
    )
