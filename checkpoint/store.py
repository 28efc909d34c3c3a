"""The model store: what is installed, what there is to install, and the way from one to the other.

Safe for several processes at once, such as the app and the command line, and for several threads.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from checkpoint import upkeep
from checkpoint.catalog import Catalog, CatalogModel, Licence, built_in
from checkpoint.catalog_search import Wish, find, search
from checkpoint.disk_use import disk_use
from checkpoint.downloads import Downloads
from checkpoint.export_packages import check_export_packages
from checkpoint.export_process import run_import
from checkpoint.fetch import Fetcher
from checkpoint.installed import (
    STARTER,
    Installed,
    find_model,
    find_style,
    folders_in,
    list_models,
    models_folder,
)
from checkpoint.jobs import Job, Jobs
from checkpoint.licences import Acceptances
from checkpoint.manifest import ModelManifest
from checkpoint.model_import import ImportOptions, RunExport, import_path
from checkpoint.needs import Needs, needs_of
from checkpoint.pack import export_pack
from checkpoint.progress import ProgressCallback
from checkpoint.pull import Puller
from checkpoint.store_folder import StoreFolder
from checkpoint.unfinished import discard, needed_by_jobs
from checkpoint.upkeep import Damage, Leftovers
from checkpoint.user_catalogs import UserCatalogs

__all__ = [
    "STARTER",
    "Installed",
    "Store",
    "find_model",
    "find_style",
    "folders_in",
    "list_models",
    "models_folder",
]


class Store:
    """The models of one folder.

    `models` None: the user's.  `endpoint` None: that of HF_ENDPOINT, or the hub.  With `offline`
    nothing is asked of any network.  `run_export` starts the exporter; `check_packages` raises
    ModelError where packages that it needs are missing.
    """

    def __init__(
        self,
        models: Path | None = None,
        *,
        endpoint: str | None = None,
        offline: bool = False,
        run_export: RunExport = run_import,
        check_packages: Callable[[], None] = check_export_packages,
    ) -> None:
        self.folder = StoreFolder(models_folder() if models is None else models)
        self._endpoint = endpoint
        self._offline = offline
        self._run_export = run_export
        self._check_packages = check_packages
        self._user_catalogs = UserCatalogs(self.folder)

    def installed(self) -> list[Installed]:
        """Return every whole model, the starter first, the others by name."""
        models = list_models(self.folder.models)
        sizes = disk_use(models)
        return [
            Installed(manifest=model, num_bytes=sizes[model.id], removable=model.folder != STARTER)
            for model in models
        ]

    def catalogs(self) -> list[Catalog]:
        """Return the catalog that ships with the app, then the user's; damaged ones are left out,
        which the log tells."""
        return [built_in(), *self._user_catalogs.list()]

    def add_catalog(self, origin: str, key: str | None = None) -> Catalog:
        """Add the catalog at `origin`, a path or an https address, and return it.

        With `key`, a minisign public key in base64, its signature has to be right.  Raises
        AppError if it cannot be read, is none, or its id is taken.
        """
        return self._user_catalogs.add(origin, key, self._fetcher().read)

    def remove_catalog(self, catalog_id: str) -> None:
        """Forget a catalog of the user's; its installed models stay.  ModelError if there is none
        of this id."""
        self._user_catalogs.remove(catalog_id)

    def search(self, text: str = "") -> list[CatalogModel]:
        """Return the models whose names have every word of `text`; all for no word."""
        return search(text, self.catalogs())

    def find(self, wished: str) -> Wish:
        """Return what `wished` means: an id, "catalog/id", a named style or an alias.

        ModelError offers the nearest names.
        """
        return find(wished, self.catalogs())

    def is_accepted(self, licence: Licence) -> bool:
        """Return whether the user has accepted these very terms."""
        return Acceptances(self.folder).is_accepted(licence)

    def accept(self, licence: Licence) -> None:
        """Note that the user accepts these terms."""
        Acceptances(self.folder).accept(licence)

    def needs(self, model: CatalogModel, installed: Sequence[ModelManifest] | None = None) -> Needs:
        """Return what is still needed to install `model`; asks no network.

        Whoever asks for many gives what is `installed`, which otherwise is read each time.
        """
        here = list_models(self.folder.models) if installed is None else installed
        return needs_of(model, Downloads(self.folder), here)

    def pull(
        self,
        wished: str,
        progress: ProgressCallback,
        stop: Event,
        *,
        accept_changed: bool = False,
    ) -> ModelManifest:
        """Fetch and install what `wished` means, as `find` has it, and return the model.

        One that is installed is returned at once.  Goes on with what an earlier pull has done; if
        another process is at it, this one waits and takes its result.  `accept_changed`: a file
        that is another one than at its first download is taken.

        Raises ModelError for a model that has to be got by hand or lacks packages to export it,
        LicenceError if its terms are not accepted, and whatever AppError ends the work, which its
        job then keeps; Stopped once `stop` is set, and then its job is paused.
        """
        puller = Puller(
            folder=self.folder,
            fetcher=self._fetcher(),
            catalogs=self.catalogs(),
            run_export=self._run_export,
            check_packages=self._check_packages,
            accept_changed=accept_changed,
        )
        return puller.pull(self.find(wished).model, progress, stop)

    def plan(self, wished: str) -> None:
        """Note what is to be pulled: an app that ends before it comes to that goes on with it."""
        model = self.find(wished).model
        Jobs(self.folder).begin(model.id, model.catalog)

    def pause(self, model_id: str) -> None:
        """Note that the user no longer wants a planned model now; a pull that runs is stopped by
        its `stop`."""
        if Jobs(self.folder).find(model_id) is not None:
            Jobs(self.folder).pause(model_id)

    def jobs(self) -> list[Job]:
        """Return all unfinished work, the oldest first.

        At its start an app goes on with those that are `interrupted`, by pulling `Job.wished`.
        """
        return Jobs(self.folder).list()

    def discard(self, model_id: str) -> None:
        """Forget the job of a model and remove what only it has downloaded.

        ModelError if it is worked on right now; nothing happens if there is no such job.
        """
        discard(model_id, self.folder, self.catalogs())

    def import_path(
        self, path: Path, options: ImportOptions, progress: ProgressCallback, stop: Event
    ) -> list[ModelManifest]:
        """Install what `path` is, without any network: a model folder or pack, or VToonify's own
        files, also in a zip.  Raises AppError, and Stopped once `stop` is set."""
        ids = import_path(path, self.folder, options, progress, stop, self._run_export)
        models = list_models(self.folder.models)
        return [find_model(model_id, models) for model_id in ids]

    def remove(self, model_id: str) -> int:
        """Remove an installed model; return how many bytes that freed.

        ModelError if there is none of this id, or it ships with the app.
        """
        freed = upkeep.remove(model_id, self.folder)
        if any(job.model == model_id and not job.busy for job in self.jobs()):
            self.discard(model_id)  # it was killed when all but the end of its job was done
        return freed

    def verify(
        self,
        ids: Sequence[str] | None = None,
        *,
        report: Callable[[str, int, int], None] = lambda name, done, total: None,
        stop: Event | None = None,
    ) -> list[Damage]:
        """Hash every file of these models, None: of all, and every download; return the damage.

        `report` gets what is worked on, bytes done, and bytes in all.  Raises ModelError for an
        unknown id, and Stopped once `stop` is set.
        """
        models = list_models(self.folder.models)
        unreadable = [
            damage
            for damage in upkeep.find_unreadable(self.folder)
            if ids is None or damage.model in ids
        ]
        told = {damage.model for damage in unreadable}
        wanted = models if ids is None else [find_model(i, models) for i in ids if i not in told]
        return unreadable + upkeep.verify(wanted, self.folder, report, stop or Event())

    def leftovers(self) -> Leftovers:
        """Return what neither a model nor an unfinished job needs."""
        needed = needed_by_jobs(self.folder, self.catalogs())
        return upkeep.find_leftovers(self.folder, needed)

    def collect(self) -> int:
        """Remove the leftovers; return how many bytes that freed."""
        return upkeep.collect(self.folder, needed_by_jobs(self.folder, self.catalogs()))

    def export_pack(
        self,
        model_id: str,
        out: Path,
        *,
        report: Callable[[int, int], None] = lambda done, total: None,
        stop: Event | None = None,
    ) -> Path:
        """Write an installed model to one file, which `import_path` takes, and return its path.

        `out` may be a folder.  Raises ModelError if the model is damaged or there is none, and
        Stopped once `stop` is set.
        """
        model = find_model(model_id, list_models(self.folder.models))
        return export_pack(model, out, stop or Event(), report)

    def _fetcher(self) -> Fetcher:
        return Fetcher(self.folder, endpoint=self._endpoint, offline=self._offline)
