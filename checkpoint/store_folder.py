"""Where the store keeps its things: beside the models, in a hidden folder of theirs.

So they are on one disk, and a finished folder takes its place by a rename; and whoever sets
VTOONIFY_RT_MODELS moves all of it.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from checkpoint.errors import ModelError, Stopped

logger = logging.getLogger(__name__)

Notes = dict[str, Any]
T = TypeVar("T")

LOOK = 0.05  # seconds; whoever only looks whether a lock is free has it for a moment, too
_TRIES = 20  # a second in all


class StoreFolder:
    """The places below a folder of models, and small notes in them; safe for several processes."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self.root = models / ".store"
        self.downloads = self.root / "downloads"
        self.jobs = self.root / "jobs"
        self.portrait = self.root / "portrait.png"  # the user's own, for thumbnails; if any

    def lock(self, name: str) -> FileLock:
        """Return the lock called `name`, not taken yet; the system frees it if we are killed.

        This, and to take it, raises OSError where nothing can be written.
        """
        place = self.root / "locks"
        place.mkdir(parents=True, exist_ok=True)
        return FileLock(place / f"{name}.lock")

    @contextmanager
    def held(
        self, name: str, stop: Event, wait: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """Hold the lock called `name`; while others have it, wait, after calling `wait` once.

        Raises Stopped once `stop` is set, and ModelError where no lock can be made.
        """
        with writing(self.root):
            lock = self.lock(name)
        waiting = False
        while not self._take(lock):
            if not waiting:
                wait()
            waiting = True
            if stop.wait(LOOK):
                raise Stopped
        try:
            yield
        finally:
            lock.release()

    def is_held(self, name: str) -> bool:
        """Return whether somebody, maybe this process, has the lock called `name` right now."""
        lock = self.lock(name)
        if not self._take(lock):
            return True
        lock.release()
        return False

    def read(self, name: str) -> Notes:
        """Return the notes called `name`; none where there are none.

        Damaged ones are set aside, which the log tells.  ModelError if they cannot be read.
        """
        path = self.root / f"{name}.json"
        try:
            notes = json.loads(_patiently(lambda: path.read_text(encoding="utf-8")))
            if not isinstance(notes, dict):
                raise ValueError("no table")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ModelError(
                f"{path} cannot be read ({error.strerror})",
                "Check the permissions of the folder, and the disk",
            ) from error
        except ValueError as error:
            logger.warning("%s is damaged (%s) and set aside", path, error)
            path.replace(path.with_suffix(".damaged"))
            return {}
        return notes

    def change(self, name: str, change: Callable[[Notes], None]) -> None:
        """Let `change` work on the notes called `name`; they are replaced whole or not at all.

        ModelError if they cannot be read or written.
        """
        path = self.root / f"{name}.json"
        with writing(path), self.lock(name):
            notes = self.read(name)
            change(notes)
            path.parent.mkdir(parents=True, exist_ok=True)
            written = path.with_suffix(".new")  # nobody else has it: we hold the lock
            with written.open("w", encoding="utf-8") as file:
                json.dump(notes, file, indent=1, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            _patiently(lambda: written.replace(path))

    def drop(self, name: str) -> None:
        """Remove the notes called `name`, if there are any; ModelError if that is refused."""
        path = self.root / f"{name}.json"
        with writing(path), self.lock(name):
            _patiently(lambda: path.unlink(missing_ok=True))

    def _take(self, lock: FileLock) -> bool:
        try:
            with writing(self.root):
                lock.acquire(timeout=LOOK, poll_interval=LOOK / 4)
        except Timeout:
            return False
        return True


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system refuses about `path` within the block into a ModelError."""
    try:
        yield
    except Timeout:  # is an OSError, too
        raise
    except OSError as error:
        raise ModelError(
            f"{path} cannot be written ({error.strerror})",
            "Free some space, or check the permissions of the folder",
        ) from error


def _patiently(work: Callable[[], T]) -> T:
    """Do it; on Windows a file that another process just reads or replaces refuses for a moment."""
    for _ in range(_TRIES if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            return work()
        time.sleep(LOOK)
    return work()
