"""`vtoonify-rt models pull`: fetch models and make them run."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from checkpoint.errors import ModelError, UsageError
from checkpoint.file_names import TAKEN_IDS
from vtoonify_rt.cli_models.exported import Exported
from vtoonify_rt.cli_models.pulls import PullOptions, Pulls
from vtoonify_rt.options import JsonOption
from vtoonify_rt.terminal import print_json

if TYPE_CHECKING:
    from checkpoint.catalog_search import Wish
    from checkpoint.jobs import Job
    from checkpoint.store import Store


def pull(
    models: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MODEL",
            help="Ids, aliases or named styles. Default: go on with all that is unfinished.",
            show_default=False,
        ),
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Accept the terms without being asked.")
    ] = False,
    endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The hub, or a mirror of it. Default: HF_ENDPOINT."),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only what was fetched before.")
    ] = False,
    accept_changed: Annotated[
        bool,
        typer.Option(
            "--accept-changed", help="Take a file that its authors changed since it was fetched."
        ),
    ] = False,
    install_packages: Annotated[
        bool,
        typer.Option(
            "--install-packages", help="Install PyTorch and what else makes models runnable."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Fetch models and make them run.

    One that was interrupted goes on where it stopped; one that is installed is not fetched again.
    """
    from checkpoint.store import Store

    exported = Exported()
    store = Store(endpoint=endpoint, offline=offline, run_export=exported.run)
    wishes = [_find(name, store) for name in models or () if not _ships_with_the_app(name)]
    # What another process works on is left to that.
    jobs = [] if models else [job for job in store.jobs() if not job.busy]
    options = PullOptions(
        accept_licence=accept_licence,
        accept_changed=accept_changed,
        install_packages=install_packages,
    )
    pulls = Pulls(store, options, exported, quiet=as_json, several=len(wishes) + len(jobs) > 1)
    for wish in wishes:
        pulls.pull(wish)
    for job in jobs:
        _go_on(job, store, pulls)
    if as_json:
        print_json({"installed": pulls.installed, "failed": pulls.failed})
    elif not wishes and not jobs and not models:
        print(_nothing_to_do(store))
    return 1 if pulls.failed else 0


def _ships_with_the_app(wished: str) -> bool:
    """Say so of the starter, which is in no catalog."""
    ours = wished in TAKEN_IDS
    if ours:
        print(f"'{wished}' ships with the app.", file=sys.stderr)
    return ours


def _nothing_to_do(store: "Store") -> str:
    if busy := [job.model for job in store.jobs()]:
        return f"Another process works on {', '.join(busy)}; nothing else is unfinished."
    return "Nothing is unfinished. What there is to pull: vtoonify-rt models search"


def _find(wished: str, store: "Store") -> "Wish":
    try:
        return store.find(wished)
    except ModelError as error:
        raise UsageError(error.message, error.hint) from None


def _go_on(job: "Job", store: "Store", pulls: Pulls) -> None:
    """Pull what is unfinished, unless its catalog has it no more."""
    try:
        wish = store.find(job.wished)
    except ModelError as error:
        forget = f"To forget it: vtoonify-rt models remove {job.model}"
        pulls.fail(job.model, ModelError(error.message, forget))
        return
    pulls.pull(wish)
