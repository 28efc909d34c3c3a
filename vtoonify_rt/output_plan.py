"""Which file each input becomes: decided, and refused where it cannot be meant, before any work.

One input may be given the name of its output file. Otherwise the output is a folder, and each
file in it bears the name of its input.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vtoonify_rt.errors import SourceError, UsageError
from vtoonify_rt.image_io import SUFFIXES, is_image
from vtoonify_rt.output_file import cannot_write

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")  # written
VIDEO_SUFFIXES = (".mp4",)  # written
_READ_AS_VIDEO = frozenset(
    {".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".ts", ".wmv", ".3gp"}
)
_WRITABLE = "Use a name that ends in .png, .jpg or .webp for a picture and .mp4 for a video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to stylize."""

    source: Path
    target: Path
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, and what cannot be."""

    jobs: tuple[Job, ...]
    failed: tuple[tuple[Path, SourceError], ...]  # inputs that do not exist, empty folders
    folder: Path | None  # to be made for the outputs; None: one file, in a folder that exists


def plan_outputs(inputs: Sequence[Path], output: str) -> Plan:
    """Return which file each of `inputs` (pictures, videos, folders of them) becomes.

    `output` is what the user wrote; a separator at its end says that a folder is meant. Raises
    UsageError when it cannot be meant: several inputs for one file, an unknown suffix, a picture
    for a video, or an output that is one of the inputs; and SinkError for a name that is too long
    or lies where nobody may look.
    """
    sources: list[Path] = []
    failed: list[tuple[Path, SourceError]] = []
    many = len(inputs) > 1
    for path in inputs:
        try:
            is_folder = _is_folder(path)
            many = many or is_folder
            sources += _list_media(path) if is_folder else [path]
        except SourceError as error:
            failed.append((path, error))
    try:
        folder = Path(output) if _means_folder(output, many) else None
        jobs = _name_outputs(sources, folder, Path(output))
        _check_not_an_input([job.target for job in jobs], sources)
    except OSError as error:
        raise cannot_write(Path(output), error) from error
    return Plan(jobs=tuple(jobs), failed=tuple(failed), folder=folder)


def _is_folder(path: Path) -> bool:
    try:
        if path.exists():
            return path.is_dir()
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise SourceError(f"{path} cannot be read ({error.strerror})", "Check it") from error
    raise SourceError(f"{path} does not exist", "Check the name")


def _list_media(folder: Path) -> list[Path]:
    """Return the pictures and videos that lie in `folder` itself, by name."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise SourceError(f"{folder} cannot be read ({error.strerror})", "Check it") from error
    media = [
        path
        for path in paths
        if path.suffix.lower() in SUFFIXES | _READ_AS_VIDEO and not path.name.startswith(".")
    ]
    if not media:
        raise SourceError(f"{folder} has no pictures or videos in it", "Choose another folder")
    return media


def _means_folder(output: str, many: bool) -> bool:
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)):
        return True
    known = path.suffix.lower() in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES)
    if many and (known or path.is_file()):
        raise UsageError(f"{output} is one file for several inputs", "Give a folder")
    return many or not path.suffix


def _is_picture(path: Path) -> bool:
    """Tell by the content; a damaged picture is still meant as one."""
    return is_image(path) or path.suffix.lower() in SUFFIXES


def _name_outputs(sources: Iterable[Path], folder: Path | None, target: Path) -> list[Job]:
    if folder is not None:
        return _into_folder(sources, folder)
    return [_to_file(source, target) for source in sources]


def _to_file(source: Path, target: Path) -> Job:
    suffix, is_picture = target.suffix.lower(), _is_picture(source)
    if suffix not in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES):
        raise UsageError(f"Cannot write files named {target.name}", _WRITABLE)
    if is_picture != (suffix in PICTURE_SUFFIXES):
        kind, other = ("picture", "video") if is_picture else ("video", "picture")
        raise UsageError(f"{source.name} is a {kind} and {target.name} a {other}", _WRITABLE)
    return Job(source=source, target=target, is_picture=is_picture)


def _into_folder(sources: Iterable[Path], folder: Path) -> list[Job]:
    """Name each output after its input; a name that is taken gets a number."""
    jobs: list[Job] = []
    taken: set[str] = set()
    for source in sources:
        is_picture = _is_picture(source)
        writable = PICTURE_SUFFIXES if is_picture else VIDEO_SUFFIXES
        suffix = source.suffix if source.suffix.lower() in writable else writable[0]
        name, number = f"{source.stem}{suffix}", 2
        while name.lower() in taken:  # not every file system tells case apart
            name, number = f"{source.stem}-{number}{suffix}", number + 1
        taken.add(name.lower())
        jobs.append(Job(source=source, target=folder / name, is_picture=is_picture))
    return jobs


def _check_not_an_input(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Compare files, not names: a link or another spelling is the same file."""
    known = {_identity(path): path for path in inputs}
    for target in targets:
        path = known.get(_identity(target)) if target.exists() else None
        if path is not None:
            raise UsageError(f"The output {target} is the input {path}", "Choose another output")


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


@contextmanager
def folder_for(plan: Plan) -> Iterator[None]:
    """Make the output folder; if it stays empty, unmake it."""
    folder = plan.folder
    if folder is None or not plan.jobs:
        yield
        return
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield
    finally:
        if made:
            with suppress(OSError):  # it is not empty
                folder.rmdir()
