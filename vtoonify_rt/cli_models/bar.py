"""The bar on stderr while a model is fetched, made runnable, checked or packed."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from checkpoint.progress import Progress
from vtoonify_rt.cli_models.texts import duration, size

if TYPE_CHECKING:  # for the annotations only: these take half a second to import
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_PHASES = {
    "waiting": "waiting for another process",
    "fetching": "",
    "checking": "checking",
    "exporting": "making it run:",
}


class Bar:
    """Shows how far the work is, where stderr is a terminal; else nothing.

    A context manager, so that it is gone before anything else is shown. `show` is for one thread
    at a time.
    """

    def __init__(self) -> None:
        self._bar: tuple[RichProgress, TaskID] | None = None

    def show(self, progress: Progress) -> None:
        """Show the progress of a model."""
        self._update(
            description=describe(progress),
            done=progress.done,
            total=progress.total,
            figures=figures(progress),
        )

    def show_bytes(self, name: str, done: int, total: int) -> None:
        """Show how much of something is read."""
        amount = f"{size(done)} of {size(total)}"
        self._update(description=name, done=done, total=total, figures=amount)

    def show_text(self, text: str) -> None:
        """Show what is done by something that does not say how far it is."""
        self._update(description=text, done=0, total=None, figures="")

    def end(self) -> None:
        """Take the bar away; nothing happens if there is none."""
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None

    def _update(self, *, description: str, done: int, total: int | None, figures: str) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            bar = _make_bar()
            self._bar = bar, bar.add_task(description, figures=figures, total=None)
            bar.start()
        bar, task = self._bar
        bar.update(
            task, description=description, completed=done, total=total or None, figures=figures
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.end()


def describe(progress: Progress) -> str:
    """Return what is worked on: the model, and its file or step; or why that is tried again."""
    step = "" if progress.phase == "waiting" else progress.step
    what = " ".join(filter(None, (_PHASES[progress.phase], step)))
    if progress.trouble:
        what = f"trying again ({progress.trouble})"
    return f"{progress.model}: {what}" if progress.model else what


def figures(progress: Progress) -> str:
    """Return what the bar says in numbers: bytes, bytes per second and time left, as far as each
    is known; or steps."""
    if progress.phase == "waiting":
        return ""
    if progress.phase == "exporting":
        return f"step {progress.done} of {progress.total}" if progress.total else ""
    parts = [f"{size(progress.done)} of {size(progress.total)}" if progress.total else ""]
    if not progress.total and progress.done:
        parts = [size(progress.done)]
    if progress.bytes_per_second is not None:
        parts.append(f"{size(round(progress.bytes_per_second))}/s")
    if progress.seconds_left is not None:
        parts.append(f"{duration(max(1, round(progress.seconds_left)))} left")
    return "  ".join(filter(None, parts))


def _make_bar() -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.table import Column

    # In a narrow terminal the names give way: how long it takes is what one looks for.
    names = Column(ratio=1, no_wrap=True, overflow="ellipsis")
    return Progress(
        TextColumn("{task.description}", markup=False, table_column=names),
        BarColumn(bar_width=16),
        TextColumn("{task.fields[figures]}", markup=False, table_column=Column(no_wrap=True)),
        console=Console(stderr=True),
        transient=True,
        expand=True,
        refresh_per_second=4,
    )
