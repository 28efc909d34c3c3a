"""Is there enough room? Asked before an import begins, not found out at its end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkpoint.disk_use import free_bytes
from checkpoint.needs import SPARE_DISK_BYTES
from vtoonify_rt.errors import ModelError
from vtoonify_rt.memory import available_mb

MB = 10**6


def _free_disk_mb(folder: Path) -> float:
    return free_bytes(folder) / MB


@dataclass(frozen=True, slots=True)
class Room:
    """How much room the computer has, in MB of 10^6 bytes; None where it does not say."""

    free_disk_mb: Callable[[Path], float] = _free_disk_mb
    available_memory_mb: Callable[[], float | None] = available_mb


def check_room(room: Room, folder: Path, *, weights_mb: float, memory_mb: float) -> None:
    """Raise ModelError unless `folder` has room for these weights, and the memory suffices."""
    needed = weights_mb + SPARE_DISK_BYTES / MB
    free = room.free_disk_mb(folder)
    if free < needed:
        raise ModelError(
            f"The import needs {_amount(needed)} of disk space, {folder} has {_amount(free)} free",
            "Free some space, or set VTOONIFY_RT_MODELS to a folder on another disk",
        )
    available = room.available_memory_mb()
    if available is not None and available < memory_mb:
        raise ModelError(
            f"The import needs {_amount(memory_mb)} of memory, {_amount(available)} are available",
            "Close other programs and try again",
        )


def _amount(mb: float) -> str:
    return f"{mb / 1000:.1f} GB" if mb >= 1000 else f"{mb:.0f} MB"
