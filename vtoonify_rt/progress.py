"""What the terminal shows while files are stylized: a bar on stderr, what was done on stdout."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from vtoonify_rt.errors import AppError

if TYPE_CHECKING:  # for the annotations only: these take half a second to import
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from vtoonify_rt.output_plan import Job
    from vtoonify_rt.stylize_files import Result


class TerminalReport:
    """Shows a bar for the video in work, and a line for each file when it is done.

    `quiet` leaves out the lines, for a caller that prints `as_json` at the end. The bar needs a
    terminal; a context manager, so that it is gone before anything else is shown.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._results: list[Result] = []
        self._failures: list[tuple[Path, AppError]] = []
        self._bar: tuple[Progress, TaskID] | None = None

    def progress(self, job: "Job", frames: int, total: int | None) -> None:
        """Move the bar to `frames`."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            bar = _make_bar()
            self._bar = bar, bar.add_task(job.source.name, total=total)
            bar.start()
        bar, task = self._bar
        bar.update(task, completed=frames)

    def done(self, result: "Result") -> None:
        """Tell what was written."""
        self._end_bar()
        self._results.append(result)
        if not self._quiet:
            print(_line(result))

    def failed(self, path: "Path", error: AppError) -> None:
        """Tell what was not."""
        self._end_bar()
        self._failures.append((path, error))
        print(f"Error: {error}", file=sys.stderr)

    def summarize(self) -> None:
        """Say how many there are of each, where some of several failed."""
        written, failed = len(self._results), len(self._failures)
        if failed and written + failed > 1:
            print(f"{written} of {written + failed} files were written.", file=sys.stderr)

    def as_json(self) -> dict[str, Any]:
        """Return what was written and what failed."""
        return {
            "written": [_entry(result) for result in self._results],
            "failed": [{"input": str(path), "error": str(error)} for path, error in self._failures],
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._end_bar()

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None


def _make_bar() -> "Progress":
    from rich.console import Console  # here: rich is not needed for one picture
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class FpsColumn(ProgressColumn):
        """Frames per second, lately."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} fps" if task.speed else "")

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        FpsColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=4,  # drawn by a thread of its own, which the generator should not feel
    )


def _line(result: "Result") -> str:
    job = result.job
    if job.is_picture and result.faces is not None:
        faces = "1 face" if result.faces == 1 else f"{result.faces or 'no'} faces"
        return f"{job.target}: {faces}, {result.seconds:.1f} s"
    fps = result.frames / max(result.seconds, 1e-9)
    return f"{job.target}: {result.frames} frames, {result.seconds:.1f} s, {fps:.1f} fps"


def _entry(result: "Result") -> dict[str, Any]:
    return {
        "input": str(result.job.source),
        "output": str(result.job.target),
        "frames": result.frames,
        "faces": result.faces,
        "seconds": round(result.seconds, 3),
    }
