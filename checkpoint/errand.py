"""Fetches one file: with parts, retries, and checks of what came."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from checkpoint.downloads import Downloads, FetchedFile
from checkpoint.errors import FetchError, Stopped
from checkpoint.fetch_errors import host_of, offline
from checkpoint.hub import Connections, Hub, Stated
from checkpoint.part import Part, Spoiled
from checkpoint.remote_file import RemoteFile
from checkpoint.retries import Retries, persist

if TYPE_CHECKING:
    import httpx2

logger = logging.getLogger(__name__)

T = TypeVar("T")

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """What all errands of one call have in common."""

    hub: Hub
    downloads: Downloads
    retries: Retries
    connections: Connections
    stop: Event
    offline: bool
    accept_changed: bool


class Errand:
    """One file to fetch: `prepare` it, then `bring` it, in a thread of its own.

    Other threads may read how far it is: `done` of `total` bytes are here, `received` is what came
    over the network; while `checking`, what was here before is read; `trouble` is what went wrong
    while another try is waited for.
    """

    def __init__(self, file: RemoteFile, common: Errands) -> None:
        self.file = file
        self.done = 0
        self.received = 0
        self.total = file.expected_bytes
        self.checking = False
        self.trouble = ""
        self.fetched: FetchedFile | None = None
        self._common = common
        self._furthest = 0
        self._stated: Stated | None = None

    def prepare(self) -> None:
        """Find out whether the file is here, and else what the hub says of it."""
        if self._is_here():
            return
        if self._common.offline:
            raise offline(self.file.name)
        self._stated = self._persist(self._ask)
        if self._is_here():
            return
        self.total = self._stated.num_bytes or self.total
        part = self._common.downloads.part(self.file, self._stated)
        self.done = part.stat().st_size if part.exists() else 0

    def bring(self) -> None:
        """Fetch the file unless it is here, or another process just does that."""
        if self.fetched is not None:
            return
        with self._common.downloads.alone(self.file, self._common.stop):
            if not self._is_here():
                self._persist(self._fetch)

    def _is_here(self) -> bool:
        """Take the file on the disk, if it is the one to have."""
        found = self._common.downloads.local(
            self.file,
            stated=self._stated.sha256 if self._stated else None,
            read=lambda piece: self._check(),
            stop=self._common.stop,
        )
        self.checking = False
        if found is None or (self._common.accept_changed and not self._is_current()):
            return False
        self.fetched = found
        self.done = self.total = found.num_bytes
        return True

    def _is_current(self) -> bool:
        """Tell whether the version noted is known to be the one that the hub has now."""
        if self._common.offline or self.file.url:
            return True
        note = self._common.downloads.note(self.file)
        return bool(note and self._stated and self._stated.etag in (note.etag, note.sha256))

    def _persist(self, work: Callable[[], T]) -> T:
        """Do the work, with retries; what comes spoiled is fetched anew, once."""
        address = self._common.hub.address(self.file)

        def whole() -> T:
            return persist(
                work,
                self._common.retries,
                self._common.stop,
                name=self.file.name,
                address=address,
                furthest=lambda: self._furthest,
                tell=self._tell,
            )

        try:
            return whole()
        except Spoiled as spoiled:
            logger.warning("%s came spoiled (%s) and is fetched anew", self.file.key, spoiled)
        try:
            return whole()
        except Spoiled as spoiled:
            raise FetchError(
                f"{self.file.name} is not what it should be as it comes from {host_of(address)}"
                f" ({spoiled})",
                "Try again later, or set another endpoint (--endpoint, HF_ENDPOINT)",
            ) from spoiled

    def _ask(self) -> Stated:
        stated = self._common.hub.ask(self.file)
        self._hold_to_promises(stated.sha256, stated.num_bytes)
        return stated

    def _hold_to_promises(self, sha256: str | None, num_bytes: int | None) -> None:
        """Raise FetchError for another file than the catalog promises, or than there was before."""
        host, name = host_of(self._common.hub.address(self.file)), self.file.name
        promised, exact = self.file.sha256, self.file.num_bytes
        if (promised and sha256 and promised != sha256) or (
            exact is not None and num_bytes is not None and exact != num_bytes
        ):
            raise FetchError(
                f"{host} has another file {name} than the catalog promises",
                "Get a newer catalog, or set another endpoint (--endpoint, HF_ENDPOINT)",
            )
        note = self._common.downloads.note(self.file)
        if note is None or promised or self._common.accept_changed:
            return
        if sha256 is not None and sha256 != note.sha256:
            raise FetchError(
                f"{host} has another file {name} than the one that was fetched before",
                "If its authors published a new one, take it with --accept-changed",
            )

    def _fetch(self) -> None:
        stated, self._stated = self._stated or self._ask(), None  # next time it is asked anew
        self.total = stated.num_bytes or self.total
        downloads = self._common.downloads
        path = downloads.part(self.file, stated)
        downloads.forget_parts(self.file, keep=path)
        with Part(path, stated) as part:
            try:
                self._resume(part)
                if not part.is_whole():
                    self._receive(part, stated)
                sha256 = part.finish(self.file.sha256)
            except Spoiled:
                part.restart()
                raise
        self._hold_to_promises(sha256, part.num_bytes)
        self.fetched = downloads.keep(self.file, path, stated, sha256)
        self.done = self.total = self.fetched.num_bytes

    def _resume(self, part: Part) -> None:
        part.resume(self._check)
        self.checking = False
        self.done = part.num_bytes
        self._furthest = max(self._furthest, self.done)

    def _receive(self, part: Part, stated: Stated) -> None:
        import httpx2

        start, hub = part.num_bytes, self._common.hub
        with hub.open(stated.url, self.file.name, self._common.connections, start) as response:
            self._line_up(part, stated, response)
            for piece in response.iter_raw():
                self._look()
                part.append(piece)
                self.done = part.num_bytes
                self.received += len(piece)
                self._furthest = max(self._furthest, self.done)
        if stated.num_bytes is not None and not part.is_whole():
            raise httpx2.RemoteProtocolError(f"only {part.num_bytes} bytes came")

    def _line_up(self, part: Part, stated: Stated, response: "httpx2.Response") -> None:
        """Make the part end where the answer begins; Spoiled if it is of another file."""
        told = response.headers.get("Content-Range", "")
        if response.status_code == 206:
            range_ = _RANGE.fullmatch(told)
            if range_ is None or int(range_[1]) != part.num_bytes:
                raise Spoiled(f"from {part.num_bytes} on was asked for, {told!a} came")
            size = int(range_[2])
        elif response.status_code == 416:  # the part is no beginning of what lies there
            raise Spoiled(f"nothing from {part.num_bytes} on")
        else:  # all of it, whatever was asked for
            part.restart()
            size = int(response.headers.get("Content-Length", stated.num_bytes or 0))
        if stated.num_bytes is not None and size != stated.num_bytes:
            raise Spoiled(f"{size} bytes, not {stated.num_bytes}")
        self.total = size or self.total

    def _tell(self, trouble: str) -> None:
        self.trouble = trouble

    def _check(self) -> None:
        self.checking = True
        self._look()

    def _look(self) -> None:
        if self._common.stop.is_set():
            raise Stopped
