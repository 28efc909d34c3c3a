"""Which cards the styles panel shows for the words that are searched for, and in which order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from checkpoint.catalog import Catalog, CatalogModel
from checkpoint.catalog_search import has_words, search
from checkpoint.model import ModelManifest
from checkpoint.store import Installed
from desktop_app.store_facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A model that is installed, and what a catalog says of it, if one offers it."""

    installed: Installed
    offer: CatalogModel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A model that is not installed, and its catalog."""

    model: CatalogModel
    catalog: Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The other models of a style set, which are shown when they are asked for."""

    first: CatalogModel  # has its card above them
    count: int


def choose_owned(facts: Facts, words: str) -> Mapping[str, Owned]:
    """Return what is installed and searched for: by its catalog's names, or by its own."""
    offered = {model.id: model for model in _models(facts.catalogs)}
    found = {model.id for model in search(words, facts.catalogs)}
    return {
        f"installed {one.manifest.id}": Owned(installed=one, offer=offered.get(one.manifest.id))
        for one in facts.installed
        if one.manifest.id in found or has_words(_names(one.manifest), words)
    }


def choose_offers(
    facts: Facts, words: str, opened: Collection[str]
) -> Mapping[str, Offer | Variants]:
    """Return what is searched for and not installed.

    Without words only the first model of each style set, and one line for all others unless its
    key is in `opened`.
    """
    here = {one.manifest.id for one in facts.installed}
    catalogs = {catalog.id: catalog for catalog in facts.catalogs}
    sets: dict[str, list[CatalogModel]] = {}
    for model in search(words, facts.catalogs):
        if model.id not in here:
            sets.setdefault(model.wished if words else _style_set(model), []).append(model)
    chosen: dict[str, Offer | Variants] = {}
    for first, *others in sets.values():
        chosen[first.wished] = Offer(model=first, catalog=catalogs[first.catalog])
        if others:
            key = f"variants of {_style_set(first)}"
            chosen[key] = Variants(first=first, count=len(others))
            for model in others if key in opened else ():
                chosen[model.wished] = Offer(model=model, catalog=catalogs[model.catalog])
    return chosen


def _style_set(model: CatalogModel) -> str:
    """Return what the models of one style set have in common: the folder of their checkpoints."""
    checkpoint = model.files.get("checkpoint")
    if checkpoint is None or not checkpoint.repository:
        return model.wished
    return f"{checkpoint.repository}/{PurePosixPath(checkpoint.path).parent}"


def _models(catalogs: Sequence[Catalog]) -> list[CatalogModel]:
    return [model for catalog in catalogs for model in catalog.models]


def _names(model: ModelManifest) -> Iterator[str]:
    yield from (model.id, model.name)
    for style in model.styles:
        yield from (style.name, style.name_zh)
