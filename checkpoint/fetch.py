"""Fetches files into the store: several at once, held to what was promised, and to be stopped.

What came stays on the disk, whatever ends the work; the next fetch goes on from there.
"""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

from checkpoint.disk_use import free_bytes
from checkpoint.downloads import Downloads, FetchedFile
from checkpoint.errand import Errand, Errands
from checkpoint.errors import FetchError, Stopped
from checkpoint.hub import Connections, Hub, check_address, is_offline
from checkpoint.progress import Progress, ProgressCallback
from checkpoint.rate import Rate
from checkpoint.remote_file import RemoteFile, total_bytes
from checkpoint.retries import Retries, persist
from checkpoint.store_folder import StoreFolder

__all__ = ["FetchedFile", "Fetcher", "Retries"]

_AT_ONCE = 3
_TICK = 0.1  # seconds between reports, and until a wish to stop is seen
_LIMIT = 1_000_000  # bytes of a catalog


class Fetcher:
    """Gets files of catalogs for the store in `folder`; safe for several processes at once.

    `endpoint` is the address of the hub or a mirror; None: HF_ENDPOINT, or the hub itself.  While
    `offline`, or with HF_HUB_OFFLINE set, only what is here already is found.
    """

    def __init__(
        self,
        folder: StoreFolder,
        *,
        endpoint: str | None = None,
        offline: bool = False,
        retries: Retries | None = None,
        free_bytes: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._folder = folder
        self._hub = Hub(endpoint)
        self._downloads = Downloads(folder)
        self._offline = offline
        self._retries = retries or Retries()
        self._free_bytes = free_bytes

    def fetch(
        self,
        files: Sequence[RemoteFile],
        report: ProgressCallback,
        stop: Event,
        *,
        spare_bytes: int = 0,
        accept_changed: bool = False,
    ) -> list[FetchedFile]:
        """Return the files, in their order, after fetching those that are not here.

        `report` is called from the calling thread, some times a second, with the state of all
        files together and the name of one that is worked on; of a model it knows nothing.
        `spare_bytes` must stay free on the disk.  `accept_changed` takes a file that its authors
        replaced since it was first fetched.  Raises FetchError, and Stopped once `stop` is set.
        """
        halt = Event()  # set by `stop`, and by the first error of any file
        common = Errands(
            hub=self._hub,
            downloads=self._downloads,
            retries=self._retries,
            connections=Connections(),
            stop=halt,
            offline=self._offline or is_offline(),
            accept_changed=accept_changed,
        )
        errands = {file.key: Errand(file, common) for file in files}
        crew = _Crew(list(errands.values()), report, stop, common)
        crew.work(Errand.prepare)
        self._check_room(crew.errands, spare_bytes)
        crew.work(Errand.bring)
        crew.tell()
        found = {key: errand.fetched for key, errand in errands.items()}
        return [each for file in files if (each := found[file.key]) is not None]

    def read(self, url: str, limit: int = _LIMIT) -> bytes:
        """Return a small file, such as a catalog, from an address or a path on this computer.

        FetchError if it cannot be had, or is larger than `limit` bytes.
        """
        if "://" not in url:
            return _read_path(Path(url), limit)
        check_address(url)
        name = url.rpartition("/")[2]
        return persist(
            lambda: self._read_url(url, name, limit),
            self._retries,
            Event(),
            name=name,
            address=url,
        )

    def _read_url(self, url: str, name: str, limit: int) -> bytes:
        content = b""
        with self._hub.open(url, name, Connections()) as response:
            for piece in response.iter_bytes():
                content += piece
                _check_limit(url, len(content), limit)
        return content

    def _check_room(self, errands: list[Errand], spare_bytes: int) -> None:
        missing = sum(
            max((errand.total or 0) - errand.done, 0)
            for errand in errands
            if errand.fetched is None
        )
        free = self._free_bytes(self._folder.downloads)
        if missing and missing + spare_bytes > free:
            raise FetchError(
                f"{math.ceil((missing + spare_bytes) / 1e6)} MB are needed in"
                f" {self._folder.models}, {free // 1_000_000} MB are free",
                "Free some space, or let VTOONIFY_RT_MODELS name a folder on another disk",
            )


class _Crew:
    """Threads that work on errands, while the calling thread reports and looks at `stop`."""

    def __init__(
        self, errands: list[Errand], report: ProgressCallback, stop: Event, common: Errands
    ) -> None:
        self.errands = errands
        self._report = report
        self._stop = stop
        self._common = common
        self._rate = Rate(time.monotonic)

    def work(self, do: Callable[[Errand], None]) -> None:
        """Do it with all errands; the first error ends it, and it ends all before it returns."""
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool:
            waiting = {pool.submit(do, errand) for errand in self.errands}
            try:
                while waiting:
                    waiting = self._wait(waiting)
            except BaseException:
                self._common.stop.set()
                self._common.connections.cut()
                for each in waiting:
                    each.cancel()
                raise

    def tell(self) -> None:
        """Report how far all errands are together, and what is in the way of one of them."""
        if not self.errands:
            return
        done = sum(errand.done for errand in self.errands)
        total = total_bytes([errand.total for errand in self.errands])
        rate = self._rate.update(sum(errand.received for errand in self.errands))
        left = None if total is None or not rate else max(total - done, 0) / rate
        busy = [errand for errand in self.errands if errand.fetched is None] or self.errands
        told = next((errand for errand in busy if errand.trouble), busy[0])
        self._report(
            Progress(
                model="",
                phase="checking" if told.checking else "fetching",
                step=told.file.name,
                done=done,
                total=total,
                bytes_per_second=rate,
                seconds_left=left,
                trouble=told.trouble,
            )
        )

    def _wait(self, waiting: set[Future[None]]) -> set[Future[None]]:
        finished, waiting = wait(waiting, timeout=_TICK, return_when=FIRST_COMPLETED)
        for each in finished:
            each.result()
        if self._stop.is_set():
            raise Stopped
        self.tell()
        return waiting


def _read_path(path: Path, limit: int) -> bytes:
    try:
        _check_limit(str(path), path.stat().st_size, limit)
        return path.read_bytes()
    except OSError as error:
        raise FetchError(f"{path} cannot be read ({error.strerror})", "Check the path") from error


def _check_limit(place: str, num_bytes: int, limit: int) -> None:
    if num_bytes > limit:
        raise FetchError(
            f"{place} is larger than {limit // 1000} kB",
            "Check the address: a catalog is a small file",
        )
