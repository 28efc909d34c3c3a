"""Long work that the user asked for, one piece after another: downloads, exports, imports.

A task runs on a thread that no snapshot waits for. Its progress comes through a mailbox, which is
emptied when the window has time: however often a download tells how far it is, nothing piles up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from checkpoint.errors import AppError, Stopped
from checkpoint.landing import is_already_installed
from checkpoint.manifest import ModelManifest
from checkpoint.progress import Progress, ProgressCallback
from desktop_app.background import Background
from desktop_app.widgets import timer
from vtoonify_rt.mailbox import Mailbox

LOOK_MS = 150  # between two looks for progress
TaskState = Literal["queued", "running", "stopping", "paused", "failed", "elsewhere"]
Work = Callable[[ProgressCallback, Event], Sequence[ModelManifest]]  # returns what it installed


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One piece of work and how it goes; `elsewhere`: another process does it."""

    key: str  # unique: a model's id, or what else is worked on
    name: str  # to show
    work: Work
    state: TaskState = "queued"
    progress: Progress | None = None
    error: AppError | None = None

    @property
    def under_way(self) -> bool:
        """Whether it is done now, or will be without anybody asking again."""
        return self.state in ("queued", "running", "stopping")

    @property
    def replaces(self) -> bool:
        """Whether it has failed because of an installed model, which it can replace."""
        return self.error is not None and is_already_installed(self.error)


class Tasks(QObject):
    """A queue of which one task runs at a time: two exports at once would fill the memory.

    Signals:
        changed: Some task is in another state, or further.
        finished: A task is done and gone from the list; what it installed.
        halted: A task that was running has stopped; whether it was cancelled, and so is gone.
        failed: A task has failed, and stays in the list with its error.
    """

    changed = Signal()
    finished = Signal(object, object)  # Task, Sequence[ModelManifest]
    halted = Signal(object, bool)  # Task
    failed = Signal(object)  # Task

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[str, Task] = {}  # in the order of asking
        self._running: Task | None = None  # as it was when it began
        self._cancelled = False  # the running one, once it has stopped
        self._stop = Event()
        self._news: Mailbox[Progress] = Mailbox()
        self._background = Background(self, workers=1)
        self._look = timer(self, LOOK_MS)
        self._look.timeout.connect(self._take_news)

    @property
    def all(self) -> Sequence[Task]:
        """Every task that is not done."""
        return tuple(self._tasks.values())

    def find(self, key: str) -> Task | None:
        """Return the task of this key, if it is not done."""
        return self._tasks.get(key)

    def add(self, task: Task) -> None:
        """Take a task in its state; one that is under way already stays as it is."""
        known = self._tasks.get(task.key)
        if known is None or not known.under_way:
            self._tasks[task.key] = task
            self._go_on()

    def start(self, key: str) -> None:
        """Queue again what is paused or has failed."""
        task = self._tasks[key]
        if not task.under_way:
            self._tasks[key] = replace(task, state="queued", error=None)
            self._go_on()

    def pause(self, key: str) -> None:
        """Stop a task that can be started again."""
        if self._runs(key):
            self._halt(key, cancelled=False)
        else:
            self._set(key, state="paused")

    def cancel(self, key: str) -> None:
        """Stop a task and forget it."""
        if self._runs(key):
            self._halt(key, cancelled=True)
            return
        task = self._tasks.pop(key)
        self.halted.emit(task, True)
        self.changed.emit()

    def forget(self, key: str) -> None:
        """Drop a task that is not under way, if there is one of this key."""
        task = self._tasks.get(key)
        if task is not None and not task.under_way:
            del self._tasks[key]

    def shut_down(self, timeout: float) -> bool:
        """Stop the running task, wait for it, and return whether it has ended."""
        self._look.stop()
        self._stop.set()
        return self._background.shut_down(timeout)

    def _runs(self, key: str) -> bool:
        return self._running is not None and self._running.key == key

    def _halt(self, key: str, *, cancelled: bool) -> None:
        self._cancelled = cancelled
        self._stop.set()
        self._set(key, state="stopping")

    def _go_on(self) -> None:
        """Start the next task that is queued if none runs."""
        waiting = [task for task in self._tasks.values() if task.state == "queued"]
        if waiting and self._running is None:
            self._run(waiting[0])
        self.changed.emit()

    def _run(self, task: Task) -> None:
        self._running = task
        self._cancelled = False
        self._stop, self._news = stop, news = Event(), Mailbox[Progress]()

        def run() -> Sequence[ModelManifest] | None:
            try:
                return task.work(lambda progress: _put(news, progress), stop)
            except Stopped:
                return None

        self._tasks[task.key] = replace(task, state="running", progress=None)
        self._background.start(
            run,
            lambda installed: self._end(task, installed),
            lambda error: self._fail(task, error),
        )
        self._look.start()

    def _end(self, task: Task, installed: Sequence[ModelManifest] | None) -> None:
        """Take the result of the running task; None: it has stopped."""
        cancelled = self._cancelled
        if installed is not None or cancelled:
            del self._tasks[task.key]
        else:
            self._set(task.key, state="paused")
        self._next()
        if installed is not None:
            self.finished.emit(task, installed)
        else:
            self.halted.emit(task, cancelled)

    def _fail(self, task: Task, error: AppError) -> None:
        self._set(task.key, state="failed", error=error)
        self._next()
        self.failed.emit(task)

    def _next(self) -> None:
        self._look.stop()
        self._running = None
        self._go_on()

    def _take_news(self) -> None:
        progress = self._news.take()
        if progress is not None and self._running is not None:
            self._set(self._running.key, progress=progress)

    def _set(self, key: str, **changes: Any) -> None:
        self._tasks[key] = replace(self._tasks[key], **changes)
        self.changed.emit()


def _put(news: Mailbox[Progress], progress: Progress) -> None:
    news.put(progress)
