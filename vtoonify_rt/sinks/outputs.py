"""What an MP4 is written to: a file, under its own name or another one first."""

import os
import struct
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Protocol

from vtoonify_rt.errors import SinkError
from vtoonify_rt.output_file import cannot_write, partial_path


class Output(Protocol):
    """Takes the bytes of an MP4, from one thread; every method may raise `OSError`."""

    @property
    def size(self) -> int:
        """Bytes so far; any thread may ask."""
        ...

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        ...

    def close(self) -> None:
        """End writing; again does nothing."""
        ...

    def settle(self, *, keep: bool) -> None:
        """Give what is finished its name, or leave nothing of it."""
        ...

    def salvage(self) -> None:
        """Keep what can be played of what broke off; never raises."""
        ...

    def failure(self, error: OSError) -> SinkError:
        """Return what to tell the user of `error`."""
        ...


class OutputFile:
    """A file whose size is known while it grows.

    `growing`: it has its name from the start, and what broke off is kept; else it gets its name
    once it is whole. What lies there already stays until there is something to replace it.
    """

    def __init__(self, path: Path, *, growing: bool) -> None:
        self._path = path
        self._growing = growing
        self._target = path if growing else partial_path(path)
        self._is_ours = not growing or not path.exists()  # nothing of before is in it
        self._file = FileIO(self._target, "wb", opener=_open if growing else None)
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._size

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        if not self._is_ours:
            self._file.truncate(0)
            self._is_ours = True
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._size = max(self._size, self._file.tell())
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset`."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; again does nothing."""
        self._file.close()

    def settle(self, *, keep: bool) -> None:
        """Give the finished file its name, or delete it when it is empty or unwanted."""
        if not self._is_ours:
            return
        if not keep or self._size == 0:
            self._target.unlink(missing_ok=True)
        elif self._target != self._path:
            self._target.replace(self._path)

    def salvage(self) -> None:
        """Keep what can be played of a growing file; delete another one."""
        if not self._is_ours:
            return
        with suppress(OSError):
            if self._growing:
                keep_whole_fragments(self._target)
            else:
                self._target.unlink(missing_ok=True)

    def failure(self, error: OSError) -> SinkError:
        """Return what to tell the user of `error`."""
        return cannot_write(self._path, error)


def _open(path: str, flags: int) -> int:
    """Open for writing, and leave what is there."""
    return os.open(path, flags & ~os.O_TRUNC, 0o666)


def keep_whole_fragments(path: Path) -> None:
    """Cut a fragmented MP4 that broke off after its last whole fragment; not all players can."""
    size = path.stat().st_size
    end = whole = 0
    with path.open("r+b") as file:
        while end + 8 <= size:
            file.seek(end)
            length, kind = struct.unpack(">I4s", file.read(8))
            end += length
            if length < 8 or end > size:
                break
            if kind != b"moof":  # of no use without the mdat that follows it
                whole = end
        file.truncate(whole)
