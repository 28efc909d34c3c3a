"""How many processor cores this program uses, and how many all others do."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from vtoonify_rt.cpu import count_cores, usable_cores

_STAT = Path("/proc/stat")
_IDLE = slice(3, 5)  # idle and waiting for a disk
_TICKS = slice(0, 8)  # what follows is counted in the first two already


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuTimes:
    """Processor seconds since some moment; of one moment, to be compared with another."""

    wall: float  # seconds on the monotonic clock
    own: float  # that this process has used
    all: float | None  # that all programs have; None where the system does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuLoad:
    """Cores in use, on average between two moments."""

    cores: int  # that this process may use
    own: float
    others: float | None  # None where the system does not tell

    @property
    def full(self) -> bool:
        """Whether hardly anything is left; None of the others are known to be idle."""
        return self.own + (self.others or 0.0) >= 0.9 * self.cores


def read_cpu_times() -> CpuTimes:
    """Return the times of now; takes some microseconds."""
    return CpuTimes(wall=time.monotonic(), own=time.process_time(), all=_all_seconds())


def cpu_load(before: CpuTimes, after: CpuTimes) -> CpuLoad | None:
    """Return how many cores were in use between two moments; None if no time has passed."""
    wall = after.wall - before.wall
    if wall <= 0:
        return None
    own = (after.own - before.own) / wall
    others = None
    if before.all is not None and after.all is not None:
        others = max((after.all - before.all) / wall - own, 0.0)
    return CpuLoad(cores=count_cores(), own=own, others=others)


def _all_seconds() -> float | None:
    """Return the seconds that our cores have worked for anybody."""
    if sys.platform == "win32":
        return _windows_seconds()
    try:
        return busy_seconds(_STAT.read_text(), usable_cores(), os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError):  # macOS has no such file
        return None


def busy_seconds(stat: str, cores: set[int], ticks_per_second: int) -> float:
    """Return the seconds that `cores` have worked, from the text of Linux's /proc/stat."""
    names = {f"cpu{core}" for core in cores}
    ticks = 0
    for line in stat.splitlines():
        name, *values = line.split()
        if name in names:
            counts = [int(value) for value in values[_TICKS]]
            ticks += sum(counts) - sum(counts[_IDLE])
    return ticks / ticks_per_second


def _windows_seconds() -> float | None:
    import ctypes

    idle, kernel, user = (ctypes.c_uint64() for _ in range(3))  # in 100 ns, kernel with idle
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.kernel32.GetSystemTimes(
        ctypes.byref(idle), ctypes.byref(kernel), ctypes.byref(user)
    ):
        return None
    return (kernel.value + user.value - idle.value) / 1e7
