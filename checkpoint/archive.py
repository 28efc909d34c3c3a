"""Unpacks zips that come from anywhere.

Nothing that a zip says of itself is believed.  Names are checked as the zip has them, sizes are
counted while unpacking, and the whole is refused, not mended: of a zip that is not right nothing
should be used.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from checkpoint.disk_use import free_bytes
from checkpoint.errors import ModelError, Stopped
from checkpoint.file_names import check_distinct, check_relative

Report = Callable[[int, int], None]  # bytes done, bytes in all

_CHUNK = 1 << 20  # bytes
_ENCRYPTED = 1 | 1 << 6 | 1 << 13  # flags: simply, strongly, the names too
_HEADER = 30  # bytes before the name of an entry
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError)
_REFUSALS = (ValueError, OverflowError, RuntimeError, NotImplementedError)
_SPARE = 64 << 20  # bytes that stay free
_FROM_A_MAC = "__MACOSX"  # what its Finder adds to a zip, of no use to anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """More than this is no zip of models."""

    entries: int = 10_000
    num_bytes: int = 100 << 30  # of all files: every model that is published is 20 GB
    ratio: int = 50  # bytes of files per byte of the zip; weights have less than 2
    free_of_ratio: int = 64 << 20  # bytes that may have any ratio
    directory: int = 8 << 20  # bytes of the list of entries


def extract(
    path: Path,
    target: Path,
    *,
    limits: Limits | None = None,
    stop: Event,
    report: Report = lambda done, total: None,
) -> None:
    """Unpack the zip `path` into the folder `target`, which must be empty.

    A zip in it stays one.  Raises ModelError in one sentence for a zip that is damaged, encrypted,
    has names that lead out of the folder or that not every system can have, has links, or would be
    too large or have too many files; and Stopped once `stop` is set.  Whoever made `target`
    removes it then.
    """
    limits = limits or Limits()
    try:
        with _Careful(path, limits.directory) as file, zipfile.ZipFile(file) as archive:
            entries = _checked(archive.infolist(), path.stat().st_size, limits)
            total = sum(entry.file_size for entry in entries)
            check_room(target, total)
            done = 0
            for entry in entries:
                for size in _unpack(archive, entry, target):
                    done += size
                    report(done, total)
                    if stop.is_set():
                        raise Stopped
    except OSError as error:
        raise ModelError(
            f"{path} cannot be unpacked to {target.parent} ({error.strerror or error})",
            "Check the disk, its free space and the permissions",
        ) from error
    except _DAMAGES as error:
        raise _not_unpacked(path, f"it is no zip, damaged or cut off ({error})") from error
    except _REFUSALS as error:
        raise _not_unpacked(path, str(error)) from error


def _not_unpacked(path: Path, reason: str) -> ModelError:
    hint = "Get the file again, from where it came from"
    return ModelError(f"{path} is not unpacked: {reason}", hint)


def check_room(folder: Path, num_bytes: int) -> None:
    """Raise ModelError unless the disk of `folder`, which exists, has room for `num_bytes`."""
    free = free_bytes(folder)
    if free < num_bytes + _SPARE:
        raise ModelError(
            f"{num_bytes / 1e6:.0f} MB of disk space are needed, {folder} has {free / 1e6:.0f} MB",
            "Free some space, or set VTOONIFY_RT_MODELS to a folder on another disk",
        )


class _Careful(io.BufferedReader):
    """A file of which nothing is read that is larger than the list of entries may be."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(io.FileIO(path))
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise ValueError("its list of files is too long")
        return super().read(size)


def _checked(
    entries: Sequence[zipfile.ZipInfo], archive_bytes: int, limits: Limits
) -> list[zipfile.ZipInfo]:
    """Return the entries that are files; ValueError if anything is wrong with one of them."""
    if len(entries) > limits.entries:
        raise ValueError(f"it has {len(entries)} files, more than {limits.entries}")
    for entry in entries:
        _check_entry(entry)
    names = [entry.orig_filename for entry in entries]
    check_distinct(
        [name for name in names if not name.endswith("/")],
        [name.removesuffix("/") for name in names if name.endswith("/")],
    )
    _check_places(entries)
    files = [
        entry
        for entry in entries
        if not entry.is_dir() and not entry.orig_filename.startswith(f"{_FROM_A_MAC}/")
    ]
    total = sum(entry.file_size for entry in files)
    most = min(limits.num_bytes, max(limits.free_of_ratio, limits.ratio * archive_bytes))
    if total > most:
        raise ValueError(f"its files are too large, {total / 1e6:.0f} MB")
    return files


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename  # `filename` ends at a NUL
    check_relative(name.removesuffix("/"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ValueError(f"'{name}' is no plain file, but a link or a device")
    if entry.flag_bits & _ENCRYPTED:
        raise ValueError(f"'{name}' is encrypted")
    if entry.compress_type not in _COMPRESSIONS:
        raise ValueError(f"'{name}' is compressed in a way that is not known here")


def _check_places(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raise ValueError for entries that lie upon each other: so a small zip becomes petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ValueError(f"'{entry.orig_filename}' overlaps another file in it")
        end = entry.header_offset + _HEADER + len(entry.orig_filename) + entry.compress_size


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Iterator[int]:
    """Write a file, and yield the size of each piece; ValueError if it is not as large as told."""
    place = target.joinpath(*check_relative(entry.orig_filename))
    place.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with archive.open(entry) as source, place.open("xb") as file:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                break
            file.write(piece)
            yield len(piece)
    if left:
        raise ValueError(f"'{entry.orig_filename}' is not as large as it says")
