"""Pulls one model after another, and asks and tells what there is to ask and tell."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoint.catalog_model import CatalogModel
from checkpoint.errors import AppError, LicenceError, Stopped, UsageError
from checkpoint.export_packages import install
from vtoonify_rt.cli_models import entries
from vtoonify_rt.cli_models.bar import Bar
from vtoonify_rt.cli_models.exported import Exported
from vtoonify_rt.cli_models.texts import about, how_to_try, lay_out, terms
from vtoonify_rt.stop_signals import stop_on_signals
from vtoonify_rt.terminal import ask, can_ask, printable

if TYPE_CHECKING:
    from checkpoint.catalog_search import Wish
    from checkpoint.model import ModelManifest
    from checkpoint.store import Store


_STOPPED = "Whatever was fetched is kept: the same command goes on where it stopped."


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOptions:
    """What the user allows beforehand."""

    accept_licence: bool
    accept_changed: bool
    install_packages: bool


class Pulls:
    """Pulls models; one that fails does not keep the others from being pulled.

    With `quiet` only errors and questions are shown; `several` makes errors name the model.
    `installed` and `failed` are for programs.
    """

    def __init__(
        self,
        store: "Store",
        options: PullOptions,
        exported: Exported,
        *,
        quiet: bool,
        several: bool,
    ) -> None:
        self.installed: list[entries.Entry] = []
        self.failed: list[entries.Entry] = []
        self._store = store
        self._options = options
        self._exported = exported
        self._quiet = quiet
        self._several = several

    def pull(self, wish: "Wish") -> None:
        """Pull a model; what keeps it from being pulled is told, and noted in `failed`.

        Raises LicenceError and UsageError where the terms are not accepted: then no other
        model should be tried.
        """
        here = wish.model.id in {known.manifest.id for known in self._store.installed()}
        try:
            if wish.model.fetchable and not here:  # else there is nothing to ask
                self._prepare(wish.model)
            model = self._pull(wish.model)
        except (LicenceError, UsageError):
            raise
        except AppError as error:
            self.fail(wish.model.id, error)
            return
        if here:
            self._say(f"'{model.id}' is installed. Try: {how_to_try(model, wish.style)}")
        else:
            self._say("\n".join(self._exported.describe(model, wish.style)))
        self._note(model, wish, new=not here)

    def fail(self, model_id: str, error: AppError) -> None:
        """Tell what keeps a model from being pulled, and note it in `failed`."""
        name = f"{model_id}: " if self._several else ""
        print(f"Error: {name}{printable(str(error))}", file=sys.stderr)
        self.failed.append({"model": model_id, "error": error.message, "hint": error.hint or None})

    def _prepare(self, model: CatalogModel) -> None:
        if not self._store.is_accepted(model.licence):
            self._accept(model)
        self._install_packages(model)

    def _pull(self, model: CatalogModel) -> "ModelManifest":
        with stop_on_signals() as stop, Bar() as bar:
            try:
                return self._store.pull(
                    model.wished,
                    bar.show,
                    stop,
                    accept_changed=self._options.accept_changed,
                )
            except Stopped:
                bar.end()
                print(_STOPPED, file=sys.stderr)
                raise

    def _install_packages(self, model: CatalogModel) -> None:
        missing = self._store.needs(model).export_packages
        if not missing:
            return
        question = f"Making it runnable needs {', '.join(missing)}: up to several GB. Install?"
        if self._options.install_packages or (can_ask() and ask(question)):
            with stop_on_signals() as stop, Bar() as bar:
                install(bar.show_text, stop)

    def _accept(self, model: CatalogModel) -> None:
        licence = model.licence
        if not self._options.accept_licence:
            if not can_ask():
                raise UsageError(
                    f"'{model.id}' has terms to accept first: {terms(licence)}, {licence.url}",
                    "Read them, and give --accept-licence if you accept",
                )
            self._show(model)
            if not ask("Do you accept these terms?"):
                raise LicenceError(
                    f"'{model.id}' was not fetched: its terms were not accepted",
                    "Nothing was downloaded",
                )
        self._store.accept(licence)

    def _show(self, model: CatalogModel) -> None:
        licence = model.licence
        needs = self._store.needs(model)
        lines = [
            f"{model.name} is published under these terms: {terms(licence)}",
            *lay_out("  ", [licence.summary, licence.url]),
            f"To fetch: {about(needs.download_bytes)}; disk: {about(needs.disk_bytes)}.",
        ]
        print("\n".join(lines), file=sys.stderr)

    def _say(self, text: str) -> None:
        if not self._quiet:
            print(text)

    def _note(self, model: "ModelManifest", wish: "Wish", *, new: bool) -> None:
        self.installed.append(
            {
                **self._exported.entry(model),
                "new": new,
                "style": wish.style or model.default_style,
                "command": how_to_try(model, wish.style),
            }
        )
