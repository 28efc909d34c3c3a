"""Files that are not there yet, and their folders."""

from pathlib import Path

from vtoonify_rt.errors import SinkError


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return a file in `folder` that does not exist, with a number where the name is taken."""
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem} ({number}){suffix}"
        number += 1
    return path


def make_folder(folder: Path) -> None:
    """Create `folder`; SinkError in one sentence if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(
            f"The folder {folder} cannot be made ({error.strerror})", "Make it, or free its disk"
        ) from error
