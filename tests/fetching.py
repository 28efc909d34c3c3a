"""What the tests of fetching share: a store, a hub, and a fetcher that does not wait."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fake_hub import FakeHub, Fault

from checkpoint.downloads import Downloads
from checkpoint.errors import FetchError
from checkpoint.fetch import FetchedFile, Fetcher, Retries
from checkpoint.progress import Progress
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder

REPOSITORY = "owner/name"
PATH = "models/some.pt"
KEY = f"{REPOSITORY}/{PATH}"
CONTENT = bytes(range(251)) * 4001  # a megabyte, no piece of it like another at any power of two


def remote(path: str = PATH, **more: Any) -> RemoteFile:
    return RemoteFile(path=path, repository=REPOSITORY, **more)


class Bench:
    """A hub that has one file, and a store to fetch it into; `waits` are those between attempts."""

    def __init__(self, folder: Path) -> None:
        self.hub = FakeHub()
        self.hub.put(REPOSITORY, PATH, CONTENT)
        self.folder = StoreFolder(folder / "models")
        self.waits: list[float] = []
        self.retries = Retries(attempts=3, pause=lambda stop, seconds: self.waits.append(seconds))

    def fetcher(self, **more: Any) -> Fetcher:
        return Fetcher(
            self.folder, **({"endpoint": self.hub.endpoint, "retries": self.retries} | more)
        )

    def local(self, file: RemoteFile) -> FetchedFile | None:
        return Downloads(self.folder).local(file)

    def fetch(
        self,
        *files: RemoteFile,
        stop: Event | None = None,
        report: Callable[[Progress], None] = lambda told: None,
        accept_changed: bool = False,
        spare_bytes: int = 0,
        **more: Any,
    ) -> list[FetchedFile]:
        return self.fetcher(**more).fetch(
            files or [remote()],
            report,
            stop or Event(),
            accept_changed=accept_changed,
            spare_bytes=spare_bytes,
        )

    def parts(self) -> list[Path]:
        return sorted((self.folder.downloads / ".parts").glob("*"))


def break_off(bench: Bench) -> Path:
    """Let a fetch give up after 300,000 bytes; return their part."""
    bench.hub.fail(KEY, Fault(cut_after=300_000), *[Fault(cut_after=0)] * 2)
    with pytest.raises(FetchError):
        bench.fetch()
    bench.hub.requests.clear()
    [part] = bench.parts()
    return part


@contextmanager
def bench_in(folder: Path) -> Iterator[Bench]:
    """Give a bench without the user's own tokens, settings and proxies."""
    from huggingface_hub import close_session

    hidden = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith("HF_") or name.lower().endswith("_proxy")
    }
    close_session()  # it keeps the proxies that there were when it began
    bench = Bench(folder)
    try:
        yield bench
    finally:
        bench.hub.close()
        close_session()
        os.environ.update(hidden)
