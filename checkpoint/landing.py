"""A model lands in the folder of models whole or not at all, and leaves it the same way.

It is built in a hidden folder of its own beside the others and takes its place by a rename.
Whatever ends the work before leaves nothing behind; what a killed process left, the next one
removes.  That folder is locked while it is in use, since a process id can be another's by then.
"""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from checkpoint.errors import AppError, ModelError
from checkpoint.store_folder import StoreFolder

logger = logging.getLogger(__name__)

_PREFIX = ".import-"  # hidden: the store does not look into it
_LOCK = "lock"
_MODEL = "model"
_REPLACED = "replaced-"  # and the name of the model that was there
_REMOVED = "removed"
_REPLACE = "Remove it first, or import it with --replace"
_LANDING = "landing"  # lock; held only for a moment


@contextmanager
def building_place(models: Path) -> Iterator[Path]:
    """Give an empty folder in `models` to build in, which lies in a folder of its own that is
    removed at the end with all that is left in it.

    Removes what killed processes left, too.  OSError if nothing can be written there.
    """
    models.mkdir(parents=True, exist_ok=True)
    remove_leftovers(models)
    with _landing(models):
        place = Path(tempfile.mkdtemp(dir=models, prefix=_PREFIX))
        lock = FileLock(place / _LOCK)
        lock.acquire()
    try:
        (place / _MODEL).mkdir()
        yield place / _MODEL
    finally:
        lock.release()  # before: an open file cannot be removed on Windows
        _remove(place)


def land(built: Path, target: Path, *, replace: bool = True) -> None:
    """Give the folder that `building_place` gave its place.

    An older model there is replaced; without `replace` that is a ModelError.
    """
    _write_through(built)
    replaced = built.parent / f"{_REPLACED}{target.name}"
    with _landing(target.parent):
        if target.exists():
            if not replace:
                raise already_installed(target.name)
            target.rename(replaced)
        try:
            built.rename(target)
        except OSError:
            if replaced.exists():
                replaced.rename(target)
            raise
    built.mkdir()  # the next model is built in it


def already_installed(model_id: str) -> ModelError:
    """Return the error for a model that would take the place of another."""
    return ModelError(f"There is a model '{model_id}' already", _REPLACE)


def is_already_installed(error: AppError) -> bool:
    """Whether an error is that of `already_installed`, maybe told by a child process."""
    return error.hint == _REPLACE


def take_away(target: Path) -> None:
    """Remove a model: from one moment to the next it is gone.  OSError if it is in use."""
    with building_place(target.parent) as built, _landing(target.parent):
        target.rename(built.parent / _REMOVED)


def find_leftovers(models: Path) -> list[Path]:
    """Return the folders that killed processes left in `models`, and put back what they were
    replacing."""
    with _landing(models):
        return _abandoned(models)


def remove_leftovers(models: Path) -> None:
    """Remove what `find_leftovers` finds."""
    for place in find_leftovers(models):
        logger.info("removing what a killed process left: %s", place)
        _remove(place)


def _landing(models: Path) -> FileLock:
    return StoreFolder(models).lock(_LANDING)


def _abandoned(models: Path) -> list[Path]:
    """Do as `find_leftovers`; the caller holds the lock, so that nobody is just making one."""
    found = []
    for place in sorted(models.glob(f"{_PREFIX}*")):
        try:
            with FileLock(place / _LOCK, blocking=False):
                pass
        except (Timeout, OSError):  # at work
            continue
        for replaced in place.glob(f"{_REPLACED}*"):
            target = models / replaced.name.removeprefix(_REPLACED)
            if not target.exists():
                replaced.rename(target)
        found.append(place)
    return found


def _write_through(folder: Path) -> None:
    """Let the disk have all of the files before their folder gets its name, for a power cut."""
    mode = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY  # what each wants for it
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, mode)
            try:
                os.fsync(file)
            finally:
                os.close(file)


def _remove(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    if os.path.lexists(place):
        logger.warning("%s could not be removed", place)
