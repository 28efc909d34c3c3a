"""`vtoonify-rt import`: official checkpoints become models of the user's.

The work needs PyTorch, which the app does without, and is done by a process of its own.
"""

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Self

import typer

from checkpoint.export_packages import check_export_packages
from checkpoint.export_process import Event, run_import
from vtoonify_rt.options import JsonOption
from vtoonify_rt.stop_signals import stop_on_signals
from vtoonify_rt.terminal import print_json

if TYPE_CHECKING:  # for the annotations only: these take half a second to import
    from rich.progress import Progress, TaskID


def import_model(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A VToonify checkpoint (.pt), or a folder of some."),
    ],
    encoder: Annotated[
        Path | None, typer.Option(metavar="FILE", help="encoder.pt, if it lies elsewhere.")
    ] = None,
    faceparsing: Annotated[
        Path | None, typer.Option(metavar="FILE", help="faceparsing.pth, if it lies elsewhere.")
    ] = None,
    codes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="exstyle_code.npy, if it lies elsewhere.")
    ] = None,
    model_id: Annotated[
        str | None, typer.Option("--id", help="Id of the model. Default: by the folder's name.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the model. Default: by the folder's name.")
    ] = None,
    color_transfer: Annotated[
        bool | None,
        typer.Option(
            "--color-transfer/--no-color-transfer",
            help="Whether it was trained for colour transfer. Default: by the file's name.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make models of official VToonify checkpoints.

    encoder.pt, faceparsing.pth and exstyle_code.npy are found beside the checkpoint or one folder
    up. A model of the same id is replaced. Needs PyTorch and some minutes.
    """
    from checkpoint.store import models_folder

    options = {
        "--out": models_folder(),
        "--encoder": encoder,
        "--faceparsing": faceparsing,
        "--codes": codes,
        "--id": model_id,
        "--name": name,
    }
    arguments = [str(path)]
    for option, value in options.items():
        arguments += [] if value is None else [option, str(value)]
    if color_transfer is not None:
        arguments.append("--color-transfer" if color_transfer else "--no-color-transfer")
    check_export_packages()
    with stop_on_signals() as stop, _Bar() as bar:
        models = run_import(arguments, bar.show, stop)
    if as_json:
        print_json({"installed": models})
        return
    for model in models:
        print("\n".join(describe(model)))


def describe(model: Event) -> list[str]:
    """Return the lines to show of a model that was installed."""
    count, drawn = model["num_styles"], model["thumbnails_drawn"]
    styles = "1 style" if count == 1 else f"{count} styles"
    style = f" --style {model['default_style']}" if count > 1 else ""
    command = f"vtoonify-rt stylize photo.jpg --model {model['id']}{style} -o out.png"
    lines = [f"Note: {note}." for note in model["notes"]]
    if drawn < count:
        lines.append(f"{drawn} of {count} thumbnails show their style, the others its number.")
    return [*lines, f"Installed '{model['id']}' ({styles}). Try: {command}"]


class _Bar:
    """A progress bar on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._bar: tuple[Progress, TaskID] | None = None

    def show(self, event: Event) -> None:
        """Show a progress event of the import."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            bar = _make_bar()
            self._bar = bar, bar.add_task("")
            bar.start()
        bar, task = self._bar
        what = f"{event['model']}: {event['step']}" if event["model"] else event["step"]
        bar.update(task, description=what, completed=event["done"], total=event["total"] or None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()


def _make_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=4,
    )
