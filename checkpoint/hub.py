"""Asks a hub of models about its files and for their bytes, by huggingface_hub.

The library gives addresses, headers, tokens and what the hub states of a file.  The bytes are read
here, since its own download can neither go on with a part of a file nor be stopped in the middle.
"""

import ipaddress
import os
import re
import socket
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from checkpoint.errors import FetchError
from checkpoint.fetch_errors import no_hub, offline
from checkpoint.remote_file import RemoteFile

if TYPE_CHECKING:
    import httpx2

HUB = "https://huggingface.co"
_OWN = {HUB, "https://hf.co"}  # may see the token of the user's login
_TIMEOUT = (10.0, 20.0, 10.0, None)  # seconds: to connect, read, write, get a free connection
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT_BLOB = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the hub says of a file."""

    url: str  # of this very version
    etag: str  # tells versions apart
    num_bytes: int | None
    commit: str = ""  # "" for a file outside of any repository

    @property
    def sha256(self) -> str | None:
        """Return the sha256 of the file, if the hub states it."""
        return self.etag if _SHA256.fullmatch(self.etag) else None

    @property
    def git_blob(self) -> str | None:
        """Return git's id of the file, if the hub states that."""
        return self.etag if _GIT_BLOB.fullmatch(self.etag) else None


class Hub:
    """One hub, or a mirror of it; errors are the library's own, for `fetch_errors.explain`.

    `endpoint` is its address; None: HF_ENDPOINT, or the hub itself.
    """

    def __init__(self, endpoint: str | None) -> None:
        self.endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")

    def address(self, file: RemoteFile) -> str:
        """Return where the file is fetched from."""
        return file.url or self.endpoint

    def ask(self, file: RemoteFile) -> Stated:
        """Return what the hub says of the file; FetchError if it cannot be a hub."""
        if file.url:
            check_address(file.url)
            return Stated(url=file.url, etag=file.sha256 or "", num_bytes=file.num_bytes)
        check_address(self.endpoint)
        _session(file.name)
        from huggingface_hub import get_hf_file_metadata

        stated = get_hf_file_metadata(
            self._url(file, file.revision),
            token=self._token(),
            timeout=_TIMEOUT[0],
            headers=_headers(),
        )
        if not stated.etag or not stated.commit_hash:
            raise no_hub(self.endpoint)
        url = self._url(file, stated.commit_hash)
        return Stated(url=url, etag=stated.etag, num_bytes=stated.size, commit=stated.commit_hash)

    @contextmanager
    def open(
        self, url: str, name: str, connections: "Connections", start: int = 0
    ) -> Iterator["httpx2.Response"]:
        """Ask for the bytes from `start` on; gives the answer, whose body is not read yet.

        It is no error, except that there may be no such bytes (416).
        """
        session = _session(name)
        from huggingface_hub.utils import hf_raise_for_status

        headers = self._headers_for(url) | {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with session.stream("GET", url, headers=headers, timeout=_TIMEOUT) as response:
            if response.status_code != 416:
                hf_raise_for_status(response)
            check_way([str(each.url) for each in (*response.history, response)])
            with connections.held(response):
                yield response

    def _url(self, file: RemoteFile, revision: str) -> str:
        from huggingface_hub import hf_hub_url
        from huggingface_hub.errors import HFValidationError

        try:
            return hf_hub_url(file.repository, file.path, revision=revision, endpoint=self.endpoint)
        except HFValidationError as error:
            raise FetchError(
                f"'{file.repository}' cannot be a repository of a hub",
                "Ask who made the catalog: owner/name is meant",
            ) from error

    def _headers_for(self, url: str) -> dict[str, str]:
        from huggingface_hub.utils import build_hf_headers

        own = url.startswith(f"{self.endpoint}/")
        return build_hf_headers(token=self._token() if own else False, headers=_headers())

    def _token(self) -> str | bool | None:
        """Return the token to send: None lets the library look for the user's."""
        if self.endpoint in _OWN:
            return None
        given = os.environ.get("HF_TOKEN", "").strip()  # meant for this endpoint, unlike a login's
        return given or False


class Connections:
    """The connections that are read from; another thread can cut them all, once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: set[socket.socket] = set()
        self._is_cut = False

    @contextmanager
    def held(self, response: "httpx2.Response") -> Iterator[None]:
        """Let the connection be cut while the block runs."""
        connection = response.extensions["network_stream"].get_extra_info("socket")
        with self._lock:
            self._sockets.add(connection)
            if self._is_cut:
                _cut(connection)
        try:
            yield
        finally:
            with self._lock:
                self._sockets.discard(connection)

    def cut(self) -> None:
        """End all connections: who reads from one gets an error at once."""
        with self._lock:
            self._is_cut = True
            for connection in self._sockets:
                _cut(connection)


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):  # it is over already
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def check_way(addresses: Sequence[str]) -> None:
    """Raise FetchError unless `check_address` takes each of these, which led one to the next, and
    no server elsewhere led to one on this computer."""
    is_local = addresses[0].startswith("http:")
    for address in addresses:
        check_address(address, or_local=is_local)


def check_address(address: str, *, or_local: bool = True) -> None:
    """Raise FetchError unless nobody on the way can read along or change what comes: it is https,
    or, with `or_local`, http on this computer itself."""
    try:
        parts = urllib.parse.urlsplit(address)
        is_local = parts.scheme == "http" and _is_loopback(parts.hostname)
        safe = parts.scheme == "https" or (or_local and is_local)
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        safe = valid = False
    if not safe or not valid:
        raise FetchError(
            f"'{address}' is no address that models can be fetched from",
            "Give one that begins with https:// (http:// only for this computer itself)",
        )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_offline() -> bool:
    """Tell whether the user's environment forbids the network (HF_HUB_OFFLINE)."""
    value = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return value.upper() in {"1", "ON", "YES", "TRUE"}


def _headers() -> dict[str, str]:
    return {"user-agent": "vtoonify-rt"}  # else the library tells of Python and its own version


def _session(name: str) -> "httpx2.Client":
    """Return the library's session; it knows the proxies of the system."""
    if is_offline():
        raise offline(name)
    # Both are read when it is imported: it must neither tell of the computer nor write to stderr.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    from huggingface_hub import get_session

    try:
        return get_session()
    except (ImportError, ValueError) as error:
        raise FetchError(
            f"The proxy settings of the system cannot be used ({error})",
            "Set HTTPS_PROXY to an address such as http://127.0.0.1:7890, or unset ALL_PROXY",
        ) from error
