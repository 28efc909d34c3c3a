"""Files that are not there yet, and their folders."""

from pathlib import Path

from vtoonify_rt.errors import SinkError


def free_path(wanted: Path) -> Path:
    """Return `wanted`, with a number where the name is taken; looks at the disk."""
    path, number = wanted, 2
    while path.exists():
        path = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
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
