"""What a path is that a user wants to import."""

import zipfile
from pathlib import Path
from typing import Literal

from checkpoint.errors import ModelError
from checkpoint.installed import folders_in
from checkpoint.manifest import MANIFEST

PathKind = Literal["model", "models", "checkpoints", "archive", "archives"]

_CHECKPOINTS = {".pt", ".pth"}  # these are zips, too
_FOREIGN = {".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zst"}


def recognise(path: Path) -> PathKind:
    """Return what `path` is: a model folder, a folder of those, checkpoints, a zip of either, or a
    folder of such zips.

    Raises ModelError if it does not exist, or is packed otherwise.
    """
    if not path.exists():
        raise ModelError(f"{path} does not exist", "Check the name")
    if path.is_dir():
        return _recognise_folder(path)
    if not path.is_file():  # a pipe would be waited for without end
        raise ModelError(f"{path} is neither a file nor a folder", "Check the name")
    if path.suffix.lower() in _FOREIGN:
        raise ModelError(f"{path} cannot be unpacked here", "Unpack it and import the folder")
    if path.suffix.lower() in _CHECKPOINTS:
        return "checkpoints"
    is_zip = path.suffix.lower() == ".zip" or zipfile.is_zipfile(path)
    return "archive" if is_zip else "checkpoints"


def models_in(folder: Path) -> list[Path]:
    """Return the model folders in `folder`, by name."""
    return [place for place in folders_in(folder) if (place / MANIFEST).exists()]


def archives_in(folder: Path) -> list[Path]:
    """Return the zips in `folder`, by name."""
    zips = sorted(path for path in folder.glob("[!.]*") if path.suffix.lower() == ".zip")
    return [path for path in zips if path.is_file()]


def content_of(unpacked: Path) -> Path:
    """Return the folder that a zip is about: most hold one folder with all the rest in it."""
    place = unpacked
    while not (place / MANIFEST).exists():
        entries = list(place.iterdir())
        if len(entries) != 1 or not entries[0].is_dir():
            return place
        place = entries[0]
    return place


def _recognise_folder(folder: Path) -> PathKind:
    if (folder / MANIFEST).exists():
        return "model"
    if models_in(folder):
        return "models"
    places = [folder, *folders_in(folder)]
    files = (file for place in places for file in place.iterdir())
    if any(file.suffix.lower() in _CHECKPOINTS for file in files):
        return "checkpoints"
    return "archives" if archives_in(folder) else "checkpoints"
