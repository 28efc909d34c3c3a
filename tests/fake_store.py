"""A store for the command line, without disk or network: what it is asked to do is written down."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from checkpoint.catalog_model import Catalog, CatalogModel, Licence, Link, NamedStyle
from checkpoint.catalog_search import Wish, find, search
from checkpoint.errors import LicenceError, ModelError
from checkpoint.jobs import Job
from checkpoint.manifest import ModelManifest, load_manifest
from checkpoint.needs import Needs
from checkpoint.remote_file import RemoteFile
from checkpoint.store import STARTER, Installed
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import Leftovers

LICENCE = Licence(
    id="s-lab-1.0",
    name="S-Lab License 1.0",
    url="https://example.org/licence",
    commercial=False,
    summary="Free for research and other use that earns no money.",
    summary_zh="可用于研究和其他非商业用途。",
)
CARTOON = CatalogModel(
    id="cartoon",
    name="Cartoon",
    name_zh="卡通",
    family="vtoonify_d",
    licence=LICENCE,
    files={
        "checkpoint": RemoteFile(
            path="models/cartoon.pt", repository="owner/name", approximate_bytes=666_000_000
        ),
        "codes": RemoteFile(path="models/codes.npy", repository="owner/name", num_bytes=12_000),
    },
    num_styles=317,
    default_style="26",
    fixed_degree=None,
    color_transfer=False,
    aliases=("toon",),
    links=(Link(name="Project page", url="https://example.org/"),),
    synthetic=False,
    catalog="vtoonify",
)
BY_HAND = dataclasses.replace(CARTOON, id="arcane-t", name="Arcane T", aliases=(), files={})
CATALOG = Catalog(
    id="vtoonify",
    name="VToonify",
    name_zh="VToonify",
    homepage="https://example.org/",
    models=(CARTOON, BY_HAND),
    named_styles=(NamedStyle(id="cartoon2-d", model="cartoon", style="64", degree=None),),
    origin="",
    signature="built in",
)
_STYLE = load_manifest(STARTER).styles[0]
STYLES = tuple(dataclasses.replace(_STYLE, id=str(number)) for number in range(317))
JOB = Job(model="cartoon", catalog="vtoonify", state="paused", error=None, created=1.0, busy=False)


class FakeStore:
    """The starter is installed, the catalog has two models; a pull does what `pulling` does."""

    def __init__(self) -> None:
        self.folder = StoreFolder(Path("no models"))
        self.models = [load_manifest(STARTER)]
        self.known_catalogs = [CATALOG]
        self.accepted: list[str] = []
        self.unfinished: list[Job] = []
        self.damages: list = []
        self.found = Leftovers(paths=(), num_bytes=0)
        self.missing: tuple[str, ...] = ()
        self.calls: list[tuple] = []
        self.options: dict = {}
        self.pulling: Callable = lambda progress, stop: None

    def opened(self, **options) -> "FakeStore":
        """Stand for the making of a store."""
        self.options = options
        return self

    def installed(self) -> list[Installed]:
        return [
            Installed(manifest=model, num_bytes=12_300_000, removable=model.id != "starter")
            for model in self.models
        ]

    def catalogs(self) -> list[Catalog]:
        return self.known_catalogs

    def add_catalog(self, origin: str, key: str | None = None) -> Catalog:
        signature = "signed" if key else "unsigned"
        return dataclasses.replace(CATALOG, id="mine", origin=origin, signature=signature)

    def remove_catalog(self, catalog_id: str) -> None:
        self.calls.append(("remove_catalog", catalog_id))

    def search(self, text: str = "") -> list[CatalogModel]:
        return search(text, self.known_catalogs)

    def find(self, wished: str) -> Wish:
        return find(wished, self.known_catalogs)

    def is_accepted(self, licence: Licence) -> bool:
        return licence.id in self.accepted

    def accept(self, licence: Licence) -> None:
        self.accepted.append(licence.id)

    def needs(self, model: CatalogModel) -> Needs:
        return Needs(
            download_bytes=1_800_000_000,
            disk_bytes=1_200_000_000,
            memory_bytes=4_100_000_000,
            export_packages=self.missing,
        )

    def pull(self, wished: str, progress, stop, *, accept_changed: bool = False) -> ModelManifest:
        self.calls.append(("pull", wished))
        model = find(wished, self.known_catalogs).model
        for known in self.models:
            if known.id == model.id:
                return known
        if not model.fetchable:
            raise ModelError(f"'{model.id}' has to be got by hand", f"See {model.links[0].url}")
        if not self.is_accepted(model.licence):
            raise LicenceError("The licence is not accepted", "Accept it")
        self.pulling(progress, stop)
        made = dataclasses.replace(
            self.models[0], id=model.id, name=model.name, default_style="26", styles=STYLES
        )
        self.models.append(made)
        return made

    def jobs(self) -> list[Job]:
        return self.unfinished

    def discard(self, model_id: str) -> None:
        self.calls.append(("discard", model_id))

    def import_path(self, path: Path, options, progress, stop) -> list[ModelManifest]:
        self.calls.append(("import", path, options))
        return [dataclasses.replace(self.models[0], id=options.id or "mine")]

    def remove(self, model_id: str) -> int:
        self.calls.append(("remove", model_id))
        return 12_300_000

    def verify(self, ids: Sequence[str] | None = None, *, report, stop) -> list:
        self.calls.append(("verify", ids))
        return self.damages

    def leftovers(self) -> Leftovers:
        return self.found

    def collect(self) -> int:
        self.calls.append(("collect",))
        return self.found.num_bytes

    def export_pack(self, model_id: str, out: Path, *, report, stop) -> Path:
        out.write_bytes(bytes(2000))
        return out
