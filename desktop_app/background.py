"""Jobs that would block the window, one call each: scan cameras, write a picture, open a file."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from desktop_app.widgets import timer
from vtoonify_rt.errors import AppError

logger = logging.getLogger(__name__)

T = TypeVar("T")

POLL_MS = 30  # between two looks for what has ended, while there is something to wait for


class Background(QObject):
    """Runs jobs on threads of its own and hands their results back in the GUI thread.

    A job must not touch a widget. Two run at once unless told otherwise, so that a slow camera
    scan holds up no snapshot. The threads know nothing of Qt: a timer looks for their results,
    because a thread that holds the last reference to a QObject would destroy it behind Qt's back.
    """

    def __init__(self, parent: QObject | None = None, *, workers: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="background")
        self._jobs: dict[Future[Any], tuple[Callable[[Any], None], Callable[[AppError], None]]] = {}
        self._poll = timer(self, POLL_MS)
        self._poll.timeout.connect(self._deliver)

    def start(
        self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None]
    ) -> None:
        """Run `job`; then call `done` with its result, or `failed` with its error.

        An error that is no AppError is a bug: it goes to the log, and `failed` hears that much.
        """
        self._jobs[self._pool.submit(job)] = (done, failed)
        self._poll.start()

    def shut_down(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for every job; return whether all have ended.

        Nothing is cancelled: a job may be the end of a recording. Results that have not been
        delivered yet no longer are.
        """
        self._poll.stop()
        self._pool.shutdown(wait=False)
        pending = wait(self._jobs, timeout).not_done
        self._jobs.clear()
        return not pending

    def _deliver(self) -> None:
        for future in [future for future in self._jobs if future.done()]:
            done, failed = self._jobs.pop(future)
            error = future.exception()
            if error is None:
                done(future.result())
            elif isinstance(error, AppError):
                failed(error)
            else:
                logger.error("background job crashed", exc_info=error)
                failed(AppError(f"Something went wrong ({error})", "See the log"))
        if not self._jobs:
            self._poll.stop()
