"""How far a task is, and the buttons to pause it, go on, or give it up."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from desktop_app.colours import WARNING
from desktop_app.icons import draw
from desktop_app.overlay import breakable
from desktop_app.stage import sentence
from desktop_app.store_tasks import PACKAGES
from desktop_app.store_words import DOT, figures_text, phase_text
from desktop_app.tasks import Task
from desktop_app.translation import error_text, tr
from desktop_app.widgets import column, label, push_button, row

LINE_LENGTH = 60  # characters of a line of the installer's
STEPS = 1000  # of the bar: its own numbers are 32 bits


class TaskView(QWidget):
    """One task; hidden while there is none.

    Signals:
        pause_wanted: Stop, to go on later.
        start_wanted: Go on, or try again.
        cancel_wanted: Stop and forget it.
    """

    pause_wanted = Signal()
    start_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._warning = QLabel()
        self._warning.setPixmap(draw("warning", QColor(WARNING), 20))
        self._text = label("faint", wraps=True)
        self.pause = push_button("small")
        self.start = push_button("small")
        self.cancel = push_button("small")
        self.pause.clicked.connect(self.pause_wanted)
        self.start.clicked.connect(self.start_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        line = row(gap=8)
        line.addWidget(self._warning, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        for button in (self.pause, self.start, self.cancel):
            line.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        layout = column(self, gap=6)
        layout.addWidget(self._bar)
        layout.addLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What is said of the task; "" while there is none."""
        return "" if self.isHidden() else self._text.text().replace("\u200b", "")

    def show_task(self, task: Task | None, *, pausable: bool = True) -> None:
        """Show how `task` goes; `pausable`: it can go on where it was stopped."""
        self.setVisible(task is not None)
        if task is None:
            return
        failed = task.state == "failed"
        self._warning.setVisible(failed)
        self._text.setText(breakable(task_text(task)))
        self._bar.setVisible(not failed)
        self._show_bar(task)
        self._name_buttons(task)
        self.pause.setVisible(pausable and task.state in ("queued", "running"))
        self.start.setVisible(task.state in ("paused", "failed"))
        self.cancel.setVisible(task.state not in ("stopping", "elsewhere"))

    def _show_bar(self, task: Task) -> None:
        progress = task.progress
        known = progress is not None and bool(progress.total)
        busy = task.state in ("running", "elsewhere") and not known
        self._bar.setRange(0, 0 if busy else STEPS)
        if known and progress is not None and progress.total:
            self._bar.setValue(STEPS * progress.done // progress.total)
        elif not busy:
            self._bar.setValue(0)
        self._bar.setAccessibleName(tr("Progress of {name}", name=task.name))

    def _name_buttons(self, task: Task) -> None:
        failed, name = task.state == "failed", task.name
        again = tr("Replace") if task.replaces else tr("Try again")
        captions = (
            (self.pause, tr("Pause")),
            (self.start, again if failed else tr("Resume")),
            (self.cancel, tr("Dismiss") if failed else tr("Cancel")),
        )
        for button, caption in captions:
            if button.text() != caption:
                button.setText(caption)
            button.setAccessibleName(f"{caption}: {name}")


def task_text(task: Task) -> str:
    """Return the line about a task: what is done and how far it is, or what went wrong."""
    if task.state == "failed" and task.error is not None:
        message, hint = error_text(task.error)
        return sentence(message, "" if task.replaces else hint)  # a button says it
    if task.key == PACKAGES and task.state == "running":
        line = task.progress.step if task.progress is not None else ""
        return DOT.join(filter(None, (tr("Installing"), line[:LINE_LENGTH])))
    parts = [phase_text(task)]
    if task.progress is not None and task.state in ("running", "paused"):
        parts.append(figures_text(task.progress) if task.state == "running" else _done(task))
    return DOT.join(filter(None, parts))


def _done(task: Task) -> str:
    """Return how much is downloaded of what is paused."""
    return figures_text(task.progress).partition(DOT)[0] if task.progress is not None else ""
