"""`vtoonify-rt models import`, also `vtoonify-rt import`: what lies on a disk becomes models."""

from pathlib import Path
from typing import Annotated

import typer

from vtoonify_rt.cli_models.bar import Bar
from vtoonify_rt.cli_models.exported import Exported
from vtoonify_rt.options import JsonOption
from vtoonify_rt.stop_signals import stop_on_signals
from vtoonify_rt.terminal import print_json


def import_model(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A VToonify checkpoint (.pt), a folder or zip of some, a model folder, or a file "
            "of models export-pack.",
        ),
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
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a model of the same id that is installed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make models of files on a disk or a USB stick.

    Official VToonify checkpoints: encoder.pt, faceparsing.pth and exstyle_code.npy are found beside
    the checkpoint, one folder up, or among the downloads; that needs PyTorch and some minutes.
    Model folders and files of `models export-pack` are checked and copied.
    """
    from checkpoint.model_import import ImportOptions
    from checkpoint.store import Store

    options = ImportOptions(
        encoder=encoder,
        faceparsing=faceparsing,
        codes=codes,
        id=model_id,
        name=name,
        color_transfer=color_transfer,
        replace=replace,
    )
    exported = Exported()
    store = Store(run_export=exported.run)
    with stop_on_signals() as stop, Bar() as bar:
        models = store.import_path(path, options, bar.show, stop)
    if as_json:
        print_json({"installed": [exported.entry(model) for model in models]})
        return
    for model in models:
        print("\n".join(exported.describe(model)))
