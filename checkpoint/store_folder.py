"""Where the store keeps its things: beside the models, in a hidden folder of theirs.

So they are on one disk, and a finished folder takes its place by a rename; and whoever sets
VTOONIFY_RT_MODELS moves all of it.
"""

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from filelock import FileLock, Timeout

from checkpoint.errors import ModelError, Stopped

logger = logging.getLogger(__name__)

Notes = dict[str, Any]

LOOK = 0.05  # seconds; whoever only looks whether a lock is free has it for a moment, too


class StoreFolder:
    """The places below a folder of models, and small notes in them; safe for several processes."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self.root = models / ".store"
        self.downloads = self.root / "downloads"
        self.jobs = self.root / "jobs"
        self.portrait = self.root / "portrait.png"  # the user's own, for thumbnails; if any

    def lock(self, name: str) -> FileLock:
        """Return the lock called `name`, not taken yet; the system frees it if we are killed."""
        place = self.root / "locks"
        place.mkdir(parents=True, exist_ok=True)
        return FileLock(place / f"{name}.lock")

    @contextmanager
    def held(
        self, name: str, stop: Event, wait: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """Hold the lock called `name`; while others have it, wait, after calling `wait` once.

        Raises Stopped once `stop` is set.
        """
        lock = self.lock(name)
        waiting = False
        while True:
            try:
                lock.acquire(timeout=LOOK, poll_interval=LOOK / 4)
                break
            except Timeout:
                if not waiting:
                    wait()
                waiting = True
            if stop.wait(LOOK):
                raise Stopped
        try:
            yield
        finally:
            lock.release()

    def read(self, name: str) -> Notes:
        """Return the notes called `name`; none where there are none.

        Damaged ones are set aside, which the log tells.
        """
        path = self.root / f"{name}.json"
        try:
            notes = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(notes, dict):
                raise ValueError("no table")
        except FileNotFoundError:
            return {}
        except ValueError as error:
            logger.warning("%s is damaged (%s) and set aside", path, error)
            path.replace(path.with_suffix(".damaged"))
            return {}
        return notes

    def change(self, name: str, change: Callable[[Notes], None]) -> None:
        """Let `change` work on the notes called `name`; they are replaced whole or not at all."""
        with self.lock(name):
            notes = self.read(name)
            change(notes)
            self._write(self.root / f"{name}.json", notes)

    def _write(self, path: Path, notes: Notes) -> None:
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.root, prefix=".", delete=False
            ) as file:
                json.dump(notes, file, indent=1, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError as error:
            raise ModelError(
                f"{path} cannot be written ({error.strerror})",
                "Free some space, or check the permissions of the folder",
            ) from error
