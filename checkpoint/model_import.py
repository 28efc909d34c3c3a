"""From a path that the user names to installed models, without any network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal

from checkpoint.export_process import run_import
from checkpoint.progress import ProgressCallback
from checkpoint.store_folder import StoreFolder

PathKind = Literal["model", "models", "checkpoints", "archive"]
RunExport = Callable[..., list[dict[str, Any]]]  # as `run_import`


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user wants otherwise than the files say; None: as they say."""

    encoder: Path | None = None
    faceparsing: Path | None = None
    codes: Path | None = None
    id: str | None = None
    name: str | None = None
    color_transfer: bool | None = None
    replace: bool = False  # a model of this id that is installed


def recognise(path: Path) -> PathKind:
    """Return what `path` is: a model folder, a folder of those, checkpoints, or a zip of either.

    Raises ModelError if it does not exist.
    """
    raise NotImplementedError


def import_path(
    path: Path,
    folder: StoreFolder,
    options: ImportOptions,
    progress: ProgressCallback,
    stop: Event,
    run_export: RunExport = run_import,
    more_arguments: Sequence[str] = (),
) -> list[str]:
    """Install what `path` is and return the ids of the new models.

    `more_arguments` go to the exporter.  Raises AppError in one sentence, and Stopped once `stop`
    is set; nothing is left then of a model that did not become whole.
    """
    raise NotImplementedError
