"""Whether a recording fits on its disk, before it starts and while it grows."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from vtoonify_rt.errors import SinkError
from vtoonify_rt.output_file import cannot_write

RESERVE = 300_000_000  # bytes that a recording leaves free: the system needs some to go on
_EVERY_S = 1.0  # that the disk is asked


def free_bytes(folder: Path) -> int:
    """Return what is free on the disk of `folder`, or of the nearest folder above that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


class DiskRoom:
    """The free room of one folder's disk.

    `seconds_left` and `check_start` may be called from any thread, `check` from the one that
    writes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        free: Callable[[Path], int] = free_bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._ask = free
        self._clock = clock
        self._asked = float("-inf")
        self._free: int | None = None

    def check_start(self, bytes_per_second: float) -> float:
        """Return for how many seconds there is room at that rate.

        Raises SinkError when there is none, or the disk cannot be asked.
        """
        try:
            self._free = self._ask(self._folder)
        except OSError as error:
            raise cannot_write(self._folder, error) from error
        if self._free <= RESERVE:
            raise SinkError(
                f"There is no room for a recording in {self._folder}: {self._free_mb()} MB free",
                "Free some space or choose another folder",
            )
        return self.seconds_left(bytes_per_second)

    def seconds_left(self, bytes_per_second: float) -> float:
        """Return for how long there is room at that rate, as of the last look; inf: not known."""
        if self._free is None or bytes_per_second <= 0:
            return float("inf")
        return max(0.0, (self._free - RESERVE) / bytes_per_second)

    def check(self) -> None:
        """Look at the disk, once a second; SinkError when a recording has to end."""
        now = self._clock()
        if now - self._asked < _EVERY_S:
            return
        self._asked = now
        try:
            self._free = self._ask(self._folder)
        except OSError:  # writing will fail, and say why
            return
        if self._free <= RESERVE:
            raise SinkError(
                f"The recording has ended, and is whole: {self._free_mb()} MB free",
                "Free some space or choose another folder",
            )

    def _free_mb(self) -> str:
        return f"{(self._free or 0) / 1e6:.0f}"
