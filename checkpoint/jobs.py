"""Work on a model that was begun and is not done: what is to go on with at the next start."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Literal, cast, get_args

from checkpoint.errors import AppError, ModelError
from checkpoint.store_folder import Notes, StoreFolder

logger = logging.getLogger(__name__)

State = Literal["active", "paused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The work of fetching and installing one model.

    active: it is worked on, or whatever worked on it was killed; paused: the user stopped it;
    failed: it met `error`.  A pull of the model goes on with it in each case.
    """

    model: str  # id
    catalog: str  # id
    state: State
    error: tuple[str, str] | None  # message and hint, as `AppError` has them; if it failed
    created: float  # seconds since 1970
    busy: bool  # a process, maybe this one, works on it right now

    @property
    def interrupted(self) -> bool:
        """Whether it was neither finished nor ended on purpose: the process was killed."""
        return self.state == "active" and not self.busy

    @property
    def wished(self) -> str:
        """What to pull to go on with it."""
        return f"{self.catalog}/{self.model}"


class Jobs:
    """The jobs in the folder of the store, a file each; safe for several processes."""

    def __init__(self, folder: StoreFolder, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def list(self) -> list[Job]:
        """Return all jobs, the oldest first."""
        names = sorted(path.stem for path in self._folder.jobs.glob("*.json"))
        jobs = filter(None, map(self.find, names))
        return sorted(jobs, key=lambda job: job.created)

    def find(self, model: str) -> Job | None:
        """Return the job of a model, if it has one that can be read."""
        notes = self._folder.read(_notes(model))
        try:
            return Job(
                model=model,
                catalog=str(notes["catalog"]),
                state=_state(notes["state"]),
                error=_error(notes["error"]),
                created=float(notes["created"]),
                busy=self._is_claimed(model),
            )
        except (KeyError, TypeError, ValueError) as error:
            if notes:  # none: it has just been finished
                logger.warning("the job of '%s' is left out: %r", model, error)
            return None

    @contextmanager
    def claim(self, model: str, stop: Event, wait: Callable[[], None]) -> Iterator[None]:
        """Hold the work on a model for oneself.

        While another process, or thread, has it, this waits, after it has called `wait` once.
        Raises Stopped once `stop` is set.
        """
        with self._folder.held(_claim(model), stop, wait):
            yield

    def begin(self, model: str, catalog: str) -> None:
        """Note that work on a model begins, or goes on; only whoever has claimed it may."""

        def note(notes: Notes) -> None:
            notes.setdefault("created", self._now())
            notes.update(catalog=catalog, state="active", error=None)

        self._folder.change(_notes(model), note)

    def pause(self, model: str) -> None:
        """Note that the user stopped the work.

        Where that cannot be written, here and in `fail`, the job stays active, which the log tells.
        """
        self._end(model, "paused", None)

    def fail(self, model: str, error: AppError) -> None:
        """Note what ended the work."""
        self._end(model, "failed", error)

    def remove(self, model: str) -> None:
        """Forget the job, if there is one."""
        self._folder.drop(_notes(model))

    def _end(self, model: str, state: State, error: AppError | None) -> None:
        told = None if error is None else [error.message, error.hint]
        try:
            self._folder.change(_notes(model), lambda notes: notes.update(state=state, error=told))
        except ModelError as trouble:  # must not hide what ended the work
            logger.warning("the job of '%s' stays active: %s", model, trouble)

    def _is_claimed(self, model: str) -> bool:
        try:
            return self._folder.is_held(_claim(model))
        except (ModelError, OSError):  # where nothing can be written nobody works
            return False


def _notes(model: str) -> str:
    return f"jobs/{model}"


def _claim(model: str) -> str:
    return f"job-{model}"


def _state(value: object) -> State:
    for state in get_args(State):
        if value == state:
            return cast(State, state)
    raise ValueError(f"state {value!r}")


def _error(value: object) -> tuple[str, str] | None:
    if value is None:
        return None
    message, hint = cast("tuple[object, object]", value)
    return str(message), str(hint)
