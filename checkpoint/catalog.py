"""Catalogs: which models there are to install, and what each is made of."""

from checkpoint.catalog_model import (
    Catalog,
    CatalogModel,
    Licence,
    Link,
    NamedStyle,
    Role,
    Signature,
)

__all__ = [
    "Catalog",
    "CatalogModel",
    "Licence",
    "Link",
    "NamedStyle",
    "Role",
    "Signature",
]
