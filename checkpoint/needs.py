"""What a model asks of the computer before it can be used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What is still needed to install a model; sizes are estimates where the catalog has only
    these, and None where it has none."""

    download_bytes: int | None  # still to fetch; 0 if everything is here
    disk_bytes: int | None  # of the installed model, beside the download
    memory_bytes: int | None  # that have to be free while it is made runnable
    export_packages: tuple[str, ...]  # Python packages that are missing for that
