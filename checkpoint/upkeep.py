"""Keeps the models in order: removes them, finds what is damaged, frees what nobody needs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from checkpoint.model import ModelManifest
from checkpoint.store_folder import StoreFolder

What = Literal["missing", "damaged"]
Report = Callable[[str, int, int], None]  # what is worked on, bytes done, bytes in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file that is not as it should be."""

    model: str  # id; "" of a downloaded file, which belongs to no model yet
    file: Path
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """What nobody needs any more."""

    paths: tuple[Path, ...]  # files and folders
    num_bytes: int  # on disk, that removing them frees


def remove(model_id: str, folder: StoreFolder) -> int:
    """Remove a model; return how many bytes that freed: files that other models have, too, stay.

    Raises ModelError if there is no such model, if it is the starter, or if it is in use.
    """
    raise NotImplementedError


def verify(
    models: Sequence[ModelManifest], folder: StoreFolder, report: Report, stop: Event
) -> list[Damage]:
    """Hash every file of `models`, and every download, and return those that are not as noted.

    Raises Stopped once `stop` is set.
    """
    raise NotImplementedError


def find_leftovers(folder: StoreFolder, keep: Collection[Path] = ()) -> Leftovers:
    """Return what no model and no unfinished job needs; `keep` are downloads that jobs need, as
    the paths that they have, or will have when they are whole."""
    raise NotImplementedError


def collect(folder: StoreFolder, keep: Collection[Path] = ()) -> int:
    """Remove what `find_leftovers` finds; return how many bytes that freed."""
    raise NotImplementedError


def size_of(folder: Path) -> int:
    """Return how many bytes the files in `folder` hold, each counted once."""
    raise NotImplementedError


def disk_use(models: Sequence[ModelManifest]) -> Mapping[str, int]:
    """Return id -> bytes on disk; a file that several models share counts for the first one."""
    raise NotImplementedError
