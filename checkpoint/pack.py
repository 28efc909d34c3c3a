"""One file of a whole model, to hand on: `import` takes it anywhere."""

import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

from checkpoint.catalog import built_in
from checkpoint.errors import ModelError
from checkpoint.hashing import read_hashed
from checkpoint.installed import STARTER
from checkpoint.manifest import MANIFEST
from checkpoint.model import ModelManifest

Report = Callable[[int, int], None]  # bytes done, bytes in all
SUFFIX = ".vtoonify.zip"

_FOLDER = "model"  # in the zip
_LICENCE = "LICENCE.txt"
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can have: the same bytes each time
_MODE = 0o100644 << 16  # a plain file that all may read


def export_pack(model: ModelManifest, out: Path, stop: Event, report: Report) -> Path:
    """Write `model` with its licence and hashes to the file `out` and return that.

    `out` is a ".zip", which takes the place of an older one, or a folder, which is made, for
    "<id>.vtoonify.zip".  The same model gives the same bytes.  Raises ModelError for a model that
    is damaged or a file that cannot be written, and Stopped once `stop` is set; then nothing is
    left of it, and an older file is as it was.
    """
    if model.folder == STARTER:
        raise ModelError(
            f"The model '{model.id}' ships with the app", "Everybody has it; choose another"
        )
    path = out if out.suffix.lower() == ".zip" and not out.is_dir() else out / f"{model.id}{SUFFIX}"
    if path.exists() and not path.is_file():  # a device would give way to the pack
        raise ModelError(f"Cannot write {path}: it is no plain file", "Choose another name")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                _Packing(model, archive, stop, report).write()
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise ModelError(
            f"Cannot write {path} ({error.strerror})",
            "Free some space, check the permissions, or choose another folder",
        ) from error
    finally:
        with suppress(OSError):  # a folder that cannot be written is told above
            partial.unlink()
    return path


class _Packing:
    """One model on its way into a zip."""

    def __init__(
        self, model: ModelManifest, archive: zipfile.ZipFile, stop: Event, report: Report
    ) -> None:
        self._model = model
        self._archive = archive
        self._stop = stop
        self._report = report
        self._done = 0
        self._total = sum(self._size(name) for name in model.sha256)

    def write(self) -> None:
        """Write the licence, the manifest and every file that it names."""
        self._archive.writestr(_entry(_LICENCE), _terms(self._model))
        manifest = (self._model.folder / MANIFEST).read_bytes()
        self._archive.writestr(_entry(f"{_FOLDER}/{MANIFEST}"), manifest)
        for name in sorted(self._model.sha256):
            self._write_file(name)

    def _write_file(self, name: str) -> None:
        entry = _entry(f"{_FOLDER}/{name}")
        entry.file_size = self._size(name)  # so that the zip has room for a large one
        path = self._model.folder / name
        with self._archive.open(entry, "w") as file:

            def take(piece: bytes) -> None:
                file.write(piece)
                self._done += len(piece)
                self._report(self._done, self._total)

            found = read_hashed(path, take, self._stop)
        if found != self._model.sha256[name]:
            raise _damaged(self._model, name)

    def _size(self, name: str) -> int:
        try:
            return (self._model.folder / name).stat().st_size
        except OSError as error:
            raise _damaged(self._model, name) from error


def _damaged(model: ModelManifest, name: str) -> ModelError:
    return ModelError(
        f"{name} of model '{model.id}' is damaged or missing, so it is not packed",
        "Install the model again",
    )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3  # Unix, wherever it is written
    entry.external_attr = _MODE
    return entry  # stored: weights do not become smaller


def _terms(model: ModelManifest) -> str:
    """Return what a reader should know before passing the file on."""
    lines = [
        f"{model.title} ({model.id})",
        f"Licence: {model.licence}",
        "",
        "Whoever passes this file on or uses it is bound by that licence.",
    ]
    for licence in dict.fromkeys(offered.licence for offered in built_in().models):
        if model.licence.startswith(licence.name):
            lines += [licence.summary, f"The terms: {licence.url}"]
    lines += ["", f"{_FOLDER}/{MANIFEST} has the sha256 of every file.", ""]
    return "\n".join(lines)
