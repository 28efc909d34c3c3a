"""How a user names what a catalog offers."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checkpoint.catalog_model import Catalog, CatalogModel
from checkpoint.errors import ModelError

_NUM_NEAR = 5  # names that an error offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a user's word means: a model, and one of its styles if the word named one."""

    model: CatalogModel
    style: str | None = None


def find(wished: str, catalogs: Sequence[Catalog]) -> Wish:
    """Return what `wished` means: a model's id, "catalog/" before it, a named style, or an alias.

    Case does not matter. Ids go before named styles, these before aliases, and an earlier catalog
    goes before a later one. ModelError offers the nearest names.
    """
    names = _names(catalogs)
    wish = names.get(wished.strip().casefold())
    if wish is not None:
        return wish
    alike = [name for name in names if ("/" in name) == ("/" in wished)]
    near = difflib.get_close_matches(wished.casefold(), alike, n=_NUM_NEAR, cutoff=0.5)
    offer = f"The nearest are {', '.join(near)}" if near else "Look with: vtoonify-rt models search"
    raise ModelError(f"No catalog has a model '{wished}'", offer)


def search(text: str, catalogs: Sequence[Catalog]) -> list[CatalogModel]:
    """Return the models that have every word of `text` in a name of theirs; all for no word.

    Looked at are id, both names, aliases, named styles, family and catalog.
    """
    return [
        model
        for catalog in catalogs
        for model in catalog.models
        if has_words(_names_of(model, catalog), text)
    ]


def has_words(names: Iterable[str], text: str) -> bool:
    """Return whether every word of `text` is in one of `names`; case does not matter."""
    said = "\n".join(names).casefold()
    return all(word in said for word in text.casefold().split())


def _names(catalogs: Sequence[Catalog]) -> dict[str, Wish]:
    """Return every name and what it means, the first meaning of each."""
    names: dict[str, Wish] = {}
    for pairs in (_ids, _styles, _aliases):
        for catalog in catalogs:
            for name, wish in pairs(catalog):
                names.setdefault(name.casefold(), wish)
                names.setdefault(f"{catalog.id}/{name}".casefold(), wish)
    return names


def _ids(catalog: Catalog) -> Iterator[tuple[str, Wish]]:
    for model in catalog.models:
        yield model.id, Wish(model=model)


def _styles(catalog: Catalog) -> Iterator[tuple[str, Wish]]:
    models = {model.id: model for model in catalog.models}
    for named in catalog.named_styles:
        yield named.id, Wish(model=models[named.model], style=named.style)


def _aliases(catalog: Catalog) -> Iterator[tuple[str, Wish]]:
    for model in catalog.models:
        for alias in model.aliases:
            yield alias, Wish(model=model)


def _names_of(model: CatalogModel, catalog: Catalog) -> Iterator[str]:
    yield from (model.id, model.name, model.name_zh, model.family, catalog.id, *model.aliases)
    yield from (style.id for style in catalog.named_styles if style.model == model.id)
