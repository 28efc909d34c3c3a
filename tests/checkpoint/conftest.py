"""Fixtures of the store's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from catalog_texts import CATALOG
from catalog_web import Web
from fake_hub import FakeHub
from fetching import Bench, bench_in
from pulling import REPOSITORY, QuickExporter, new_store, publish

from checkpoint.jobs import Jobs
from checkpoint.store import Store
from checkpoint.store_folder import StoreFolder
from checkpoint.user_catalogs import UserCatalogs


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A hub with a file, and a store to fetch it into."""
    with bench_in(tmp_path) as bench:
        yield bench


@pytest.fixture
def hub(bench: Bench) -> FakeHub:
    """The hub of the bench, with the files of the tests of pulls."""
    publish(bench.hub)
    return bench.hub


@pytest.fixture
def exporter() -> QuickExporter:
    """What stands for the exporter."""
    return QuickExporter()


@pytest.fixture
def store(tmp_path: Path, hub: FakeHub, exporter: QuickExporter) -> Store:
    """A store that knows the catalog of the tests of pulls, whose terms are accepted."""
    return new_store(tmp_path, hub, exporter)


@pytest.fixture
def fetched(hub: FakeHub) -> Callable[[], list[str]]:
    """Return what tells the names of the files whose bytes were asked for, once per request."""

    def names() -> list[str]:
        gets = (each.key for each in hub.requests if each.method == "GET" and each.to_cdn)
        return sorted(each.removeprefix(f"{REPOSITORY}/") for each in gets)

    return names


@pytest.fixture
def jobs_of() -> Callable[[Store], Jobs]:
    """Return what gives the jobs of a store, to change them behind its back."""
    return lambda store: Jobs(store.folder)


@pytest.fixture
def catalogs(tmp_path: Path) -> UserCatalogs:
    """A store without catalogs of the user's."""
    return UserCatalogs(StoreFolder(tmp_path))


@pytest.fixture
def web() -> Web:
    """The place where a catalog is published."""
    web = Web()
    web.put(CATALOG)
    return web
