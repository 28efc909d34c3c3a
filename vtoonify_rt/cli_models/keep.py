"""`vtoonify-rt models remove`, `verify`, `gc` and `export-pack`: keep the models in order."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checkpoint.errors import UsageError
from vtoonify_rt.cli_models.bar import Bar
from vtoonify_rt.cli_models.texts import count, size
from vtoonify_rt.look import choose_model
from vtoonify_rt.options import JsonOption
from vtoonify_rt.stop_signals import stop_on_signals
from vtoonify_rt.terminal import ask, can_ask, print_json

if TYPE_CHECKING:
    from checkpoint.upkeep import Damage

_Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL", help="Id; `vtoonify-rt models list` shows them.", show_default=False
    ),
]


def remove(
    model: _Model,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove a model, or forget unfinished work on one."""
    from checkpoint.store import Store, folders_in

    store = Store()
    known = {each.manifest.id: each for each in store.installed()}
    unfinished = model in {job.model for job in store.jobs()}
    folders = {place.name for place in folders_in(store.folder.models)}
    here = model in known or model in folders  # a damaged one is in no list
    if not here and not unfinished:
        choose_model(model, [each.manifest for each in known.values()])
    if model in known:
        question = f"Remove '{model}' ({size(known[model].num_bytes)} on disk)?"
    elif here:
        question = f"Remove '{model}', which is damaged?"
    else:
        question = f"Forget the unfinished work on '{model}', and remove what only it has fetched?"
    if not yes and not _agreed(question):
        raise UsageError(f"'{model}' stays as it is", "Answer y, or give --yes, to remove it")
    freed = store.remove(model) if here else None
    if unfinished:
        store.discard(model)
    if as_json:
        print_json({"removed": model, "freed_bytes": freed})
    else:
        print(f"Forgot '{model}'." if freed is None else f"Removed '{model}': {size(freed)} freed.")


def _agreed(question: str) -> bool:
    if not can_ask():
        raise UsageError("Nobody is there to ask", "Give --yes to remove it without a question")
    return ask(question)


def verify(
    models: Annotated[
        list[str] | None,
        typer.Argument(metavar="MODEL", help="Ids. Default: all.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Say which files are damaged.

    Hashes every file of the models, and every download. The exit status is 1 if any is damaged.
    """
    from checkpoint.store import Store

    store = Store()
    manifests = [known.manifest for known in store.installed()]
    ids = [choose_model(name, manifests).id for name in models or ()]
    with stop_on_signals() as stop, Bar() as bar:
        damages = store.verify(ids or None, report=bar.show_bytes, stop=stop)
    checked = ids or [manifest.id for manifest in manifests]
    if as_json:
        print_json(
            {
                "checked": checked,
                "damaged": [
                    {"model": damage.model or None, "file": str(damage.file), "what": damage.what}
                    for damage in damages
                ],
            }
        )
    elif damages:
        _print_damages(damages)
    else:
        print(f"Whole: {', '.join(checked)}.")
    return 1 if damages else 0


def _print_damages(damages: Sequence["Damage"]) -> None:
    for damage in damages:
        owner = f"model '{damage.model}'" if damage.model else "a download"
        print(f"{damage.what}: {damage.file} ({owner})")
    verb = "is not as it" if len(damages) == 1 else "are not as they"
    print(f"{count(len(damages), 'file')} {verb} should be.")
    for model in dict.fromkeys(damage.model for damage in damages if damage.model):
        print(f"Install '{model}' again: vtoonify-rt models remove {model}, then pull or import it")


def gc(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be removed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove what no model needs any more.

    That is downloads and parts of them that no unfinished work needs, either.
    """
    from checkpoint.store import Store

    store = Store()
    leftovers = store.leftovers()
    freed = 0 if dry_run else store.collect()
    if as_json:
        paths = [str(path) for path in leftovers.paths]
        print_json({"paths": paths, "num_bytes": leftovers.num_bytes, "freed_bytes": freed})
        return
    if not leftovers.paths:
        print("There is nothing to remove.")
        return
    for path in leftovers.paths:
        print(path)
    if dry_run:
        print(f"{size(leftovers.num_bytes)} would be freed. Remove it: vtoonify-rt models gc")
    else:
        print(f"{size(freed)} freed.")


def export_pack(
    model: _Model,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="The .zip to write, or a folder, which is made.",
            show_default=False,
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Write a model to one file, to hand on.

    Licence and hashes are in it; `models import` takes it on any machine.
    """
    from checkpoint.store import Store

    store = Store()
    choose_model(model, [known.manifest for known in store.installed()])
    with stop_on_signals() as stop, Bar() as bar:
        path = store.export_pack(
            model, output, report=lambda done, total: bar.show_bytes(model, done, total), stop=stop
        )
    num_bytes = path.stat().st_size
    if as_json:
        print_json({"model": model, "file": str(path), "num_bytes": num_bytes})
    else:
        print(f"{path}: {size(num_bytes)}. Install it anywhere: vtoonify-rt models import {path}")
