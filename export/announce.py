"""What an import tells whoever started it: one line of JSON on stdout per event."""

import json
from collections.abc import Callable
from typing import Any


class Announcer:
    """Writes events; `stopped`, asked at each step, ends the work by KeyboardInterrupt.

    * progress: `step` of `model` begins, after `done` of `total` steps
    * done: everything is installed
    """

    def __init__(
        self, write: Callable[[str], None], stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._write = write
        self._stopped = stopped
        self._total = 0
        self._done = -1
        self._model = ""

    def expect(self, total: int) -> None:
        """Tell how many steps there will be."""
        self._total = total

    def model(self, model_id: str) -> None:
        """Tell which model the next steps are of."""
        self._model = model_id

    def step(self, name: str) -> None:
        """Tell that a step begins."""
        # A signal's exception can be lost inside a library; then it is raised here.
        if self._stopped():
            raise KeyboardInterrupt
        self._done = min(self._done + 1, self._total)
        self._event("progress", model=self._model, step=name, done=self._done, total=self._total)

    def done(self, **facts: Any) -> None:
        """Tell that everything is done."""
        self._event("done", **facts)

    def _event(self, event: str, **facts: Any) -> None:
        self._write(json.dumps({"event": event, **facts}, ensure_ascii=False))
