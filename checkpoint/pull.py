"""From what a catalog offers to an installed model: fetched, made runnable, landed.

Whatever ends this early, the next pull goes on from there: finished downloads stay until the model
is installed, and a model is visible only when it is whole.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event as StopEvent

from checkpoint.catalog_model import Catalog, CatalogModel, Role
from checkpoint.downloads import Downloads
from checkpoint.errors import AppError, LicenceError, ModelError, Stopped
from checkpoint.export_process import EXPORT, Event
from checkpoint.fetch import Fetcher
from checkpoint.installed import list_models
from checkpoint.jobs import Jobs
from checkpoint.licences import Acceptances
from checkpoint.model import ModelManifest
from checkpoint.model_import import ImportOptions, RunExport, import_path
from checkpoint.needs import needs_of
from checkpoint.progress import Progress, ProgressCallback, exporting
from checkpoint.store_folder import StoreFolder
from checkpoint.unfinished import forget_downloads

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Puller:
    """Pulls models into the folder of a store."""

    folder: StoreFolder
    fetcher: Fetcher
    catalogs: Sequence[Catalog]  # all of the store
    run_export: RunExport
    check_packages: Callable[[], None]
    accept_changed: bool = False  # take a file that is another one than at its first download

    def pull(
        self, model: CatalogModel, progress: ProgressCallback, stop: StopEvent
    ) -> ModelManifest:
        """Install `model`, unless it is, and return it; errors as `Store.pull` has them."""
        found = self._installed(model)
        if found is None:
            self._check(model)
        elif self._jobs.find(model.id) is None:
            return found
        waiting = Progress(model=model.id, phase="waiting")
        with self._jobs.claim(model.id, stop, lambda: progress(waiting)):
            # Whoever was waited for may have installed it.
            if self._installed(model) is None:
                self._work(model, progress, stop)
            forget_downloads(model, self.folder, self.catalogs)
            self._jobs.remove(model.id)
        found = self._installed(model)
        if found is None:
            raise ModelError(f"'{model.id}' has just been removed", "Install it again")
        return found

    @property
    def _jobs(self) -> Jobs:
        return Jobs(self.folder)

    def _installed(self, model: CatalogModel) -> ModelManifest | None:
        known = list_models(self.folder.models)
        found = next((each for each in known if each.id == model.id), None)
        if found is not None and not _is_of(model, found):
            raise ModelError(
                f"The installed model '{model.id}' is another one than that of {model.catalog}",
                f"Remove it first: vtoonify-rt models remove {model.id}",
            )
        return found

    def _check(self, model: CatalogModel) -> None:
        """Raise the error of what is in the way before anything is fetched."""
        if not model.fetchable:
            pages = " or ".join(link.url for link in model.links)
            raise ModelError(
                f"'{model.id}' cannot be fetched: its files have to be got by hand",
                f"Get them at {pages}, then: vtoonify-rt models import PATH",
            )
        if not Acceptances(self.folder).is_accepted(model.licence):
            raise LicenceError(
                f"The terms of '{model.id}' ({model.licence.name}) have not been accepted",
                f"Read {model.licence.url}, then accept them",
            )
        if model.needs_export:
            self.check_packages()

    def _work(self, model: CatalogModel, progress: ProgressCallback, stop: StopEvent) -> None:
        """Fetch and install the model; the job keeps how that ended, if not well."""
        self._jobs.begin(model.id, model.catalog)
        try:
            files = self._fetch(model, progress, stop)
            if model.needs_export:
                waiting = Progress(model=model.id, phase="waiting", step=EXPORT)
                with self.folder.held(EXPORT, stop, lambda: progress(waiting)):
                    self._export(model, files, progress, stop)
            else:
                self._unpack(model, files["pack"], progress, stop)
        except Stopped:
            self._jobs.pause(model.id)
            raise
        except AppError as error:
            self._jobs.fail(model.id, error)
            raise

    def _fetch(
        self, model: CatalogModel, progress: ProgressCallback, stop: StopEvent
    ) -> Mapping[Role, Path]:
        def report(told: Progress) -> None:
            progress(replace(told, model=model.id))

        needs = needs_of(model, Downloads(self.folder), list_models(self.folder.models))
        fetched = self.fetcher.fetch(
            list(model.files.values()),
            report,
            stop,
            spare_bytes=needs.disk_bytes or 0,
            accept_changed=self.accept_changed,
        )
        paths = {each.file.key: each.path for each in fetched}
        return {role: paths[file.key] for role, file in model.files.items()}

    def _export(
        self,
        model: CatalogModel,
        files: Mapping[Role, Path],
        progress: ProgressCallback,
        stop: StopEvent,
    ) -> None:
        def report(event: Event) -> None:
            progress(exporting(event, model.id))

        installed = self.run_export(self._arguments(model, files), report, stop)
        for note in (note for each in installed for note in each["notes"]):
            logger.info("%s: %s", model.id, note)

    def _unpack(
        self, model: CatalogModel, pack: Path, progress: ProgressCallback, stop: StopEvent
    ) -> None:
        def check(found: ModelManifest) -> None:
            if (found.id, found.family) != (model.id, model.family):
                raise ModelError(
                    f"{pack.name} holds the model '{found.id}' ({found.family}), and the catalog "
                    f"promised '{model.id}' ({model.family})",
                    "Ask who made the catalog",
                )

        options = ImportOptions(replace=True, check=check)  # what lies there now is not whole
        import_path(pack, self.folder, options, progress, stop)

    def _arguments(self, model: CatalogModel, files: Mapping[Role, Path]) -> list[str]:
        """Return what the exporter is told, so that the model becomes what the catalog says."""
        terms = model.licence
        options = {
            "--out": self.folder.models,
            "--encoder": files.get("encoder"),
            "--faceparsing": files.get("faceparsing"),
            "--codes": files.get("codes"),
            "--id": model.id,
            "--name": model.name,
            "--family": model.family,
            "--default-style": model.default_style,
            "--licence": terms.name if terms.commercial else f"{terms.name} (non-commercial)",
            "--portrait": self.folder.portrait if self.folder.portrait.exists() else None,
        }
        arguments = [str(files["checkpoint"])]
        for option, value in options.items():
            arguments += [] if value is None else [f"{option}={value}"]
        if model.family == "vtoonify_d":
            colours = "--color-transfer" if model.color_transfer else "--no-color-transfer"
            arguments.append(colours)
        return arguments


def _is_of(model: CatalogModel, installed: ModelManifest) -> bool:
    """Return whether the installed model may be made of the files that the catalog means."""
    checkpoint = model.files.get("checkpoint")
    stated = None if checkpoint is None else checkpoint.sha256
    sources = set(installed.sources.values())
    is_other = stated is not None and bool(sources) and stated not in sources
    return installed.family == model.family and not is_other
