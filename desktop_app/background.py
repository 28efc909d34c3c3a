"""Jobs that would block the window, one call each: scan cameras, write a picture, open a file."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from vtoonify_rt.errors import AppError

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Background(QObject):
    """Runs jobs on threads of its own and hands their results back in the GUI thread.

    A job must not touch a widget. Two run at once, so that a slow camera scan holds up no
    snapshot.
    """

    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="background")
        self._jobs: dict[Future[Any], tuple[Callable[[Any], None], Callable[[AppError], None]]] = {}
        # queued also when a job has ended before `start` returns: `done` is never called inside it
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None]
    ) -> None:
        """Run `job`; then call `done` with its result, or `failed` with its error.

        An error that is no AppError is a bug: it goes to the log, and `failed` hears that much.
        """
        future = self._pool.submit(job)
        self._jobs[future] = (done, failed)
        future.add_done_callback(lambda _: self._ended.emit())

    def shut_down(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for what runs; return whether all has ended.

        Results that have not been delivered yet no longer are.
        """
        self._pool.shutdown(wait=False, cancel_futures=True)
        pending = wait(self._jobs, timeout).not_done
        self._jobs.clear()
        return not pending

    @Slot()
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
