"""`vtoonify-rt models catalogs`, `add-catalog` and `remove-catalog`."""

from typing import Annotated

import typer

from vtoonify_rt.cli_models import entries
from vtoonify_rt.cli_models.texts import count
from vtoonify_rt.options import JsonOption
from vtoonify_rt.terminal import print_json, print_table


def catalogs(as_json: JsonOption = False) -> None:
    """List the catalogs that models are found in.

    With where they are from, and whether their signature was checked.
    """
    from checkpoint.store import Store

    known = Store().catalogs()
    if as_json:
        print_json({"catalogs": [entries.of_catalog(catalog) for catalog in known]})
        return
    rows = [
        (
            catalog.id,
            catalog.name,
            str(len(catalog.models)),
            catalog.signature,
            catalog.origin or "ships with the app",
        )
        for catalog in known
    ]
    print_table(("catalog", "name", "models", "signature", "from"), rows, ("models",), folds="from")


def add_catalog(
    origin: Annotated[
        str,
        typer.Argument(metavar="ORIGIN", help="A file or an https address.", show_default=False),
    ],
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="The minisign public key of whoever made it, in base64: its signature has to be "
            "right then.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add a catalog of somebody else's.

    What it offers is found by search, and fetched only if you pull it.
    """
    from checkpoint.store import Store

    catalog = Store().add_catalog(origin, key)
    if as_json:
        print_json({"added": entries.of_catalog(catalog)})
        return
    print(f"Added '{catalog.id}' ({count(len(catalog.models), 'model')}, {catalog.signature}).")
    if catalog.signature == "unsigned":
        print("Nobody vouches for it: pull from it only what you trust.")
    print("See them: vtoonify-rt models search")


def remove_catalog(
    catalog: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="As `vtoonify-rt models catalogs` shows it.", show_default=False
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Forget a catalog; models from it stay."""
    from checkpoint.store import Store

    Store().remove_catalog(catalog)
    if as_json:
        print_json({"removed": catalog})
    else:
        print(f"Removed the catalog '{catalog}'. Models from it stay.")
