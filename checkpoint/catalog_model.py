"""What a catalog tells of the models that can be installed; `checkpoint.catalog` reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from checkpoint.model import Family
from checkpoint.remote_file import RemoteFile, total_bytes

# pack: a finished model folder in one zip, which needs no exporter; the others are exported.
Role = Literal["checkpoint", "encoder", "faceparsing", "codes", "pack"]
Signature = Literal["built in", "signed", "unsigned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """The terms of a model, in our words; the terms themselves are at `url`."""

    id: str
    name: str
    url: str  # https
    commercial: bool  # whether they allow commercial use
    summary: str  # one or two sentences
    summary_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page to open in a browser, where a file has to be got by hand."""

    name: str
    url: str  # https


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogModel:
    """A model that a catalog offers."""

    id: str  # that it has once it is installed
    name: str
    name_zh: str
    family: Family
    licence: Licence
    files: Mapping[Role, RemoteFile]  # empty: the files have to be got by hand, see `links`
    num_styles: int  # of the installed model
    default_style: str  # id of the style to show first
    fixed_degree: float | None  # the only degree it knows, if it knows one only
    color_transfer: bool  # trained for it
    aliases: tuple[str, ...]  # other names to find it by
    links: tuple[Link, ...]
    synthetic: bool  # test equipment: made-up weights
    catalog: str  # id of its catalog

    @property
    def wished(self) -> str:
        """What to pull to get this model and none of another catalog."""
        return f"{self.catalog}/{self.id}"

    @property
    def fetchable(self) -> bool:
        """Whether its files can be downloaded, and not only got by hand."""
        return bool(self.files)

    @property
    def needs_export(self) -> bool:
        """Whether the exporter, and so PyTorch, has to make it runnable."""
        return "pack" not in self.files

    @property
    def approximate_bytes(self) -> int | None:
        """Size of all its files together; None where that of one of them is not known."""
        sizes = [file.expected_bytes for file in self.files.values()]
        return total_bytes(sizes) if sizes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStyle:
    """A name for one style of a model, as VToonify's demo has them."""

    id: str  # "cartoon2-d"
    model: str  # id in the same catalog: "cartoon"
    style: str  # id in the model: "64"
    degree: float | None  # the only one, if the model knows one only


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A catalog, read and checked."""

    id: str
    name: str
    name_zh: str
    homepage: str  # https, or empty
    models: tuple[CatalogModel, ...]
    named_styles: tuple[NamedStyle, ...]
    origin: str  # path or address that it was added from; empty: ships with the app
    signature: Signature
    key: str = ""  # minisign public key that its signature was checked with, in base64
