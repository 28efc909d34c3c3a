"""Everything that only a graphics card can tell, in one go, for a report to attach to an issue.

Each part is a row of its own: one that fails does not keep the others from being looked at.
"""

import importlib.metadata
import logging
import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from checkpoint.model import ModelManifest
from vtoonify_rt import __version__
from vtoonify_rt.errors import AppError, ModelError
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.nvidia_smi import ask_cards

if TYPE_CHECKING:
    from vtoonify_rt.inference.trial import Trial

logger = logging.getLogger(__name__)

Outcome = Literal["ok", "failed", "none"]  # none: there is nothing to look at
PACKAGES = (
    *("numpy", "onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "openvino"),
    *("tensorrt-rtx", "tensorrt", "cuda-bindings", "onnx"),
)
NO_CARD = "no NVIDIA graphics card was found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of the self-test."""

    name: str
    outcome: Outcome
    detail: str
    data: Any = field(default=None)  # the same for programs


Part = Callable[[], Iterable[Row]]


def run_parts(parts: Iterable[tuple[str, Part]], tell: Callable[[Row], None]) -> list[Row]:
    """Return the rows of all parts, in order, each given to `tell` as it is there; a part that
    raises is a row that failed."""
    rows: list[Row] = []

    def add(row: Row) -> None:
        rows.append(row)
        tell(row)

    for name, part in parts:
        try:
            for row in part():
                add(row)
        except AppError as error:
            add(Row(name=name, outcome="failed", detail=str(error)))
        except Exception as error:  # border of a part: vendors' libraries raise what they like
            logger.exception("the self-test of %s failed", name)
            lines = str(error).strip().splitlines() or [""]
            add(Row(name=name, outcome="failed", detail=f"{type(error).__name__}: {lines[0]}"))
    return rows


def verdict(rows: Iterable[Row]) -> tuple[bool, str]:
    """Return whether all is well, and that in a sentence."""
    rows = list(rows)
    if not any(row.name == "GPU" and row.outcome == "ok" for row in rows):
        return False, "This computer has no GPU that CUDA can use: nothing could be tried on one."
    failed = [row.name for row in rows if row.outcome == "failed"]
    if failed:
        return False, f"Not all is well: {', '.join(failed)}."
    return True, "All is well on this GPU."


def machine_rows() -> Iterator[Row]:
    """Say what the computer is, without its name."""
    system, cores = platform.platform(), os.cpu_count()
    python = platform.python_version()
    yield Row(
        name="computer",
        outcome="ok",
        detail=f"VToonify RT {__version__}, Python {python}, {system}, {cores} cores",
        data={"vtoonify_rt": __version__, "python": python, "platform": system, "cores": cores},
    )
    versions = {}
    for name in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            versions[name] = importlib.metadata.version(name)
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    yield Row(name="libraries", outcome="ok", detail=told, data=versions)


def _cards() -> list[str]:
    return ask_cards("name", "driver_version", "memory.total", "pcie.link.gen.max")


def has_card(cards: Callable[[], list[str]] = _cards) -> bool:
    """Whether NVIDIA's program names a card, or is there but fails, as with a broken driver."""
    try:
        return bool(cards())
    except OSError:
        return False
    except subprocess.SubprocessError:
        return True


def gpu_rows(
    load: Callable[[], Cuda] = Cuda.load, cards: Callable[[], list[str]] = _cards
) -> Iterator[Row]:
    """Say what NVIDIA's driver and what CUDA find."""
    try:
        lines = cards()
        yield Row(name="driver", outcome="ok", detail="; ".join(lines), data=lines)
    except OSError:
        yield Row(name="driver", outcome="none", detail="there is no nvidia-smi here")
    except subprocess.SubprocessError as error:
        yield Row(name="driver", outcome="none", detail=f"nvidia-smi tells nothing: {error}")
    try:
        cuda = load()
        gpu = cuda.gpu()
    except ModelError:
        if has_card(cards):
            raise
        yield Row(name="GPU", outcome="none", detail=NO_CARD)  # no matter what else is missing
        return
    free, total = (value // 10**6 for value in cuda.memory())
    yield Row(
        name="GPU",
        outcome="ok",
        detail=f"{gpu.name}, compute capability {gpu.capability}, driver {gpu.driver}, "
        f"CUDA {cuda.runtime_version()}, {free} of {total} MB free",
        data={
            "name": gpu.name,
            "capability": gpu.capability,
            "driver": gpu.driver,
            "cuda": cuda.runtime_version(),
            "free_mb": free,
            "total_mb": total,
        },
    )


def backend_rows(trials: "Callable[[], list[Trial]]") -> Iterator[Row]:
    """Run the model on every backend that is installed, and compare the pictures."""
    for trial in trials():
        if trial.runs:
            outcome: Outcome = "ok"
            detail = f"{trial.milliseconds or 0:.2f} ms, {trial.psnr or 0:.0f} dB"
        else:
            outcome, detail = ("none" if trial.absent else "failed"), trial.reason
        yield Row(name=trial.name, outcome=outcome, detail=detail, data=asdict(trial))


def try_backends(model: ModelManifest) -> "list[Trial]":
    """Try every backend, as `open_session` would."""
    from vtoonify_rt.inference.threads import wanted_threads
    from vtoonify_rt.inference.trial_process import try_present

    return try_present(model, wanted_threads(model, None))
