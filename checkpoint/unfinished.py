"""What unfinished work has downloaded, and how it is given up."""

from collections.abc import Iterator, Sequence
from threading import Event

from checkpoint.catalog_model import Catalog, CatalogModel, Role
from checkpoint.downloads import Downloads
from checkpoint.errors import ModelError
from checkpoint.jobs import Job, Jobs
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder

_OWN: tuple[Role, ...] = ("checkpoint", "pack")  # the other files serve many models


def needed_by_jobs(
    folder: StoreFolder, catalogs: Sequence[Catalog], *, but: str = ""
) -> set[RemoteFile]:
    """Return the files that jobs need; `but` that of this model."""
    jobs = [job for job in Jobs(folder).list() if job.model != but]
    return {file for model in _models_of(jobs, catalogs) for file in model.files.values()}


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
        needed = needed_by_jobs(folder, catalogs, but=model_id)
        for model in _models_of([job], catalogs):
            for role, file in model.files.items():
                if file not in needed:
                    _remove(file, folder, whole=role in _OWN)
        jobs.remove(model_id)


def remove_own(model: CatalogModel, folder: StoreFolder) -> None:
    """Remove those downloads of an installed model that no other is made of."""
    for role, file in model.files.items():
        if role in _OWN:
            _remove(file, folder, whole=True)


def _remove(file: RemoteFile, folder: StoreFolder, *, whole: bool) -> None:
    downloads = Downloads(folder)
    with downloads.alone(file, Event()):  # a model of the same file may be fetched right now
        downloads.forget_parts(file)
        if whole:
            downloads.place(file).unlink(missing_ok=True)


def _models_of(jobs: Sequence[Job], catalogs: Sequence[Catalog]) -> Iterator[CatalogModel]:
    """Yield the models that the jobs are for; a catalog may have been removed meanwhile."""
    wished = {(job.catalog, job.model) for job in jobs}
    for catalog in catalogs:
        yield from (model for model in catalog.models if (catalog.id, model.id) in wished)
