"""What the styles panel shows of the store, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checkpoint.catalog import Catalog, Licence
from checkpoint.errors import AppError
from checkpoint.jobs import Job
from checkpoint.needs import Needs
from checkpoint.store import Installed, Store
from checkpoint.upkeep import find_unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The store as it was when it was last read."""

    installed: tuple[Installed, ...] = ()
    catalogs: tuple[Catalog, ...] = ()
    needs: Mapping[str, Needs] = field(default_factory=dict)  # by "catalog/model"
    accepted: frozenset[Licence] = frozenset()
    packages: tuple[str, ...] = ()  # that are missing to make models runnable
    damaged: tuple[str, ...] = ()  # folders among the models that cannot be read
    jobs: tuple[Job, ...] = ()
    kept_bytes: int = 0  # of downloads that nothing needs now
    has_portrait: bool = False  # the user's own, for thumbnails
    error: AppError | None = None  # why the catalogs, or all of it, cannot be read


def read_facts(store: Store) -> Facts:
    """Read everything that the panel shows, or why it cannot be; seconds on a slow disk."""
    try:
        return _read(store)
    except AppError as error:
        return Facts(error=error)


def _read(store: Store) -> Facts:
    error = None
    try:
        catalogs = tuple(store.catalogs())
    except AppError as damaged:
        catalogs, error = (), damaged
    installed = tuple(store.installed())
    here = [one.manifest for one in installed]
    models = [model for catalog in catalogs for model in catalog.models]
    needs = {model.wished: store.needs(model, here) for model in models if model.fetchable}
    return Facts(
        installed=installed,
        catalogs=catalogs,
        needs=needs,
        accepted=frozenset(
            licence for licence in {m.licence for m in models} if store.is_accepted(licence)
        ),
        packages=tuple(sorted({name for need in needs.values() for name in need.export_packages})),
        damaged=tuple(damage.model for damage in find_unreadable(store.folder)),
        jobs=tuple(store.jobs()),
        kept_bytes=store.leftovers().num_bytes,
        has_portrait=store.folder.portrait.exists(),
        error=error,
    )
