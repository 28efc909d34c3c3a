"""What unfinished work has downloaded, and how it is given up."""

import logging
from collections.abc import Iterator, Sequence
from threading import Event

from checkpoint.catalog_model import Catalog, CatalogModel, Role
from checkpoint.downloads import Downloads
from checkpoint.errors import FetchError, ModelError
from checkpoint.jobs import Job, Jobs
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder

logger = logging.getLogger(__name__)

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
        for model in _models_of([job], catalogs):
            forget_downloads(model, folder, catalogs)
        jobs.remove(model_id)


def forget_downloads(model: CatalogModel, folder: StoreFolder, catalogs: Sequence[Catalog]) -> None:
    """Remove what only the work on `model` has downloaded; whole files that serve many models stay.

    What cannot be removed stays, too, which the log tells: it is a leftover then.
    """
    downloads = Downloads(folder)
    for role, file in model.files.items():
        with downloads.alone(file):  # else a job that needs it might begin meanwhile
            needed = needed_by_jobs(folder, catalogs, but=model.id)
            if file.key in {each.key for each in needed}:
                continue
            try:
                downloads.forget_parts(file)
                if role in _OWN:
                    downloads.place(file).unlink(missing_ok=True)
            except (FetchError, OSError) as error:  # open in another program, on Windows
                logger.warning("%s stays among the downloads: %s", file.name, error)


def _models_of(jobs: Sequence[Job], catalogs: Sequence[Catalog]) -> Iterator[CatalogModel]:
    """Yield the models that the jobs are for; a catalog may have been removed meanwhile."""
    wished = {(job.catalog, job.model) for job in jobs}
    for catalog in catalogs:
        yield from (model for model in catalog.models if (catalog.id, model.id) in wished)
