"""Keeps the models in order: removes them, finds what is damaged, frees what nobody needs."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from filelock import Timeout

from checkpoint import landing
from checkpoint.disk_use import files_in, freed_by, new_bytes
from checkpoint.downloads import NOTES, Downloads
from checkpoint.errors import ModelError
from checkpoint.export_process import EXPORT
from checkpoint.file_names import TAKEN_IDS
from checkpoint.hashing import read_hashed
from checkpoint.installed import folders_in, readable_models
from checkpoint.manifest import MANIFEST, load_manifest
from checkpoint.model import ModelManifest
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder, writing

What = Literal["missing", "damaged"]
Report = Callable[[str, int, int], None]  # what is worked on, bytes done, bytes in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file that is not as it should be."""

    model: str  # id; "" of a downloaded file, which belongs to no model yet
    file: Path
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """What nobody needs any more."""

    paths: tuple[Path, ...]  # files and folders
    num_bytes: int  # on disk, that removing them frees


def remove(model_id: str, folder: StoreFolder) -> int:
    """Remove a model, a damaged one too; return how many bytes that freed: files that other models
    have, too, stay.

    Raises ModelError if there is no such model, if it is the starter, or if it is in use.
    """
    if model_id.lower() in TAKEN_IDS:
        raise ModelError(f"The model '{model_id}' ships with the app", "It cannot be removed")
    place = _place_of(model_id, folder)
    freed = freed_by([place])
    try:
        landing.take_away(place)
    except FileNotFoundError:  # another process was faster
        return 0
    except OSError as error:
        raise ModelError(
            f"The model '{model_id}' cannot be removed ({error.strerror})",
            "Choose another model in the app, or close programs that use it, and try again",
        ) from error
    return freed


def verify(
    models: Sequence[ModelManifest], folder: StoreFolder, report: Report, stop: Event
) -> list[Damage]:
    """Hash every file of `models`, and every download, and return those that are not as noted.

    A file that several models share is read once.  Raises Stopped once `stop` is set.
    """
    expected = [
        _Expected(model.id, model.folder / name, sha256)
        for model in models
        for name, sha256 in model.sha256.items()
    ]
    verifier = _Verifier([*expected, *_noted_downloads(folder)], report, stop)
    gone = {model.id for model in models if not (model.folder / MANIFEST).exists()}
    return [damage for damage in verifier.damages() if damage.model not in gone]


def find_unreadable(folder: StoreFolder) -> list[Damage]:
    """Return the model folders that no list shows, since their manifest is damaged or missing."""
    found = []
    for place in folders_in(folder.models):
        try:
            load_manifest(place)
        except ModelError:
            path = place / MANIFEST
            what: What = "damaged" if path.exists() else "missing"
            found.append(Damage(model=place.name, file=path, what=what))
    return found


def find_leftovers(folder: StoreFolder, keep: Collection[RemoteFile] = ()) -> Leftovers:
    """Return what no model and no unfinished job needs; `keep` are the files that jobs need.

    What a process is just fetching is needed, too, and every download while one exports.
    """
    if not folder.models.exists():
        return Leftovers(paths=(), num_bytes=0)
    downloads = Downloads(folder)
    kept = {downloads.place(file) for file in keep}
    kept |= {part for file in keep for part in downloads.parts(file)}
    with writing(folder.models):
        paths = landing.find_leftovers(folder.models)
        for path in files_in(folder.downloads):
            with _claimed(path, folder) as is_free:
                if is_free and path not in kept:
                    paths.append(path)
    return Leftovers(paths=tuple(paths), num_bytes=freed_by(paths))


def collect(folder: StoreFolder, keep: Collection[RemoteFile] = ()) -> int:
    """Remove what `find_leftovers` finds; return how many bytes that freed."""
    found = find_leftovers(folder, keep)
    if not found.paths:
        return 0
    with writing(folder.models):
        landing.remove_leftovers(folder.models)
        for path in found.paths:
            with _claimed(path, folder) as is_free:
                if is_free and path.is_relative_to(folder.downloads):
                    path.unlink(missing_ok=True)
    return found.num_bytes - freed_by(found.paths)


@dataclass(frozen=True, slots=True)
class _Expected:
    """A file and what it should be."""

    model: str
    path: Path
    sha256: str


class _Verifier:
    """Reads files and compares them with what they should be."""

    def __init__(self, expected: Sequence[_Expected], report: Report, stop: Event) -> None:
        self._expected = expected
        self._report = report
        self._stop = stop
        self._done = 0
        self._total = sum(new_bytes((each.path for each in expected), set()))
        self._known: dict[tuple[int, int], str] = {}  # file on the disk -> sha256

    def damages(self) -> Iterator[Damage]:
        """Yield the files that are not what they should be."""
        for each in self._expected:
            try:
                found = self._hash(each.path)
            except FileNotFoundError:
                yield Damage(model=each.model, file=each.path, what="missing")
            except OSError:  # of the disk: what cannot be read is of no use
                yield Damage(model=each.model, file=each.path, what="damaged")
            else:
                if found != each.sha256:
                    yield Damage(model=each.model, file=each.path, what="damaged")

    def _hash(self, path: Path) -> str:
        facts = path.stat()
        key = (facts.st_dev, facts.st_ino)
        if key not in self._known:

            def tell(piece: bytes) -> None:
                self._done += len(piece)
                self._report(str(path), self._done, self._total)

            self._known[key] = read_hashed(path, tell, self._stop)
        return self._known[key]


def _place_of(model_id: str, folder: StoreFolder) -> Path:
    """Return the folder of a model: of this id, or else of this name."""
    for model in readable_models(folder.models):
        if model.id == model_id:
            return model.folder
    places = folders_in(folder.models)
    for place in places:
        if place.name == model_id:  # a damaged one
            return place
    known = ", ".join(place.name for place in places)
    hint = f"There are: {known}" if known else "None is installed beside those of the app"
    raise ModelError(f"There is no model '{model_id}' to remove", hint)


def _noted_downloads(folder: StoreFolder) -> Iterator[_Expected]:
    for note in folder.read(NOTES).values():
        if isinstance(note, dict) and {"path", "sha256"} <= note.keys():
            path = folder.downloads / str(note["path"])
            if path.exists():  # most are removed when they have become a model
                yield _Expected("", path, str(note["sha256"]))


@contextmanager
def _claimed(path: Path, folder: StoreFolder) -> Iterator[bool]:
    """Give whether `path` is free to be removed: no part of a file that is just being fetched, and
    no file that an export may be reading; none begins to while the block runs."""
    is_part = path.suffix == ".part"
    lock = folder.lock(f"fetch-{path.name.partition('-')[0]}" if is_part else EXPORT)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
