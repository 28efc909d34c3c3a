"""What a model asks of the computer before it can be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checkpoint.catalog_model import CatalogModel, Role
from checkpoint.downloads import Downloads
from checkpoint.export_packages import missing
from checkpoint.model import ModelManifest
from checkpoint.remote_file import RemoteFile, total_bytes

# Of the export, per byte of a checkpoint's tensors.
DISK_PER_WEIGHT = 1.2  # single and half precision, without those that are never used
MEMORY_PER_WEIGHT = 2.75  # of the largest network; measured: 4.1 GB at full size
BASE_MEMORY_BYTES = 1_500_000_000  # libraries, pictures
SPARE_DISK_BYTES = 64_000_000  # graphs, styles, thumbnails

_SHARED: tuple[Role, ...] = ("encoder", "faceparsing")  # their graphs serve many models


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What is still needed to install a model; sizes are estimates where the catalog has only
    these, and None where it has none."""

    download_bytes: int | None  # still to fetch; 0 if everything is here
    disk_bytes: int | None  # of the installed model, beside the download
    memory_bytes: int | None  # that have to be free while it is made runnable; 0: no more than any
    export_packages: tuple[str, ...]  # Python packages that are missing for that


def needs_of(
    model: CatalogModel,
    downloads: Downloads,
    installed: Sequence[ModelManifest],
    missing_packages: Callable[[], tuple[str, ...]] = missing,
) -> Needs:
    """Return what `model` needs where these models are installed."""
    sizes = {role: file.expected_bytes for role, file in model.files.items()}
    to_fetch = [
        _remaining(sizes[role], downloads.num_bytes_here(file))
        for role, file in model.files.items()
        if downloads.local(file) is None
    ]
    if not model.needs_export:
        return Needs(
            download_bytes=total_bytes(to_fetch),
            disk_bytes=sizes["pack"],
            memory_bytes=0,
            export_packages=(),
        )
    exported = {sha256 for each in installed for sha256 in each.sources.values()}
    shared = {
        role: sizes.get(role)
        for role in _SHARED
        if role not in model.files or _sha256(model.files[role], downloads) not in exported
    }
    return Needs(
        download_bytes=total_bytes(to_fetch),
        disk_bytes=_disk(sizes.get("checkpoint"), total_bytes(shared.values())),
        memory_bytes=_memory(sizes.get("checkpoint"), sizes.get("encoder")),
        export_packages=missing_packages(),
    )


def _sha256(file: RemoteFile, downloads: Downloads) -> str | None:
    """Return the hash of the file, if the catalog or an earlier download tells it."""
    note = downloads.note(file)
    return file.sha256 or (note.sha256 if note else None)


def _remaining(size: int | None, here: int) -> int | None:
    return None if size is None else max(size - here, 0)


def _disk(own: int | None, shared: int | None) -> int | None:
    if own is None or shared is None:
        return None
    return round(DISK_PER_WEIGHT * own) + shared + SPARE_DISK_BYTES


def _memory(checkpoint: int | None, encoder: int | None) -> int | None:
    if checkpoint is None or encoder is None:
        return None
    return BASE_MEMORY_BYTES + round(MEMORY_PER_WEIGHT * max(checkpoint, encoder))
