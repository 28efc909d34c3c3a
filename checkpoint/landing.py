"""A model lands in the folder of models whole or not at all.

It is built in a folder of its own beside the others and takes its place by a rename.  Whatever ends
the import before leaves nothing behind; what a killed one left, the next one removes.  That folder
is locked while it is in use, since a process id can be another's by then.
"""

import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

logger = logging.getLogger(__name__)

_PREFIX = ".import-"  # hidden: the store does not look into it
_LOCK = "lock"
_MODEL = "model"
_REPLACED = "replaced-"  # and the name of the model that was there
_YOUNG = 60.0  # seconds; a folder without lock that is younger is being made


@contextmanager
def building_place(models: Path) -> Iterator[Path]:
    """Give an empty folder in `models` to build in; whatever is left in it is removed at the end.

    Removes what killed imports left, too.  OSError if nothing can be written there.
    """
    models.mkdir(parents=True, exist_ok=True)
    remove_leftovers(models)
    place = Path(tempfile.mkdtemp(dir=models, prefix=_PREFIX))
    lock = (place / _LOCK).open("wb")
    try:
        _try_lock(lock)
        (place / _MODEL).mkdir()
        yield place / _MODEL
    finally:
        lock.close()  # before: an open file cannot be removed on Windows
        _remove(place)


def land(built: Path, target: Path) -> None:
    """Give the folder that `building_place` gave its place; an older model there is replaced."""
    replaced = built.parent / f"{_REPLACED}{target.name}"
    if target.exists():
        target.rename(replaced)
    try:
        built.rename(target)
    except OSError:
        if replaced.exists():
            replaced.rename(target)
        raise
    built.mkdir()  # the next model is built in it


def remove_leftovers(models: Path) -> None:
    """Remove what killed imports left in `models`, and put back what they were replacing."""
    for place in models.glob(f"{_PREFIX}*"):
        if not _is_abandoned(place):
            continue
        for replaced in place.glob(f"{_REPLACED}*"):
            target = models / replaced.name.removeprefix(_REPLACED)
            if not target.exists():
                replaced.rename(target)
        logger.info("removing what an import that was killed left: %s", place)
        _remove(place)


def _is_abandoned(place: Path) -> bool:
    try:
        with (place / _LOCK).open("r+b") as lock:
            return _try_lock(lock)
    except FileNotFoundError:
        return time.time() - place.stat().st_mtime > _YOUNG
    except OSError:
        return False


def _try_lock(file: IO[bytes]) -> bool:
    """Lock the file until it is closed or the process ends; False if another one has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    if os.path.lexists(place):
        logger.warning("%s could not be removed", place)
