"""What is told while a model is fetched and made to run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Phase = Literal["waiting", "fetching", "checking", "exporting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work on a model is.

    waiting: another process works on it; fetching, checking: `done` and `total` are bytes, and
    `done` counts what lay on the disk before, and falls where that turns out to be no good;
    exporting: they are steps.
    """

    model: str  # id; empty while it is not known
    phase: Phase
    step: str = ""  # what is worked on: a file's name, or the exporter's word for it
    done: int = 0
    total: int | None = None  # None: not known
    bytes_per_second: float | None = None  # lately; None while it is not known
    seconds_left: float | None = None
    trouble: str = ""  # what went wrong with `step`, which will be tried again in a moment


ProgressCallback = Callable[[Progress], None]  # called in the thread that does the work


def exporting(event: Mapping[str, Any], model: str = "") -> Progress:
    """Return what a progress event of the exporter tells; `model` is what it works on until it
    says so itself."""
    return Progress(
        model=event["model"] or model,
        phase="exporting",
        step=event["step"],
        done=event["done"],
        total=event["total"] or None,
    )
