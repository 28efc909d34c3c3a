"""Reads large files piece by piece, hashing them on the way."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Event

from checkpoint.errors import Stopped

_CHUNK = 1 << 20  # bytes


def read_hashed(path: Path, take: Callable[[bytes], object], stop: Event) -> str:
    """Give the contents of `path` to `take`, piece by piece, and return their sha256.

    Raises OSError, and Stopped once `stop` is set.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            if stop.is_set():
                raise Stopped
            digest.update(piece)
            take(piece)
    return digest.hexdigest()
