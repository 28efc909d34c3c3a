"""Tasks that belong to no model of a catalog: imports, and packages for the exporter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.card_parts import Elided
from desktop_app.store_tasks import IMPORT, PACKAGES, is_whole
from desktop_app.task_view import TaskView
from desktop_app.tasks import Task, Tasks
from desktop_app.translation import tr
from desktop_app.widgets import column


class OtherTasks(QWidget):
    """A frame for each task of `tasks` that has no card.

    Signals:
        start_wanted: Try the task of this key again.
    """

    start_wanted = Signal(str)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._frames: dict[str, tuple[QFrame, Elided, TaskView]] = {}
        self._layout = column(self)
        self.hide()

    def show_tasks(self, carded: set[str]) -> None:
        """Show every task but those of the keys `carded`, which have a card of their own."""
        shown = [task for task in self._tasks.all if task.key not in carded]
        for key in set(self._frames) - {task.key for task in shown}:
            frame, _, _ = self._frames.pop(key)
            frame.hide()
            frame.deleteLater()
        for task in shown:
            if task.key not in self._frames:
                self._frames[task.key] = self._make(task.key)
            _, title, view = self._frames[task.key]
            title.say(title_of(task))
            view.show_task(task, pausable=not is_whole(task))
        self.setVisible(bool(shown))

    def clear(self) -> None:
        """Make all frames anew at the next `show_tasks`, in other words and colours."""
        for frame, _, _ in self._frames.values():
            frame.hide()
            frame.deleteLater()
        self._frames = {}

    def _make(self, key: str) -> tuple[QFrame, Elided, TaskView]:
        frame, title, view = QFrame(), Elided("cardName"), TaskView()
        frame.setObjectName("modelCard")
        layout = column(frame, gap=8, margins=(12, 12, 12, 12))
        layout.addWidget(title)
        layout.addWidget(view)
        view.pause_wanted.connect(lambda: self._tasks.pause(key))
        view.start_wanted.connect(lambda: self.start_wanted.emit(key))
        view.cancel_wanted.connect(lambda: self._tasks.cancel(key))
        self._layout.addWidget(frame)
        return frame, title, view


def title_of(task: Task) -> str:
    """Return what a task does."""
    if task.key == PACKAGES:
        return tr("Installing the export packages")
    if task.key.startswith(IMPORT):
        return tr("Importing {name}", name=task.name)
    return task.name
