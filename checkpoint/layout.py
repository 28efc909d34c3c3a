"""Finds the files that belong to a VToonify checkpoint, where upstream's programs keep them.

Encoder, face parser and style codes lie beside the checkpoint or one folder up. A name only says
where to look first: what a file is, its keys tell. They need PyTorch to be read, so whoever calls
brings the function that tells the kind of a file.
"""

import filecmp
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checkpoint.errors import ModelError
from checkpoint.official import KIND_NAMES, FileKind, check_kind

KindOf = Callable[[Path], FileKind]  # raises ModelError for a file that cannot be read
VTOONIFY: tuple[FileKind, ...] = ("vtoonify_d", "vtoonify_t")
REFINED, PLAIN = "refined_exstyle_code.npy", "exstyle_code.npy"
CODES = (REFINED, PLAIN, "refined_exstyle_code.npz", "exstyle_code.npz")
USUAL_NAMES: Mapping[FileKind, tuple[str, ...]] = {  # of what belongs to a checkpoint
    "psp_encoder": ("encoder.pt",),
    "faceparsing": ("faceparsing.pth", "faceparsing.pt"),
}
OPTIONS: Mapping[FileKind, str] = {"psp_encoder": "--encoder", "faceparsing": "--faceparsing"}
_SUFFIXES = {".pt", ".pth"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Files that the user named; None: look for it."""

    encoder: Path | None = None
    faceparsing: Path | None = None
    codes: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFiles:
    """A VToonify checkpoint and all that belongs to it."""

    vtoonify: Path
    kind: FileKind  # "vtoonify_d" or "vtoonify_t"
    encoder: Path
    faceparsing: Path
    codes: Path | None  # of D; T has none
    notes: tuple[str, ...] = ()  # sentences on choices that the user should know of


def find_checkpoints(path: Path, kind_of: KindOf) -> list[Path]:
    """Return the VToonify checkpoints that `path` means, by name: itself, or those in the folder.

    A folder that has none itself is searched one folder deep. Raises ModelError if there is none,
    or if `path` is a file of another kind.
    """
    if not path.is_dir():
        if not path.exists():
            raise ModelError(f"{path} does not exist", "Check the name")
        check_kind(kind_of(path), VTOONIFY, str(path))
        return [path]
    return _of_kind(path, VTOONIFY, kind_of) or _below(path, kind_of)


def unreadable(path: Path, checkpoints: Collection[Path], kind_of: KindOf) -> tuple[str, ...]:
    """Return a sentence for each PyTorch file that cannot be read, in the folder `path` and where
    the checkpoints that it means lie: it may be one that was to be imported, too."""
    if not path.is_dir():
        return ()
    sentences = []
    for folder in sorted({path, *(checkpoint.parent for checkpoint in checkpoints)}):
        for file in _torch_files(folder):
            try:
                kind_of(file)
            except ModelError as error:
                sentences.append(f"{file} was left out: {error.message}")
    return tuple(sentences)


def find_files(path: Path, kind_of: KindOf, overrides: Overrides | None = None) -> OfficialFiles:
    """Return the checkpoint that `path`, a file or a folder, means, and what belongs to it.

    Raises ModelError if it means several, and lists them; if something is missing, and says where
    to put it; and if a file is not what it has to be.
    """
    named = overrides or Overrides()
    kind_of = cache(kind_of)  # to read a file takes a moment
    found = find_checkpoints(path, kind_of)
    if len(found) > 1:
        names = ", ".join(str(file.relative_to(path)) for file in found)
        raise ModelError(f"{path} holds {len(found)} VToonify checkpoints", f"Give one of {names}")
    vtoonify = found[0]
    kind = kind_of(vtoonify)
    encoder = _companion(vtoonify, "psp_encoder", named.encoder, kind_of)
    faceparsing = _companion(vtoonify, "faceparsing", named.faceparsing, kind_of)
    codes, notes = _codes(vtoonify, named.codes) if kind == "vtoonify_d" else (None, ())
    return OfficialFiles(
        vtoonify=vtoonify,
        kind=kind,
        encoder=encoder,
        faceparsing=faceparsing,
        codes=codes,
        notes=notes,
    )


def _below(folder: Path, kind_of: KindOf) -> list[Path]:
    """Return the checkpoints in the folders of `folder`; ModelError if there is none."""
    inner = sorted(entry for entry in _entries(folder) if entry.is_dir())
    found = [file for below in inner for file in _of_kind(below, VTOONIFY, kind_of)]
    if not found:
        for file in [*_torch_files(folder), *(f for below in inner for f in _torch_files(below))]:
            kind_of(file)  # one that is damaged may be the one that is meant: say so
        raise ModelError(
            f"{folder} has no VToonify checkpoint in it",
            "Give a .pt file of VToonify, or the folder that it lies in",
        )
    return found


def _companion(vtoonify: Path, kind: FileKind, named: Path | None, kind_of: KindOf) -> Path:
    """Return the file of `kind` that belongs to `vtoonify`."""
    if named is not None:
        if not named.is_file():
            raise ModelError(f"{named} does not exist", "Check the name")
        check_kind(kind_of(named), [kind], str(named))
        return named
    places = _places(vtoonify)
    for place in places:
        usual = [place / name for name in USUAL_NAMES[kind] if (place / name).is_file()]
        if len(usual) == 1:
            check_kind(kind_of(usual[0]), [kind], str(usual[0]))
            return usual[0]
    for place in places:
        found = _of_kind(place, [kind], kind_of)
        if len(found) > 1:
            names = " and ".join(file.name for file in found)
            raise ModelError(
                f"{names} in {place} are each {KIND_NAMES[kind]}",
                f"Say which one to take with {OPTIONS[kind]} FILE",
            )
        if found:
            return found[0]
    raise _missing(USUAL_NAMES[kind][0], OPTIONS[kind], vtoonify, places)


def _codes(vtoonify: Path, named: Path | None) -> tuple[Path, tuple[str, ...]]:
    """Return the style codes of a D checkpoint, and what to say about the choice."""
    if named is not None:
        if not named.is_file():
            raise ModelError(f"{named} does not exist", "Check the name")
        return named, ()
    places = _places(vtoonify)
    for place in places:
        found = [place / name for name in CODES if (place / name).is_file()]
        if len(found) > 1 and not filecmp.cmp(found[0], found[1], shallow=False):
            return found[0], (_why(found[0], found[1]),)
        if found:
            return found[0], ()
    raise _missing(PLAIN, "--codes", vtoonify, places)


def _why(taken: Path, other: Path) -> str:
    return (
        f"{taken.name} is taken and not {other.name} beside it: VToonify trains on the refined "
        "codes where there are any. Give --codes FILE for the other"
    )


def _missing(name: str, option: str, vtoonify: Path, places: list[Path]) -> ModelError:
    elsewhere = f" nor in {places[1]}" if len(places) > 1 else ""
    return ModelError(
        f"{name} was not found beside {vtoonify}{elsewhere}",
        f"Put it there or give {option} FILE",
    )


def _places(vtoonify: Path) -> list[Path]:
    folder = vtoonify.absolute().parent
    return [folder] if folder.parent == folder else [folder, folder.parent]


def _of_kind(folder: Path, kinds: Collection[FileKind], kind_of: KindOf) -> list[Path]:
    """Return the PyTorch files of these kinds in `folder`; one that cannot be read is none."""
    found = []
    for file in _torch_files(folder):
        try:
            kind = kind_of(file)
        except ModelError:
            continue
        if kind in kinds:
            found.append(file)
    return found


def _torch_files(folder: Path) -> list[Path]:
    files = sorted(_entries(folder))
    return [file for file in files if file.suffix in _SUFFIXES and file.is_file()]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise ModelError(
            f"{folder} cannot be read ({error.strerror})", "Check its permissions"
        ) from error
