"""Which backend runs a model: the quickest of those that give the right picture here.

Each is tried once (`trial.py`), and the outcome is remembered for this model, processor, graphics
card, driver and versions of the libraries. Where ONNX Runtime on the CPU is all that is installed,
nothing else is tried and no process is started.
"""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import BackendUnusable
from vtoonify_rt.inference import BACKEND_VARIABLE, choice_memory
from vtoonify_rt.inference.backend import Threads
from vtoonify_rt.inference.known_backends import CPU, KINDS, BackendKind, find_kind
from vtoonify_rt.inference.trial import Trial
from vtoonify_rt.inference.trial_process import try_all

logger = logging.getLogger(__name__)

Try = Callable[[ModelManifest, Sequence[BackendKind], Threads], list[Trial]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The backends to use, the best first; the others serve when it fails."""

    kinds: tuple[BackendKind, ...]
    trials: tuple[Trial, ...]

    @property
    def note(self) -> str:
        """Which backends were passed over and why, as a sentence; "" if none was."""
        refused = [t for t in self.trials if not t.runs and not t.absent]
        return "; ".join(f"{trial.name} is not used: {trial.reason}" for trial in refused)


def choose_backend(
    model: ModelManifest, threads: Threads, wished: str | None = None, attempt: Try = try_all
) -> Choice:
    """Choose what runs `model`: the backend with the id `wished`, or the quickest.

    The first time it takes some seconds for each backend that is installed. Raises ModelError if
    the model cannot be read or gives no picture, and BackendUnusable if what is wished is
    unknown, or does not run the model here.
    """
    kinds = [kind for kind in KINDS if not kind.missing(model)] if wished is None else []
    if wished is not None:
        kinds = [require_installed(model, wished)]
    trials = _trials(model, kinds, threads, attempt, again=wished is not None)
    tried = [trials[kind.id] for kind in kinds]
    if wished is not None and not tried[0].runs:
        raise _unusable(model, wished, tried[0].reason)
    right = sorted(
        (kind for kind in kinds if trials[kind.id].runs),
        key=lambda kind: trials[kind.id].milliseconds or 0.0,
    )
    choice = Choice(kinds=tuple(right), trials=tuple(tried))
    logger.info("%s runs on %s. %s", model.id, right[0].title, choice.note)
    return choice


def require_installed(model: ModelManifest, wished: str) -> BackendKind:
    """Return the backend with the id `wished`; BackendUnusable, which lists the others, if it is
    unknown or not installed. Whether it runs the model is not tried."""
    kind = find_kind(wished)
    reason = "there is none of this name" if kind is None else kind.missing(model)
    if kind is None or reason:
        raise _unusable(model, wished, reason)
    return kind


def _unusable(model: ModelManifest, wished: str, reason: str) -> BackendUnusable:
    """Return the error, which names those that may do instead: installed, and not known to fail."""
    known = choice_memory.recall(model)
    others = [kind for kind in KINDS if kind.id != wished and not kind.missing(model)]
    usable = ", ".join(k.id for k in others if k.id not in known or known[k.id].runs)
    if os.environ.get(BACKEND_VARIABLE) == wished:
        return BackendUnusable(
            f"{BACKEND_VARIABLE} names the backend '{wished}', which cannot be used: {reason}",
            f"Unset it, or name one of: {usable}. vtoonify-rt doctor tells what the others lack",
        )
    return BackendUnusable(
        f"The backend '{wished}' cannot be used: {reason}",
        f"Choose one of: {usable}. vtoonify-rt doctor tells what the others lack",
    )


def _trials(
    model: ModelManifest,
    kinds: Sequence[BackendKind],
    threads: Threads,
    attempt: Try,
    *,
    again: bool,
) -> Mapping[str, Trial]:
    """Return the trials of `kinds`, by id: remembered ones, or new ones; `again`: of what failed,
    too.

    ONNX Runtime on the CPU is among them, since it tells whether the model is sound.
    """
    known = choice_memory.recall(model)
    if again:
        known = {backend: trial for backend, trial in known.items() if trial.runs}
    wanted = {CPU, *(kind.id for kind in kinds)}
    if wanted <= known.keys():
        return known
    fresh = attempt(model, [kind for kind in kinds if kind.id not in known], threads)
    known |= {trial.backend: trial for trial in fresh}
    choice_memory.keep(model, known)
    return known
