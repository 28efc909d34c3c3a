"""One file of a whole model, to hand on: `import` takes it anywhere."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from checkpoint.model import ModelManifest

Report = Callable[[int, int], None]  # bytes done, bytes in all
SUFFIX = ".vtoonify.zip"


def export_pack(model: ModelManifest, out: Path, stop: Event, report: Report) -> Path:
    """Write `model` with its licence and hashes to the file `out` and return that.

    A folder as `out` gives "<id>.vtoonify.zip" in it.  The same model gives the same bytes.
    Raises ModelError for a model that is damaged or a file that cannot be written, and Stopped
    once `stop` is set; then nothing is left of `out`.
    """
    raise NotImplementedError
