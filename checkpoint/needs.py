"""What a model asks of the computer before it can be used."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from checkpoint.catalog_model import CatalogModel, Role
from checkpoint.remote_file import RemoteFile

# Of the export, per byte of a checkpoint's tensors.
DISK_PER_WEIGHT = 1.2  # single and half precision, without those that are never used
MEMORY_PER_WEIGHT = 2.75  # of the largest network; measured: 4.1 GB at full size
BASE_MEMORY_BYTES = 1_500_000_000  # libraries, pictures
SPARE_DISK_BYTES = 64_000_000  # graphs, styles, thumbnails

_SHARED: tuple[Role, ...] = ("encoder", "faceparsing")  # their graphs serve many models

Sha256Of = Callable[[RemoteFile], str | None]  # of a file that is here whole; None: it is not


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
    sha256_of: Sha256Of,
    exported: Collection[str],
    missing_packages: Callable[[], tuple[str, ...]],
) -> Needs:
    """Return what `model` needs; `exported` are the hashes of what installed models are made of."""
    here = {role: sha256_of(file) for role, file in model.files.items()}
    sizes = {role: size_of(file) for role, file in model.files.items()}
    download = _total([size for role, size in sizes.items() if here[role] is None])
    if not model.needs_export:
        return Needs(
            download_bytes=download,
            disk_bytes=sizes["pack"],
            memory_bytes=0,
            export_packages=(),
        )
    shared = {role: sizes.get(role) for role in _SHARED if here.get(role) not in exported}
    return Needs(
        download_bytes=download,
        disk_bytes=_disk(sizes.get("checkpoint"), _total(list(shared.values()))),
        memory_bytes=_memory(sizes),
        export_packages=missing_packages(),
    )


def size_of(file: RemoteFile) -> int | None:
    """Return the size that the catalog tells of a file, exact or not."""
    return file.approximate_bytes if file.num_bytes is None else file.num_bytes


def _disk(own: int | None, shared: int | None) -> int | None:
    if own is None or shared is None:
        return None
    return round(DISK_PER_WEIGHT * own) + shared + SPARE_DISK_BYTES


def _memory(sizes: Mapping[Role, int | None]) -> int | None:
    networks = [sizes.get("checkpoint"), sizes.get("encoder")]
    largest = max((size for size in networks if size is not None), default=None)
    if largest is None or None in networks:
        return None
    return BASE_MEMORY_BYTES + round(MEMORY_PER_WEIGHT * largest)


def _total(sizes: Collection[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
