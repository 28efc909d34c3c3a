"""The words in which models are told of to people."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

from checkpoint.catalog_model import CatalogModel, Licence
from checkpoint.jobs import Job
from checkpoint.model import Family, ModelManifest
from checkpoint.remote_file import RemoteFile

FAMILIES: dict[Family, str] = {
    "lite": "small and quick, made for CPUs",
    "vtoonify_d": "VToonify-D: many styles, any degree",
    "vtoonify_t": "VToonify-T: one style",
}
_WIDEST = 100  # columns that are read with ease
_SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def size(num_bytes: int | None) -> str:
    """Return a size as people say it, in powers of 1000: "1.2 GB"; "?" for one not known."""
    if num_bytes is None:
        return "?"
    for unit, name in _SIZES:
        if num_bytes >= 0.9995 * unit:
            count = num_bytes / unit
            return f"{count:.0f} {name}" if count >= 9.95 or unit < 10**6 else f"{count:.1f} {name}"
    return f"{num_bytes} bytes"


def file_size(file: RemoteFile) -> str:
    """Return the size of a file, with "about" before one that the catalog only estimates."""
    if file.num_bytes is not None:
        return size(file.num_bytes)
    return about(file.approximate_bytes)


def about(num_bytes: int | None) -> str:
    """Return a size that is an estimate."""
    return "size not known" if num_bytes is None else f"about {size(num_bytes)}"


def download_size(model: CatalogModel) -> str:
    """Return the size of all its files, with "about" before it unless all are known exactly; "by
    hand" where they cannot be fetched."""
    if not model.fetchable:
        return "by hand"
    exact = all(file.num_bytes is not None for file in model.files.values())
    return size(model.approximate_bytes) if exact else about(model.approximate_bytes)


def duration(seconds: float) -> str:
    """Return a time as people say it: "0.03 s", "40 s", "2 min", "1 h 20 min"."""
    if seconds < 3:
        return f"{seconds:.2g} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def lay_out(label: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the lines that hold `texts`, each begun on a line of its own, with `label` at the left
    of the first; as narrow as the terminal."""
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    for text in texts:
        yield from textwrap.wrap(
            text,
            max(width, 40),
            initial_indent=label,
            subsequent_indent=" " * len(label),
            break_long_words=False,  # addresses are there to be copied
            break_on_hyphens=False,
        )
        label = " " * len(label)


def count(number: int, what: str) -> str:
    """Return "1 style", "2 styles"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def terms(licence: Licence) -> str:
    """Return the licence and the one thing that most people ask of it."""
    use = "commercial use too" if licence.commercial else "no commercial use"
    return f"{licence.name} ({use})"


def state_of(job: Job) -> str:
    """Return how the work on a model stands, and what to do about it."""
    if job.busy:
        return "in work right now"
    go_on = f"Go on: vtoonify-rt models pull {job.model}"
    if job.error is not None:
        message, hint = job.error
        return ". ".join(filter(None, (f"failed. {message}", hint, go_on)))
    return f"{'paused' if job.state == 'paused' else 'interrupted'}. {go_on}"


def how_to_try(model: ModelManifest, style: str | None = None) -> str:
    """Return a command that stylizes a picture with `style`, if the model has it, or its first."""
    wished = style if style is not None and model.find(style) else model.default_style
    option = f" --style {wished}" if len(model.styles) > 1 else ""
    return f"vtoonify-rt stylize photo.jpg --model {model.id}{option} -o out.png"
