"""All there is to say of one model: what `vtoonify-rt models info` tells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoint.catalog_model import CatalogModel, NamedStyle
from checkpoint.errors import ModelError, UsageError
from checkpoint.model import Family
from vtoonify_rt.cli_models import entries

if TYPE_CHECKING:
    from checkpoint.jobs import Job
    from checkpoint.needs import Needs
    from checkpoint.store import Installed, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a model: by a catalog, by the installed folder, or by both."""

    id: str
    installed: "Installed | None"
    offered: CatalogModel | None
    style: str | None  # the one that the user's word named
    named_styles: tuple[NamedStyle, ...]
    needs: "Needs | None"  # of what a catalog offers and is not installed
    accepted: bool
    job: "Job | None"
    seconds_per_picture: float  # about

    def as_json(self) -> entries.Entry:
        """Return the facts for programs."""
        offered, needs = self.offered, self.needs
        return {
            "id": self.id,
            "installed": None if self.installed is None else entries.of_installed(self.installed),
            "offered": None if offered is None else self._offer(offered),
            "style": self.style,
            "needs": None if needs is None else entries.of_needs(needs),
            "unfinished": None if self.job is None else entries.of_job(self.job),
            "seconds_per_picture": float(f"{self.seconds_per_picture:.3g}"),
        }

    def _offer(self, offered: CatalogModel) -> entries.Entry:
        here = self.installed is not None
        return {
            **entries.of_model(offered, installed=here, accepted=self.accepted),
            "named_styles": [
                {"id": named.id, "style": named.style, "degree": named.degree}
                for named in self.named_styles
            ],
            "files": [entries.of_file(role, file) for role, file in offered.files.items()],
            "links": [{"name": link.name, "url": link.url} for link in offered.links],
        }


def gather(wished: str, store: "Store") -> Facts:
    """Return what is known of the model that `wished` means; UsageError if it means none."""
    known = {model.manifest.id: model for model in store.installed()}
    wish = None
    try:
        wish = store.find(wished)
    except ModelError as error:  # one that was imported need not be in any catalog
        if wished not in known:
            raise UsageError(error.message, error.hint) from None
    offered = wish.model if wish is not None else None
    model_id = offered.id if offered is not None else wished
    installed = known.get(model_id)
    family = offered.family if offered is not None else known[wished].manifest.family
    return Facts(
        id=model_id,
        installed=installed,
        offered=offered,
        style=wish.style if wish is not None else None,
        named_styles=_named_styles(offered, store),
        needs=None if offered is None or installed is not None else store.needs(offered),
        accepted=offered is not None and store.is_accepted(offered.licence),
        job=next((job for job in store.jobs() if job.model == model_id), None),
        seconds_per_picture=_seconds_per_picture(family),
    )


def _named_styles(offered: CatalogModel | None, store: "Store") -> tuple[NamedStyle, ...]:
    if offered is None:
        return ()
    catalogs = [catalog for catalog in store.catalogs() if catalog.id == offered.catalog]
    return tuple(
        named for catalog in catalogs for named in catalog.named_styles if named.model == offered.id
    )


def _seconds_per_picture(family: Family) -> float:
    from vtoonify_rt.speed_forecast import measure_speed, seconds_per_picture

    return seconds_per_picture(family, measure_speed())
