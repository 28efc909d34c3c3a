"""`vtoonify-rt models`: find, fetch, import and keep models.

The commands are thin: what they ask for is done by `checkpoint.store.Store`, as for the window.
"""

import typer

from vtoonify_rt.cli_models import catalogs, importing, keep, pull, show

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@app.callback()
def _without_command(context: typer.Context) -> None:
    """Find, fetch, import and keep models.

    Only pull, and add-catalog of an address, use the network.
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


app.command("list")(show.list_models)
app.command()(show.search)
app.command()(show.info)
app.command()(pull.pull)
app.command("import")(importing.import_model)
app.command()(keep.remove)
app.command()(keep.verify)
app.command()(keep.gc)
app.command("export-pack")(keep.export_pack)
app.command()(catalogs.catalogs)
app.command("add-catalog")(catalogs.add_catalog)
app.command("remove-catalog")(catalogs.remove_catalog)
