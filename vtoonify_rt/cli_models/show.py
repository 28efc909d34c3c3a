"""`vtoonify-rt models list`, `search` and `info`: what there is, here and to be had."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vtoonify_rt.cli_models import entries
from vtoonify_rt.cli_models.facts import gather
from vtoonify_rt.cli_models.sheet import sheet
from vtoonify_rt.cli_models.texts import download_size, size, state_of, terms
from vtoonify_rt.options import JsonOption
from vtoonify_rt.terminal import print_json, print_table

if TYPE_CHECKING:
    from checkpoint.catalog_model import CatalogModel
    from checkpoint.jobs import Job
    from checkpoint.store import Installed, Store


def list_models(
    available: Annotated[
        bool, typer.Option("--available", help="List what catalogs offer, too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List installed models, and unfinished work."""
    from checkpoint.store import Store

    store = Store()
    installed, jobs = store.installed(), store.jobs()
    offered = store.search() if available else []
    if as_json:
        told = {
            "installed": [entries.of_installed(model) for model in installed],
            "unfinished": [entries.of_job(job) for job in jobs],
        }
        offers = {"available": _of_models(store, offered, installed)} if available else {}
        print_json({**told, **offers})
        return
    _print_installed(installed)
    _print_unfinished(jobs)
    if available:
        print("\nTo be had:")
        _print_offered(offered, installed)
    else:
        print("\nMore: vtoonify-rt models search")


def search(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT",
            help="Words of names, of models or styles. Default: all.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Look for models to get."""
    from checkpoint.store import Store

    store = Store()
    words = " ".join(text or ())
    found = store.search(words)
    if as_json:
        print_json({"models": _of_models(store, found, store.installed())})
    elif not found:
        print(f"No catalog has a model for '{words}'. All there are: vtoonify-rt models search")
    else:
        _print_offered(found, store.installed())
        print("More of one: vtoonify-rt models info MODEL; get it: vtoonify-rt models pull MODEL")


def info(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Id, alias or named style.")],
    as_json: JsonOption = False,
) -> None:
    """Tell all about one model.

    That is terms, size, needs, names, where to get it, and about how long it takes for a picture
    on this machine, which is measured for a second.
    """
    from checkpoint.store import Store

    facts = gather(model, Store())
    if as_json:
        print_json(facts.as_json())
    else:
        print("\n".join(sheet(facts)))


def _print_installed(installed: Iterable["Installed"]) -> None:
    rows = [
        (
            model.manifest.id,
            model.manifest.title,
            str(len(model.manifest.styles)),
            size(model.num_bytes),
            model.manifest.licence,
        )
        for model in installed
    ]
    print_table(
        ("model", "name", "styles", "on disk", "licence"), rows, ("styles", "on disk"), "name"
    )


def _print_unfinished(jobs: Sequence["Job"]) -> None:
    if not jobs:
        return
    print("\nUnfinished:")
    for job in jobs:
        print(f"  {job.model}: {state_of(job)}")


def _print_offered(models: Sequence["CatalogModel"], installed: Iterable["Installed"]) -> None:
    here = _ids(installed)
    rows = [
        (
            model.id,
            model.name,
            str(model.num_styles),
            "installed" if model.id in here else download_size(model),
            model.licence.id,
        )
        for model in models
    ]
    head = ("model", "name", "styles", "download", "licence")
    print_table(head, rows, ("styles", "download"), folds="name")
    print()
    for licence in {model.licence.id: model.licence for model in models}.values():
        print(f"{licence.id}: {terms(licence)}, {licence.url}")


def _of_models(
    store: "Store", models: Iterable["CatalogModel"], installed: Iterable["Installed"]
) -> list[entries.Entry]:
    here = _ids(installed)
    return [
        entries.of_model(
            model,
            installed=model.id in here,
            accepted=store.is_accepted(model.licence),
        )
        for model in models
    ]


def _ids(installed: Iterable["Installed"]) -> set[str]:
    return {model.manifest.id for model in installed}
