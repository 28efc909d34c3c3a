"""Model folders from elsewhere: looked at, then installed.

Only what the manifest names is taken, every file is held to its hash, and nothing is followed
that leads out of the folder.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from checkpoint.archive import check_room
from checkpoint.errors import ModelError, UsageError
from checkpoint.file_names import check_distinct, check_id, check_relative
from checkpoint.hashing import read_hashed
from checkpoint.installed import readable_models
from checkpoint.landing import land
from checkpoint.manifest import MANIFEST, load_manifest
from checkpoint.model import ModelManifest
from checkpoint.progress import Progress, ProgressCallback

Take = Callable[[bytes], object]
_MAX_MANIFEST = 4 << 20  # bytes; with 317 styles it has 100 kB
_GET_ANOTHER = "Get another copy, from where it came from"


def not_installed(path: Path, reason: object) -> ModelError:
    """Return the error for what is no model to install, or not a whole one."""
    return ModelError(f"{path} is not installed: {reason}", _GET_ANOTHER)


def read_foreign(folder: Path) -> ModelManifest:
    """Return the model in `folder`, whose files are there, but not hashed yet.

    Raises ModelError in one sentence if it could not be installed: its id, the names of its files,
    links among them, or files that a model needs and that it does not name.
    """
    try:
        if _plain_file(folder, (MANIFEST,)).stat().st_size > _MAX_MANIFEST:
            raise ValueError(f"{MANIFEST} is larger than {_MAX_MANIFEST >> 20} MB")
        model = load_manifest(folder)
        check_id(model.id)
        check_distinct([MANIFEST, *model.sha256])
        for name in model.sha256:
            _plain_file(folder, check_relative(name))
        lacking = _needed(model) - model.sha256.keys()
        if lacking:
            raise ValueError(f"{MANIFEST} does not name {', '.join(sorted(lacking))}")
    except UsageError as error:
        raise not_installed(folder, error.message) from error
    except (ValueError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise not_installed(folder, reason) from error
    return model


class Installer:
    """Installs model folders among the `models` that are there, in a building place of theirs."""

    def __init__(
        self, models: Path, built: Path, progress: ProgressCallback, stop: Event, *, replace: bool
    ) -> None:
        self._models = models
        self._built = built
        self._progress = progress
        self._stop = stop
        self._replace = replace

    def install(self, model: ModelManifest, *, moving: bool) -> None:
        """Install what `read_foreign` returned.  `moving`: its files may be moved, not copied.

        Files that an installed model has, too, become one with these.  Raises ModelError for a
        file that is damaged, OSError, and Stopped.
        """
        known = _installed_files(self._models)
        sizes = {name: (model.folder / name).stat().st_size for name in model.sha256}
        if not moving:
            new = [name for name, sha256 in model.sha256.items() if sha256 not in known]
            check_room(self._built, sum(sizes[name] for name in new))
        shutil.copyfile(model.folder / MANIFEST, self._built / MANIFEST)
        done, total = 0, sum(sizes.values())
        for name, sha256 in model.sha256.items():
            target = self._built.joinpath(*check_relative(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            tell = self._teller(model.id, name, done, total)
            if not self._share(known.get(sha256, []), sha256, target, tell):
                self._take(model, name, target, tell, moving=moving)
            done += sizes[name]
        land(self._built, self._models / model.id, replace=self._replace)

    def _share(self, known: Iterable[Path], sha256: str, target: Path, tell: Take) -> bool:
        """Make `target` one with a file of an installed model; False if there is none whole."""
        for path in known:
            try:
                if read_hashed(path, tell, self._stop) == sha256:
                    os.link(path, target)
                    return True
            except OSError:  # removed meanwhile; or a disk that has no hard links
                continue
        return False

    def _take(
        self,
        model: ModelManifest,
        name: str,
        target: Path,
        tell: Take,
        *,
        moving: bool,
    ) -> None:
        source = model.folder / name
        if moving:
            found = read_hashed(source, tell, self._stop)
        else:
            with target.open("xb") as file:
                found = read_hashed(source, _both(tell, file.write), self._stop)
        if found != model.sha256[name]:
            raise ModelError(
                f"{source} is damaged: sha256 {found[:8]}, expected {model.sha256[name][:8]}",
                _GET_ANOTHER,
            )
        if moving:
            source.rename(target)

    def _teller(self, model_id: str, name: str, before: int, total: int) -> Take:
        done = before

        def tell(piece: bytes) -> None:
            nonlocal done
            done = min(done + len(piece), total)
            self._progress(
                Progress(model=model_id, phase="checking", step=name, done=done, total=total)
            )

        return tell


def _both(first: Take, second: Take) -> Take:
    def take(piece: bytes) -> None:
        first(piece)
        second(piece)

    return take


def _needed(model: ModelManifest) -> set[str]:
    """Return the files without which a model does not run."""
    needed = {"style.onnx", "styles.npz", *map(model.frame_file, model.output_scales)}
    return needed | {"parse.onnx", "encode.onnx"} if model.is_vtoonify else needed


def _installed_files(models: Path) -> dict[str, list[Path]]:
    """Return sha256 -> files of installed models that should have it."""
    files: dict[str, list[Path]] = {}
    for model in readable_models(models):
        for name, sha256 in model.sha256.items():
            files.setdefault(sha256, []).append(model.folder / name)
    return files


def _plain_file(folder: Path, parts: tuple[str, ...]) -> Path:
    """Return the path of a file in `folder`; ValueError if it is a link, or lies behind one."""
    place = folder
    for part in parts:
        place = place / part
        kind = stat.S_IFMT(place.lstat().st_mode)
        if kind != (stat.S_IFREG if place == folder.joinpath(*parts) else stat.S_IFDIR):
            raise ValueError(f"{place.relative_to(folder)} in it is no plain file or folder")
    return place
