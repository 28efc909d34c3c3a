"""Kills work on the store at every single step that it takes on the disk.

A program: `python tests/kill_each.py import FOLDER` prints how often it killed. It does the work
again and again, in processes that end by SIGKILL before their first such step, then before their
second, and so on; after each the store is looked at by someone who knows nothing of that.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

from importing import take
from made_models import contents_of, make_model

from checkpoint.installed import list_models
from checkpoint.manifest import load_manifest
from checkpoint.pack import export_pack
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import collect, find_leftovers, remove, verify

_STEPS = {"os.rename", "os.link", "os.mkdir", "os.rmdir", "os.remove"}  # audit events


class Ground:
    """A store with one model, and an older and a newer state of another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.old = make_model(folder / "old" / "pixar", extra=b"old", encoder=b"shared")
        self.new = make_model(folder / "new" / "pixar", extra=b"new", encoder=b"shared")
        self.neighbour = make_model(folder / "made" / "arcane", encoder=b"shared")
        self.pack = folder / "pack.zip"

    def fresh(self, *installed: Path) -> StoreFolder:
        """Return a store with these models."""
        shutil.rmtree(self._folder / "models", ignore_errors=True)
        self.pack.unlink(missing_ok=True)
        store = StoreFolder(self._folder / "models")
        for model in (self.neighbour, *installed):
            take(model, store)
        return store

    def states(self, store: StoreFolder) -> list[str]:
        """Return which state of the model is visible: none, old or new; whole it has to be."""
        models = [model for model in list_models(store.models) if model.id != "starter"]
        assert verify(models, store, lambda *facts: None, Event()) == []
        assert "arcane" in {model.id for model in models}
        known = {"old": contents_of(self.old), "new": contents_of(self.new)}
        visible = [contents_of(model.folder) for model in models if model.id == "pixar"]
        return [name for name, contents in known.items() if contents in visible]


def work_import(ground: Ground) -> int:
    """Import a model."""

    def check(store: StoreFolder) -> None:
        assert ground.states(store) in ([], ["new"])

    return _kill_each(ground.fresh, lambda store: take(ground.new, store), check)


def work_replace(ground: Ground) -> int:
    """Import a model in the place of another."""

    def check(store: StoreFolder) -> None:
        find_leftovers(store)  # what had been set aside a moment before comes back
        assert ground.states(store) in (["old"], ["new"])

    return _kill_each(
        lambda: ground.fresh(ground.old), lambda store: take(ground.new, store, replace=True), check
    )


def work_unpack(ground: Ground) -> int:
    """Import a pack."""
    pack = ground.pack.with_name("given.zip")
    export_pack(load_manifest(ground.new), pack, Event(), lambda *facts: None)

    def check(store: StoreFolder) -> None:
        assert ground.states(store) in ([], ["new"])

    return _kill_each(ground.fresh, lambda store: take(pack, store), check)


def work_remove(ground: Ground) -> int:
    """Remove a model."""

    def check(store: StoreFolder) -> None:
        assert ground.states(store) in ([], ["old"])

    return _kill_each(lambda: ground.fresh(ground.old), lambda store: remove("pixar", store), check)


def work_collect(ground: Ground) -> int:
    """Free what a killed replacement left."""

    def prepare() -> StoreFolder:
        store = ground.fresh(ground.old)
        place = store.models / ".import-killed"
        place.mkdir()
        (store.models / "pixar").rename(place / "replaced-pixar")
        make_model(place / "model" / "half")
        return store

    def check(store: StoreFolder) -> None:
        find_leftovers(store)
        assert ground.states(store) == ["old"]

    return _kill_each(prepare, collect, check)


def work_pack(ground: Ground) -> int:
    """Pack a model."""

    def check(store: StoreFolder) -> None:
        if ground.pack.exists():
            take(ground.pack, store, replace=True)
            assert ground.states(store) == ["old"]

    def pack(store: StoreFolder) -> None:
        model = load_manifest(store.models / "pixar")
        export_pack(model, ground.pack, Event(), lambda *facts: None)

    return _kill_each(lambda: ground.fresh(ground.old), pack, check)


def _kill_each(
    prepare: Callable[[], StoreFolder],
    act: Callable[[StoreFolder], object],
    check: Callable[[StoreFolder], None],
) -> int:
    """Return at how many steps `act` was killed until it came to its end."""
    for number in count():
        store = prepare()
        status = _run(partial(act, store), number)
        check(store)
        collect(store)
        left = {path.name for path in store.models.glob(".*")}
        assert left == {".store"}, left
        check(store)
        if status == 0:
            return number
        assert status == -signal.SIGKILL, status
    raise AssertionError  # `count` has no end


def _run(act: Callable[[], object], number: int) -> int:
    """Run `act` in a process that is killed before step `number`; return how that ended."""
    child = os.fork()
    if child == 0:
        steps = _kills(number)
        sys.addaudithook(lambda event, facts: next(steps) if _is_step(event, facts) else None)
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kills(number: int) -> Iterator[None]:
    for _ in range(number):
        yield
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def _is_step(event: str, facts: tuple[object, ...]) -> bool:
    writes = os.O_WRONLY | os.O_RDWR
    return event in _STEPS or (event == "open" and isinstance(facts[2], int) and facts[2] & writes)


if __name__ == "__main__":
    what, folder = sys.argv[1:]
    print(globals()[f"work_{what}"](Ground(Path(folder))))
