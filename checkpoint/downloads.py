"""The files that were fetched: where they lie, and what is noted of them."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from checkpoint.errors import FetchError
from checkpoint.file_names import check_relative
from checkpoint.hashing import read_hashed
from checkpoint.hub import Stated
from checkpoint.part import on_disk
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import Notes, StoreFolder

NOTES = "hashes"
_SAFE = re.compile(r"[0-9A-Za-z]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file that is whole, and was hashed."""

    path: Path
    sha256: str
    num_bytes: int
    file: RemoteFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is known of the version of a file that was fetched first, or accepted last."""

    sha256: str
    num_bytes: int
    etag: str
    modified: int  # of the file on the disk, in nanoseconds


class Downloads:
    """The downloads of a store; safe for several processes while `alone` is held for a file.

    Files lie at owner--name/path, or at urls/<of the address>/name, and parts of files in `.parts`.
    The notes outlive the files: what is fetched again is held to them.
    """

    def __init__(self, folder: StoreFolder) -> None:
        self._folder = folder

    def place(self, file: RemoteFile) -> Path:
        """Return where the file lies, or will lie; FetchError if its name cannot be one here."""
        if file.url:
            name = f"urls/{_digest(file.url)}/{file.name}"
        else:
            name = f"{file.repository.replace('/', '--')}/{file.path}"
        try:
            return self._folder.downloads.joinpath(*check_relative(name))
        except ValueError as error:
            raise FetchError(
                f"The catalog names a file that cannot be one here: {error}",
                "Ask who made the catalog to name it otherwise",
            ) from error

    def part(self, file: RemoteFile, stated: Stated) -> Path:
        """Return where the part of this version of the file lies, or will lie."""
        etag = stated.etag if _SAFE.fullmatch(stated.etag) else _digest(stated.etag)
        return self._parts / f"{_digest(file.key)}-{etag}.part"

    def parts(self, file: RemoteFile) -> list[Path]:
        """Return the parts that there are of any version of the file."""
        return sorted(self._parts.glob(f"{_digest(file.key)}-*.part"))

    @contextmanager
    def alone(self, file: RemoteFile, stop: Event | None = None) -> Iterator[None]:
        """Keep others from fetching the file within the block, after waiting for who does now."""
        with self._folder.held(f"fetch-{_digest(file.key)}", stop or Event()):
            yield

    def note(self, file: RemoteFile) -> Note | None:
        """Return what is noted of the file, if anything is."""
        note: Any = self._folder.read(NOTES).get(file.key)
        try:
            return Note(**{name: note[name] for name in Note.__slots__})
        except (KeyError, TypeError):  # none, or not of our making
            return None

    def local(
        self,
        file: RemoteFile,
        *,
        stated: str | None = None,
        read: Callable[[bytes], object] = lambda piece: None,
        stop: Event | None = None,
    ) -> FetchedFile | None:
        """Return the file if it is here whole: as the catalog promises, or as noted, or as `stated`
        (a sha256).

        One that was touched since is hashed again: `read` gets its pieces, and Stopped is raised
        once `stop` is set.
        """
        path, note = self.place(file), self.note(file)
        wanted = file.sha256 or (note.sha256 if note else stated)
        try:
            found = path.stat()
            if wanted is None or (note and note.num_bytes != found.st_size):
                return None
            untouched = note is not None and note.modified == found.st_mtime_ns
            sha256 = note.sha256 if note and untouched else read_hashed(path, read, stop or Event())
        except OSError:  # not there, or not to be read: a fetched one will take its place
            return None
        if sha256 != wanted:
            return None
        if not untouched:
            self._note(file, sha256, path)
        return FetchedFile(path=path, sha256=sha256, num_bytes=found.st_size, file=file)

    def keep(self, file: RemoteFile, part: Path, stated: Stated, sha256: str) -> FetchedFile:
        """Give the finished part its place; one that lies there is replaced."""
        place = self.place(file)
        with on_disk(place):
            self._note(file, sha256, part, stated)  # first, so that no file is without
            place.parent.mkdir(parents=True, exist_ok=True)
            part.replace(place)
        self.forget_parts(file)
        return FetchedFile(path=place, sha256=sha256, num_bytes=place.stat().st_size, file=file)

    def forget_parts(self, file: RemoteFile, keep: Path | None = None) -> None:
        """Remove the parts of all versions of the file but one."""
        for part in self.parts(file):
            if part != keep:
                with on_disk(part):
                    part.unlink(missing_ok=True)

    def num_bytes_here(self, file: RemoteFile) -> int:
        """Return how much of the file need not be fetched any more, as the sizes on disk tell."""
        here = [self.place(file), *self.parts(file)]
        return max((path.stat().st_size for path in here if path.is_file()), default=0)

    @property
    def _parts(self) -> Path:
        return self._folder.downloads / ".parts"

    def _note(
        self, file: RemoteFile, sha256: str, path: Path, stated: Stated | None = None
    ) -> None:
        found = path.stat()

        def change(notes: Notes) -> None:
            before = notes.get(file.key)
            if not isinstance(before, dict) or before.get("sha256") != sha256:
                now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                before = {"sha256": sha256, "etag": "", "commit": "", "first_seen": now}
            if stated is not None:
                before |= {"etag": stated.etag, "commit": stated.commit}
            place = self.place(file).relative_to(self._folder.downloads).as_posix()
            notes[file.key] = before | {
                "num_bytes": found.st_size,
                "modified": found.st_mtime_ns,
                "path": place,
            }

        self._folder.change(NOTES, change)


def _digest(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:16]
