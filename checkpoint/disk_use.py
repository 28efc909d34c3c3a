"""How much room there is on the disk, and how much files take, where one may have several names."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from checkpoint.model import ModelManifest


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk that `folder` is on, or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def disk_use(models: Sequence[ModelManifest]) -> Mapping[str, int]:
    """Return id -> bytes on disk; a file that several models share counts for the first one."""
    seen: set[tuple[int, int]] = set()
    return {model.id: sum(new_bytes(files_in(model.folder), seen)) for model in models}


def files_in(folder: Path) -> list[Path]:
    """Return the files anywhere in `folder`, without links."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def new_bytes(paths: Iterable[Path], seen: set[tuple[int, int]]) -> Iterator[int]:
    """Yield the sizes of files that are not in `seen` yet, and put them there."""
    for path in paths:
        try:
            facts = path.stat()
        except OSError:  # removed meanwhile
            continue
        if (facts.st_dev, facts.st_ino) not in seen:
            seen.add((facts.st_dev, facts.st_ino))
            yield facts.st_size


def freed_by(paths: Iterable[Path]) -> int:
    """Return how many bytes removing files and folders frees: not those with links elsewhere."""
    facts: dict[tuple[int, int], os.stat_result] = {}
    found: Counter[tuple[int, int]] = Counter()
    for path in paths:
        for file in files_in(path) if path.is_dir() else [path]:
            with suppress(OSError):  # removed meanwhile
                stat = file.stat()
                found[stat.st_dev, stat.st_ino] += 1
                facts[stat.st_dev, stat.st_ino] = stat
    return sum(stat.st_size for key, stat in facts.items() if found[key] == stat.st_nlink)
