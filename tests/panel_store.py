"""A model store made by hand for the window: a test says what there is, and plays its pulls."""

from dataclasses import replace
from pathlib import Path
from queue import Queue
from threading import Event

from desktop_fakes import FakeRunTime, make_model, make_style

from checkpoint.catalog import Catalog, CatalogModel, Licence, Link
from checkpoint.errors import AppError, ModelError, Stopped
from checkpoint.jobs import Job
from checkpoint.needs import Needs
from checkpoint.progress import Progress
from checkpoint.remote_file import RemoteFile
from checkpoint.store import Installed
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import Leftovers

LICENCE = Licence(
    id="s-lab-1.0",
    name="S-Lab License 1.0",
    url="https://example.org/licence",
    commercial=False,
    summary="Free to use and change, but not for money.",
    summary_zh="可免费使用和修改，但不得商用。",  # noqa: RUF001
)
NEEDS = Needs(
    download_bytes=1_210_000_000,
    disk_bytes=680_000_000,
    memory_bytes=4_000_000_000,
    export_packages=(),
)
LINK = Link(name="Project page", url="https://example.org/project")


def make_offer(model_id: str = "cartoon", *, by_hand: bool = False, **changes) -> CatalogModel:
    file = RemoteFile(path=f"models/{model_id}/style.pt", repository="owner/name")
    offer = CatalogModel(
        id=model_id,
        name=model_id.capitalize(),
        name_zh=f"模型{model_id}",
        family="vtoonify_d",
        licence=LICENCE,
        files={} if by_hand else {"checkpoint": file},
        num_styles=317,
        default_style="26",
        fixed_degree=None,
        color_transfer=False,
        aliases=(),
        links=(LINK,),
        synthetic=False,
        catalog="vtoonify",
    )
    return replace(offer, **changes)


def make_style_set(*ids: str) -> list[CatalogModel]:
    """Return models whose checkpoints lie in one folder."""
    files = [RemoteFile(path=f"models/set/{each}.pt", repository="owner/name") for each in ids]
    return [
        make_offer(each, files={"checkpoint": file}) for each, file in zip(ids, files, strict=True)
    ]


def make_catalog(*models: CatalogModel) -> Catalog:
    return Catalog(
        id="vtoonify",
        name="VToonify",
        name_zh="VToonify",
        homepage="",
        models=models or (make_offer(), make_offer("comic"), make_offer("pixar-t", by_hand=True)),
        named_styles=(),
        origin="",
        signature="built in",
    )


def make_job(model: str = "cartoon", state: str = "active", *, busy=False, error=None) -> Job:
    return Job(model=model, catalog="vtoonify", state=state, error=error, created=0.0, busy=busy)


class FakeStore:
    """Pulls do what a test says by `tell`, `finish` and `fail`; everything else is at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = StoreFolder(folder)
        self.models = [make_model()]
        self.catalog = make_catalog()
        self.added = []  # catalogs of the user's
        self.refused = None  # raised for a catalog that is added
        self.accepted = set()
        self.needed = NEEDS
        self.unfinished = []
        self.kept = 0
        self.damaged = []
        self.planned = []
        self.asked = []  # what was called, in order
        self.started = Event()
        self.fault = None  # raised by `catalogs`
        self._news = Queue()

    # What a test plays

    def tell(self, **progress) -> None:
        self._news.put(Progress(**{"model": "cartoon", "phase": "fetching", **progress}))

    def fail(self, error: AppError) -> None:
        self._news.put(error)

    def finish(self) -> None:
        self._news.put(None)

    # What the app calls

    def installed(self):
        if isinstance(self.models, Exception):
            raise self.models
        starter, *others = self.models
        first = Installed(manifest=starter, num_bytes=4_000_000, removable=False)
        more = [Installed(manifest=m, num_bytes=680_000_000, removable=True) for m in others]
        return [first, *more]

    def catalogs(self):
        if self.fault is not None:
            raise self.fault
        return [self.catalog, *self.added]

    def add_catalog(self, origin, key=None):
        if self.refused is not None:
            raise self.refused
        self.asked.append(("add", origin, key))
        signature = "signed" if key else "unsigned"
        mine = replace(make_offer("ink"), catalog="mine")
        names = {"id": "mine", "name": "Mine", "name_zh": "我的", "origin": origin}
        self.added = [replace(make_catalog(mine), **names, signature=signature)]

    def remove_catalog(self, catalog_id):
        self.added = [each for each in self.added if each.id != catalog_id]

    def is_accepted(self, licence):
        return licence in self.accepted

    def accept(self, licence):
        self.accepted.add(licence)

    def needs(self, model, installed=None):
        return self.needed

    def plan(self, wished):
        self.planned.append(wished)

    def pause(self, model_id):
        self.asked.append(("pause", model_id))

    def jobs(self):
        return self.unfinished

    def discard(self, model_id):
        self.asked.append(("discard", model_id))

    def leftovers(self):
        return Leftovers(paths=(), num_bytes=self.kept)

    def collect(self):
        freed, self.kept = self.kept, 0
        return freed

    def remove(self, model_id):
        self.asked.append(("remove", model_id))
        self.models = [model for model in self.models if model.id != model_id]
        return 680_000_000

    def verify(self, ids=None, **_):
        self.asked.append(("verify", *ids))
        return self.damaged

    def pull(self, wished, progress, stop, *, accept_changed=False):
        self.asked.append(("pull", wished))
        return self._play(wished.rpartition("/")[2], progress, stop)

    def import_path(self, path, options, progress, stop):
        self.asked.append(("replace" if options.replace else "import", path))
        return [self._play(path.stem, progress, stop)]

    def _play(self, model_id, progress, stop):
        self.started.set()
        while True:
            while self._news.empty():
                if stop.wait(0.01):
                    raise Stopped
            news = self._news.get()
            if isinstance(news, AppError):
                raise news
            if news is None:
                model = make_model(model_id, *(make_style(str(n)) for n in range(3)))
                self.models = [*self.models, model]
                return model
            progress(news)


class StoreRunTime(FakeRunTime):
    """A run time with a store made by hand, and a computer whose speed is known."""

    def __init__(self, folder: Path) -> None:
        self.store = FakeStore(folder)
        super().__init__()
        self.endpoints = []
        self.portraits = []
        self.installs = Queue()  # lines of the installer, an error, or None at its end
        self.speed = {"lite": 0.006, "vtoonify_d": 2.9, "vtoonify_t": 2.9}

    @property
    def models(self):
        return self.store.models

    @models.setter
    def models(self, models):
        self.store.models = models

    def open_store(self, endpoint):
        self.endpoints.append(endpoint)
        return self.store

    def forecast(self):
        if self.speed is None:
            raise ModelError("The starter is damaged", "Install again")
        return self.speed.__getitem__

    def keep_portrait(self, image):
        self.portraits.append(image)

    def install_packages(self, report, stop):
        while not stop.is_set():
            if self.installs.empty():
                stop.wait(0.01)
                continue
            news = self.installs.get()
            if isinstance(news, AppError):
                raise news
            if news is None:
                self.store.needed = NEEDS
                return
            report(news)
        raise Stopped
