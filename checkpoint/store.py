"""The model store: what is installed, what there is to install, and the way from one to the other.

Safe for several processes at once, such as the app and the command line, and for several threads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from checkpoint.catalog import Catalog, CatalogModel, Licence
from checkpoint.catalog_search import Wish
from checkpoint.export_process import run_import
from checkpoint.installed import (
    STARTER,
    find_model,
    find_style,
    folders_in,
    list_models,
    models_folder,
)
from checkpoint.jobs import Job
from checkpoint.manifest import ModelManifest
from checkpoint.model_import import ImportOptions, RunExport
from checkpoint.needs import Needs
from checkpoint.progress import ProgressCallback
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import Damage, Leftovers

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A model that is here and whole, as far as a look at its manifest tells."""

    manifest: ModelManifest
    num_bytes: int  # on disk; files that models share count for the first of them
    removable: bool  # the starter is not


class Store:
    """The models of one folder.

    `models` None: the user's.  `endpoint` None: that of HF_ENDPOINT, or the hub.  With `offline`
    nothing is asked of any network.  `run_export` starts the exporter.
    """

    def __init__(
        self,
        models: Path | None = None,
        *,
        endpoint: str | None = None,
        offline: bool = False,
        run_export: RunExport = run_import,
    ) -> None:
        self.folder = StoreFolder(models_folder() if models is None else models)
        self._endpoint = endpoint
        self._offline = offline
        self._run_export = run_export

    def installed(self) -> list[Installed]:
        """Return every whole model, the starter first, the others by name."""
        raise NotImplementedError

    def catalogs(self) -> list[Catalog]:
        """Return the catalog that ships with the app, then the user's; damaged ones are left out,
        which the log tells."""
        raise NotImplementedError

    def add_catalog(self, origin: str, key: str | None = None) -> Catalog:
        """Add the catalog at `origin`, a path or an https address, and return it.

        With `key`, a minisign public key in base64, its signature has to be right.  Raises
        AppError if it cannot be read, is none, or its id is taken.
        """
        raise NotImplementedError

    def remove_catalog(self, catalog_id: str) -> None:
        """Forget a catalog of the user's; its installed models stay.  ModelError if there is none
        of this id."""
        raise NotImplementedError

    def search(self, text: str = "") -> list[CatalogModel]:
        """Return the models whose names have every word of `text`; all for no word."""
        raise NotImplementedError

    def find(self, wished: str) -> Wish:
        """Return what `wished` means: an id, "catalog/id", a named style or an alias.

        ModelError offers the nearest names.
        """
        raise NotImplementedError

    def is_accepted(self, licence: Licence) -> bool:
        """Return whether the user has accepted these very terms."""
        raise NotImplementedError

    def accept(self, licence: Licence) -> None:
        """Note that the user accepts these terms."""
        raise NotImplementedError

    def needs(self, model: CatalogModel) -> Needs:
        """Return what is still needed to install `model`; asks no network."""
        raise NotImplementedError

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
        raise NotImplementedError

    def jobs(self) -> list[Job]:
        """Return all unfinished work, the oldest first.

        At its start an app goes on with those that are `interrupted`, by pulling `Job.wished`.
        """
        raise NotImplementedError

    def discard(self, model_id: str) -> None:
        """Forget the job of a model and remove what only it has downloaded.

        ModelError if it is worked on right now; nothing happens if there is no such job.
        """
        raise NotImplementedError

    def import_path(
        self, path: Path, options: ImportOptions, progress: ProgressCallback, stop: Event
    ) -> list[ModelManifest]:
        """Install what `path` is, without any network: a model folder or pack, or VToonify's own
        files, also in a zip.  Raises AppError, and Stopped once `stop` is set."""
        raise NotImplementedError

    def remove(self, model_id: str) -> int:
        """Remove an installed model; return how many bytes that freed.

        ModelError if there is none of this id, or it ships with the app.
        """
        raise NotImplementedError

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
        raise NotImplementedError

    def leftovers(self) -> Leftovers:
        """Return what neither a model nor an unfinished job needs."""
        raise NotImplementedError

    def collect(self) -> int:
        """Remove the leftovers; return how many bytes that freed."""
        raise NotImplementedError

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
        raise NotImplementedError
