"""Work on a model that was begun and is not done: what is to go on with at the next start."""

from dataclasses import dataclass
from typing import Literal

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
