"""From a path that the user names to installed models, without any network."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from checkpoint.archive import extract
from checkpoint.errors import AppError, ModelError, UsageError
from checkpoint.export_packages import check_export_packages
from checkpoint.export_process import EXPORT, run_import
from checkpoint.import_kinds import PathKind, archives_in, content_of, models_in, recognise
from checkpoint.landing import already_installed, building_place
from checkpoint.layout import OPTIONS, USUAL_NAMES
from checkpoint.model import ModelManifest
from checkpoint.model_folder import Installer, not_installed, read_foreign
from checkpoint.official import FileKind
from checkpoint.progress import Progress, ProgressCallback, exporting
from checkpoint.store_folder import StoreFolder

__all__ = ["ImportOptions", "PathKind", "RunExport", "import_path", "recognise"]

RunExport = Callable[..., list[dict[str, Any]]]  # as `run_import`


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user wants otherwise than the files say; None: as they say."""

    encoder: Path | None = None
    faceparsing: Path | None = None
    codes: Path | None = None
    id: str | None = None  # of a finished model the one that it has to have
    name: str | None = None
    color_transfer: bool | None = None
    replace: bool = False  # a model of this id that is installed
    check: Callable[[ModelManifest], None] | None = None  # raises for a model that is not wanted

    def arguments(self) -> list[str]:
        """Return those for checkpoints, as the exporter takes them."""
        values = {
            "--encoder": self.encoder,
            "--faceparsing": self.faceparsing,
            "--codes": self.codes,
            "--id": self.id,
            "--name": self.name,
        }
        # As one part each: a name may begin with a dash.
        arguments = [f"{key}={value}" for key, value in values.items() if value is not None]
        if self.color_transfer is not None:
            arguments.append("--color-transfer" if self.color_transfer else "--no-color-transfer")
        return arguments


def import_path(
    path: Path,
    folder: StoreFolder,
    options: ImportOptions,
    progress: ProgressCallback,
    stop: Event,
    run_export: RunExport = run_import,
) -> list[str]:
    """Install what `path` is and return the ids of the new models.

    Raises AppError in one sentence, and Stopped once `stop` is set; nothing is left then of a
    model that did not become whole, and of several those before it stay.
    """
    work = _Import(folder, options, progress, stop, run_export)
    try:
        kind = recognise(path)
        if kind == "checkpoints":
            return work.export(path)
        with building_place(folder.models) as built:
            if kind == "archives":
                return [
                    each for archive in archives_in(path) for each in work.unpack(archive, built)
                ]
            if kind == "archive":
                return work.unpack(path, built)
            return work.install(path, kind, built, moving=False)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be installed in {folder.models} ({error.strerror or error})",
            "Check the disk, its free space and the permissions",
        ) from error


class _Import:
    """One call of `import_path`."""

    def __init__(
        self,
        folder: StoreFolder,
        options: ImportOptions,
        progress: ProgressCallback,
        stop: Event,
        run_export: RunExport,
    ) -> None:
        self._folder = folder
        self._options = options
        self._progress = progress
        self._stop = stop
        self._run_export = run_export

    def unpack(self, archive: Path, built: Path) -> list[str]:
        """Install what is in a zip."""
        # Its name stays the folder's: a checkpoint is called by the folder that it lies in.
        target = built.parent / "unpacked" / archive.stem
        target.mkdir(parents=True)

        def report(done: int, total: int) -> None:
            self._progress(
                Progress(model="", phase="checking", step=archive.name, done=done, total=total)
            )

        extract(archive, target, stop=self._stop, report=report)
        inner = content_of(target)
        try:
            kind = recognise(inner)
            if kind == "checkpoints":
                return self.export(inner)
            if kind == "archives":
                raise ModelError(f"{archive} holds further zips", "Unpack it and import the folder")
            return self.install(inner, kind, built, moving=True)
        except AppError as error:  # the user knows the zip, and not where it was unpacked
            message = error.message.replace(str(target), str(archive))
            raise type(error)(message, error.hint.replace(str(target), str(archive))) from error

    def install(self, path: Path, kind: PathKind, built: Path, *, moving: bool) -> list[str]:
        """Install one model folder, or all in a folder."""
        for option in dataclasses.replace(self._options, id=None).arguments()[:1]:
            name = option.partition("=")[0]
            raise UsageError(f"{name} is for checkpoints, and {path} is a model", "Leave it out")
        folders = [path] if kind == "model" else models_in(path)
        models = [read_foreign(folder) for folder in folders]
        self._check_ids(path, models)
        if self._options.check is not None:
            for model in models:
                self._options.check(model)
        installer = Installer(
            self._folder.models, built, self._progress, self._stop, replace=self._options.replace
        )
        for model in models:
            installer.install(model, moving=moving)
        return [model.id for model in models]

    def export(self, path: Path) -> list[str]:
        """Let the exporter make models of checkpoints."""
        if self._options.check is not None:  # who promises a finished model must not run it
            raise not_installed(path, "it is no finished model")
        check_export_packages()
        waiting = Progress(model="", phase="waiting", step=path.name)
        # While this is held no download is removed as a leftover.
        with self._folder.held(EXPORT, self._stop, lambda: self._progress(waiting)):
            installed = self._run_export(
                self._arguments(path), lambda event: self._progress(exporting(event)), self._stop
            )
        return [model["id"] for model in installed]

    def _arguments(self, path: Path) -> list[str]:
        """Return what the exporter is told."""
        arguments = [str(path), f"--out={self._folder.models}", *self._options.arguments()]
        given = {"psp_encoder": self._options.encoder, "faceparsing": self._options.faceparsing}
        for kind, names in USUAL_NAMES.items():
            if given[kind] is None:
                arguments += self._downloaded(path, kind, names)
        if self._folder.portrait.is_file():
            arguments.append(f"--portrait={self._folder.portrait}")
        if not self._options.replace:
            arguments.append("--keep-installed")
        return arguments

    def _check_ids(self, path: Path, models: Sequence[ModelManifest]) -> None:
        """Raise ModelError, before any work, if two models are one, or one is installed."""
        ids = [model.id for model in models]
        if self._options.id not in (None, *ids):
            raise ModelError(
                f"{path} is the model '{ids[0]}', not '{self._options.id}'",
                "A finished model keeps its id; leave --id out",
            )
        if len(set(ids)) < len(ids):
            raise ModelError(f"{path} holds two models of one id", "Import them one by one")
        for model_id in ids:
            if not self._options.replace and (self._folder.models / model_id).exists():
                raise already_installed(model_id)

    def _downloaded(self, path: Path, kind: FileKind, names: Sequence[str]) -> list[str]:
        """Return the argument that names a downloaded file, where none lies beside `path`."""
        inner = [place for place in path.iterdir() if place.is_dir()] if path.is_dir() else []
        beside = [path, *inner] if path.is_dir() else [path.absolute().parent]
        places = [*beside, beside[0].absolute().parent]
        if any((place / name).is_file() for place in places for name in names):
            return []
        found = [file for name in names for file in self._folder.downloads.glob(f"*/**/{name}")]
        newest = max(found, key=lambda file: file.stat().st_mtime, default=None)
        return [] if newest is None else [f"{OPTIONS[kind]}={newest}"]
