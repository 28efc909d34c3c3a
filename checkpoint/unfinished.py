"""What unfinished work has downloaded, and how it is given up."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from checkpoint.catalog_model import Catalog, CatalogModel, Role
from checkpoint.downloads import Downloads
from checkpoint.errors import ModelError
from checkpoint.jobs import Job, Jobs
from checkpoint.store_folder import StoreFolder

OWN: tuple[Role, ...] = ("checkpoint", "pack")  # the other files serve many models


def needed_by_jobs(folder: StoreFolder, catalogs: Sequence[Catalog], *, but: str = "") -> set[Path]:
    """Return the downloads, whole or in parts, that jobs need; `but` the one of that model."""
    downloads = Downloads(folder)
    jobs = [job for job in Jobs(folder).list() if job.model != but]
    files = [file for model in _models_of(jobs, catalogs) for file in model.files.values()]
    return {path for file in files for path in (downloads.place(file), *downloads.parts(file))}


def discard(model_id: str, folder: StoreFolder, catalogs: Sequence[Catalog]) -> None:
    """Forget the job of a model, and remove what only it has downloaded.

    Whole files that serve many models stay.  ModelError if it is worked on right now.
    """

    def refuse() -> None:
        raise ModelError(f"'{model_id}' is being worked on", "Pause that first")

    jobs = Jobs(folder)
    job = jobs.find(model_id)
    if job is None:
        return
    with jobs.claim(model_id, Event(), refuse):
        for model in _models_of([job], catalogs):
            needed = needed_by_jobs(folder, catalogs, but=model_id)
            for path in {*own_downloads(model, folder), *_parts_of(model, folder)} - needed:
                path.unlink(missing_ok=True)
        jobs.remove(model_id)


def own_downloads(model: CatalogModel, folder: StoreFolder) -> list[Path]:
    """Return where those files of the model lie that no other model is made of."""
    return [Downloads(folder).place(file) for role, file in model.files.items() if role in OWN]


def _parts_of(model: CatalogModel, folder: StoreFolder) -> list[Path]:
    return [part for file in model.files.values() for part in Downloads(folder).parts(file)]


def _models_of(jobs: Sequence[Job], catalogs: Sequence[Catalog]) -> Iterator[CatalogModel]:
    """Yield the models that the jobs are for; a catalog may have been removed meanwhile."""
    wished = {(job.catalog, job.model) for job in jobs}
    for catalog in catalogs:
        yield from (model for model in catalog.models if (catalog.id, model.id) in wished)
