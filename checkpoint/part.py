"""A file on its way: the bytes that came so far, which a later attempt goes on from."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from checkpoint.errors import FetchError
from checkpoint.hub import Stated

PIECE = 1 << 18  # bytes that are read from the disk at once


class Spoiled(Exception):  # the first time it is only fetched anew
    """What came is not what was stated; the message says in which way."""


class Part:
    """The part at `path` of the file that is stated; it is hashed as it grows.

    To be used in a `with` block.  FetchError where the disk will not have it.
    """

    def __init__(self, path: Path, stated: Stated) -> None:
        self.num_bytes = 0
        self._path = path
        self._stated = stated
        with on_disk(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = path.open("a+b", buffering=0)  # each piece is in it at once
        self._start_hash()

    def __enter__(self) -> "Part":
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def resume(self, look: Callable[[], None]) -> None:
        """Take up what an earlier attempt left; `look` is called for each piece, and may raise."""
        left, stated = self._size(), self._stated.num_bytes
        if stated is not None and left > stated:
            self.restart()
            return
        with on_disk(self._path):
            self._file.seek(0)
            while self.num_bytes < left and (piece := self._file.read(PIECE)):
                self._hash(piece)
                look()

    def restart(self) -> None:
        """Drop what is there."""
        if self._size():
            with on_disk(self._path):
                self._file.truncate(0)
        self.num_bytes = 0
        self._start_hash()

    def append(self, piece: bytes) -> None:
        """Add what came; Spoiled if the file gets larger than stated."""
        stated = self._stated.num_bytes
        if stated is not None and self.num_bytes + len(piece) > stated:
            raise Spoiled(f"more than {stated} bytes")
        rest = memoryview(piece)
        with on_disk(self._path):
            while rest:
                rest = rest[self._file.write(rest) :]
        self._hash(piece)

    def is_whole(self) -> bool:
        """Tell whether as many bytes are there as were stated; never where no size was."""
        return self.num_bytes == self._stated.num_bytes

    def finish(self, promised: str | None) -> str:
        """Put the whole file on the disk for good and return its sha256.

        Spoiled if that is not the one promised, or the content is not the one stated.
        """
        found = self._sha256.hexdigest()
        for wanted in (promised, self._stated.sha256):
            if wanted is not None and wanted != found:
                raise Spoiled(f"sha256 {found[:8]}..., not {wanted[:8]}...")
        if self._git is not None and self._git.hexdigest() != self._stated.git_blob:
            raise Spoiled(
                f"git blob {self._git.hexdigest()[:8]}..., not {self._stated.etag[:8]}..."
            )
        with on_disk(self._path):
            os.fsync(self._file.fileno())
        return found

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _start_hash(self) -> None:
        self._sha256 = hashlib.sha256()
        self._git = None
        if self._stated.git_blob is not None and self._stated.num_bytes is not None:
            head = b"blob %d\0" % self._stated.num_bytes
            self._git = hashlib.sha1(head, usedforsecurity=False)

    def _hash(self, piece: bytes) -> None:
        self._sha256.update(piece)
        if self._git is not None:
            self._git.update(piece)
        self.num_bytes += len(piece)


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Turn what the system refuses about `path` within the block into a FetchError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FetchError(
                f"The disk of {path.parent} is full",
                "Free some space and try again; what has come so far is kept",
            ) from error
        raise FetchError(
            f"{path} cannot be read or written ({error.strerror})",
            "Check the permissions of the folder, and the disk",
        ) from error
