"""Catalogs: which models there are to install, and what each is made of.

docs/catalogs.md describes the format.  Reading is the border: whatever is wrong with a catalog is
said here in one sentence, and behind it nothing is checked again.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from checkpoint.catalog_entries import read_models, read_named_styles
from checkpoint.catalog_model import (
    Catalog,
    CatalogModel,
    Licence,
    Link,
    NamedStyle,
    Role,
    Signature,
)
from checkpoint.catalog_table import Table
from checkpoint.errors import ModelError

__all__ = [
    "MAX_BYTES",
    "Catalog",
    "CatalogModel",
    "Licence",
    "Link",
    "NamedStyle",
    "Role",
    "Signature",
    "built_in",
    "load_catalog",
    "names_of",
]

SCHEMA = 1
MAX_BYTES = 1_000_000
_BUILT_IN = Path(__file__).parent / "catalogs" / "vtoonify.toml"
_MAX_REASON = 300  # characters
_MAX_DOTS = 50  # in a line; the parser takes memory with the square of a dotted key's length


@cache
def built_in() -> Catalog:
    """Return the catalog that ships with the app; ModelError if the installation is broken."""
    try:
        text = _BUILT_IN.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(
            f"{_BUILT_IN} cannot be read ({error.strerror})", "Install the app again"
        ) from error
    return load_catalog(text, origin="", signature="built in")


def load_catalog(text: str, *, origin: str, signature: Signature, key: str = "") -> Catalog:
    """Read and check a catalog; ModelError says in one sentence what is wrong with it.

    `origin` is where it came from; `signature` and `key` are whether and for whose key it has
    been verified, which is not done here.
    """
    try:
        _check_size(text)
        return _read(
            Table(tomllib.loads(text.removeprefix("\ufeff")), "the catalog"), origin, signature, key
        )
    except (ValueError, RecursionError) as error:  # the latter: lists in lists without end
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ModelError(
            f"{origin or _BUILT_IN} is not a catalog that can be used: {_one_line(reason)}",
            "Ask whoever made it; docs/catalogs.md describes the format",
        ) from error


def names_of(catalog: Catalog) -> set[str]:
    """Return everything that a catalog calls a model or a style, in small letters."""
    names = {named.id for named in catalog.named_styles}
    for model in catalog.models:
        names |= {model.id, *model.aliases}
    return {name.casefold() for name in names}


def _check_size(text: str) -> None:
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 1000} kB")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS:
            raise ValueError(f"line {number} has more than {_MAX_DOTS} dots")


def _one_line(reason: str) -> str:
    """Return what can be shown, whatever the catalog put into it."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in reason)
    return shown if len(shown) <= _MAX_REASON else f"{shown[:_MAX_REASON]}..."


def _read(table: Table, origin: str, signature: Signature, key: str) -> Catalog:
    if table.value("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}, which this version reads")
    name = table.text("name")
    models = read_models(table)
    catalog = Catalog(
        id=table.id("id"),
        name=name,
        name_zh=table.optional("name_zh", table.text) or name,
        homepage=table.optional("homepage", table.page) or "",
        models=models,
        named_styles=read_named_styles(table, models),
        origin=origin,
        signature=signature,
        key=key,
    )
    table.end()
    _check_unique(table, (name for model in models for name in (model.id, *model.aliases)))
    _check_unique(table, (named.id for named in catalog.named_styles))
    return catalog


def _check_unique(table: Table, names: Iterable[str]) -> None:
    """Raise ValueError for a name that comes twice; a style may be called as a model is."""
    counts = Counter(name.casefold() for name in names)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"{table.where} calls two things '{twice[0]}'")
