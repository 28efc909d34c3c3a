"""What the styles panel knows and does: the store, read in the background; no widgets."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from checkpoint.catalog import CatalogModel, Licence
from checkpoint.errors import AppError
from checkpoint.model import Family
from checkpoint.needs import Needs
from checkpoint.store import Store
from checkpoint.upkeep import Damage
from desktop_app.background import Background
from desktop_app.run_time import RunTime
from desktop_app.store_facts import Facts, read_facts
from desktop_app.store_tasks import IMPORT, StoreTasks, is_whole
from desktop_app.tasks import Task, Tasks

logger = logging.getLogger(__name__)


class Shelf(QObject):
    """The store behind the panel; everything that reads a disk happens on threads of its own.

    Signals:
        changed: `facts`, `speed` or `damage` are others now.
        models_changed: Models came or went.
        failed: Something the user wanted could not be done; the sentence to show.
        freed: So many bytes of the disk became free.
    """

    changed = Signal()
    models_changed = Signal()
    failed = Signal(object)  # AppError
    freed = Signal(object)  # int: may be more than 2 GB

    def __init__(self, run_time: RunTime, endpoint: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: Facts | None = None  # None: not read yet
        self.speed: Callable[[Family], float] | None = None  # seconds per picture
        self.damage: Mapping[str, tuple[Damage, ...]] = {}  # model -> what a check found
        self.checking = ""  # id of the model whose files are hashed now
        self.tasks = Tasks(self)
        self._run_time = run_time
        self._store = run_time.open_store(endpoint)
        self._work = StoreTasks(run_time, lambda: self._store)
        self._background = Background(self)
        self._measured = False
        self._ending = Event()
        self._reading = 0  # number of the newest reading of the store
        self.tasks.finished.connect(self._take_finished)
        self.tasks.halted.connect(self._take_halted)
        self.tasks.failed.connect(lambda _: self.refresh())

    def set_endpoint(self, endpoint: str) -> None:
        """Download from `endpoint` from the next task on; "": as the environment says."""
        self._store = self._run_time.open_store(endpoint)
        self.refresh()

    def refresh(self) -> None:
        """Read the store again, and go on with work that a killed process left."""
        store = self._store
        self._reading = reading = self._reading + 1

        def take(facts: Facts) -> None:
            if reading == self._reading:  # else it may tell of work that has ended meanwhile
                self._take_facts(facts)

        self._start(lambda: read_facts(store), take)

    def measure(self) -> None:
        """Measure this machine, once; without a result nothing is foretold."""
        if not self._measured:
            self._measured = True
            self._background.start(self._run_time.forecast, self._take_speed, _log)

    def find(self, key: str) -> CatalogModel | None:
        """Return the model of this id that a catalog offers."""
        catalogs = self.facts.catalogs if self.facts is not None else ()
        return next((m for catalog in catalogs for m in catalog.models if m.id == key), None)

    def needs(self, model: CatalogModel) -> Needs | None:
        """Return what a model needs, if that is known already."""
        return self.facts.needs.get(model.wished) if self.facts is not None else None

    def is_accepted(self, licence: Licence) -> bool:
        """Whether the user accepted these terms."""
        return self.facts is not None and licence in self.facts.accepted

    def get(self, model: CatalogModel) -> None:
        """Fetch and install a model whose terms the user has just accepted, or did before."""
        store = self._store

        def begin() -> None:
            store.accept(model.licence)
            # From now on it is got at the next start, too, even if it waits for its turn still.
            store.plan(model.wished)

        task = self._work.pull(model)
        self._start(begin, lambda _: self._add_and_read(task))

    def install_packages(self) -> None:
        """Install what the exporter needs."""
        self.tasks.add(self._work.packages())

    def import_path(self, path: Path) -> None:
        """Install what lies at `path`."""
        self.tasks.add(self._work.imported(path))

    def start(self, key: str) -> None:
        """Go on with a task, or try it again; an import replaces the model that it met."""
        task = self.tasks.find(key)
        if task is not None and task.replaces and is_whole(task):
            self.tasks.add(self._work.imported(Path(key.removeprefix(IMPORT)), replace=True))
        else:
            self.tasks.start(key)

    def change_catalogs(
        self,
        change: Callable[[Store], object],
        done: Callable[[], None],
        failed: Callable[[AppError], None],
    ) -> None:
        """Let `change` add or remove a catalog in the store."""
        store = self._store

        def finish(_: object) -> None:
            self.refresh()
            done()

        self._background.start(lambda: change(store), finish, failed)

    def remove(self, model_id: str) -> None:
        """Remove an installed model."""
        store = self._store
        self._start(lambda: store.remove(model_id), self._take_removed)

    def repair(self, model_id: str) -> None:
        """Remove a model that is damaged and get it again, as `get` does."""
        store, model = self._store, self.find(model_id)
        if model is None:
            return

        def get(_: int) -> None:
            self.models_changed.emit()
            self.get(model)

        self._start(lambda: store.remove(model_id), get)

    def pause(self, model_id: str) -> None:
        """Stop the getting of a model until the user wants it again, also at the next start."""
        task, store = self.tasks.find(model_id), self._store
        if task is not None and task.state == "queued":  # else the store notes it
            self._start(lambda: store.pause(model_id), lambda _: None)
        self.tasks.pause(model_id)

    def check(self, model_id: str) -> None:
        """Hash the files of a model; `damage` tells what was found."""
        store = self._store
        self.checking = model_id
        self.changed.emit()
        self._background.start(
            lambda: store.verify([model_id], stop=self._ending),
            lambda found: self._take_damage(model_id, found),
            self._fail_check,
        )

    def free(self) -> None:
        """Remove downloads that nothing needs now."""
        store = self._store
        self._start(store.collect, self._take_freed)

    def drop_portrait(self) -> None:
        """Let thumbnails show the sample from the next model on."""
        portrait = self._store.folder.portrait
        self._start(lambda: portrait.unlink(missing_ok=True), lambda _: self.refresh())

    def shut_down(self, timeout: float) -> bool:
        """Stop everything; what is unfinished goes on at the next start."""
        if any(task.state == "running" for task in self.tasks.all):
            self._work.closing.set()  # but what the user is stopping stays stopped
        self._ending.set()
        stopped = self.tasks.shut_down(timeout)
        return self._background.shut_down(timeout) and stopped

    def _start(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._background.start(job, done, self.failed.emit)

    def _add_and_read(self, task: Task) -> None:
        self.tasks.add(task)
        self.refresh()

    def _take_facts(self, facts: Facts) -> None:
        self.facts = facts
        for job in facts.jobs:
            model = self.find(job.model)
            known = self.tasks.find(job.model)
            if known is None or known.state == "elsewhere":
                self.tasks.add(self._work.job(job, model))
        jobs = {job.model for job in facts.jobs}
        for task in self.tasks.all:
            if task.state == "elsewhere" and task.key not in jobs:
                self.tasks.forget(task.key)  # the other process is done with it
                self.models_changed.emit()
        self.changed.emit()

    def _take_speed(self, speed: Callable[[Family], float]) -> None:
        self.speed = speed
        self.changed.emit()

    def _take_finished(self, task: Task, installed: object) -> None:
        self.refresh()
        if installed:
            self.damage = {key: found for key, found in self.damage.items() if key != task.key}
            self.models_changed.emit()

    def _take_halted(self, task: Task, cancelled: bool) -> None:
        store = self._store
        if cancelled and not is_whole(task):
            self._reading += 1  # what is read now still knows its job, and would begin it again
            self._start(lambda: store.discard(task.key), lambda _: self.refresh())
        else:
            self.refresh()

    def _take_removed(self, freed: int) -> None:
        self.models_changed.emit()
        self._take_freed(freed)

    def _take_freed(self, freed: int) -> None:
        self.freed.emit(freed)
        self.refresh()

    def _take_damage(self, model_id: str, found: list[Damage]) -> None:
        of_model = tuple(damage for damage in found if damage.model == model_id)
        self.checking = ""
        self.damage = {**self.damage, model_id: of_model}
        self.changed.emit()

    def _fail_check(self, error: AppError) -> None:
        self.checking = ""
        self.changed.emit()
        self.failed.emit(error)


def _log(error: AppError) -> None:
    logger.warning("this machine was not measured: %s", error)
