"""A model loaded with another output scale, beside the picture that goes on meanwhile."""

import logging
from threading import Thread
from typing import Protocol

from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import AppError
from vtoonify_rt.inference import Session, open_session

logger = logging.getLogger(__name__)


class WantsScale(Protocol):
    """Waits for an output scale; `GovernedStylizer` does."""

    def reopened(self, session: Session) -> None:
        """Take the session; it may be too late for it."""
        ...

    def give_up_scale(self, model: ModelManifest, scale: int) -> None:
        """Go on without: it cannot be loaded."""
        ...


def load_scale(
    stylizer: WantsScale, model: ModelManifest, output_scale: int, *, backend: str | None
) -> None:
    """Load the model with another output scale for `stylizer`, in a thread of its own; on
    `backend`, see `open_session`."""

    def load() -> None:
        try:
            session = open_session(model, output_scale=output_scale, backend=backend)
        except (AppError, MemoryError) as error:
            logger.warning("output scale %d not loaded: %s", output_scale, error)
            stylizer.give_up_scale(model, output_scale)
        else:
            stylizer.reopened(session)

    Thread(target=load, name="load output scale").start()
