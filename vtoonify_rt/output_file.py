"""Output files appear whole or not at all, and say in one sentence why they could not be written.

A file is written under a temporary name beside its target and renamed when it is complete, so a
crash, a full disk or Ctrl-C never leaves half a file under the name that the user gave.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vtoonify_rt.errors import SinkError

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space or choose another folder"),
    errno.EDQUOT: ("the disk quota is used up", "Free some space or choose another folder"),
    errno.EFBIG: ("it is as large as a file can be there", "Record in parts or to another disk"),
    errno.EACCES: ("permission denied", "Choose a folder that you may write to"),
    errno.EPERM: ("permission denied", "Choose a folder that you may write to"),
    errno.EROFS: ("the disk is read-only", "Choose another folder"),
    errno.ENOENT: ("the folder does not exist", "Create it or choose another folder"),
    errno.ENOTDIR: ("its folder is a file", "Choose another folder"),
    errno.EISDIR: ("it is a folder", "Give a file name"),
    errno.ENAMETOOLONG: ("the name is too long", "Give a shorter name"),
}


def partial_path(path: Path) -> Path:
    """Return the temporary name, beside `path`, under which this process writes it."""
    return path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")


def cannot_write(path: Path, error: OSError) -> SinkError:
    """Return the error to show for an `OSError` met while writing `path`."""
    unusual = (error.strerror or str(error), "Choose another folder")
    reason, hint = _REASONS.get(error.errno or 0, unusual)
    if error.errno == errno.ENOENT and path.parent.is_dir():  # as /proc says of any new file
        reason, hint = unusual
    return SinkError(f"Cannot write {path}: {reason}", hint)


def check_can_write(path: Path) -> None:
    """Raise `SinkError` if `path` cannot be written, before hours are spent on what is to go there;
    what lies there stays."""
    partial = partial_path(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        partial.touch()
        partial.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path to write; rename it to `path` at the end, or delete it on any failure.

    Raises `SinkError` for an `OSError` met inside or while renaming.
    """
    partial = partial_path(path)
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # a folder that cannot be written is told above
            partial.unlink()
