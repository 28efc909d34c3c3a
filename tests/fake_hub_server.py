"""The servers of the fake hub, and what can go wrong with their answers."""

import hashlib
import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from fake_hub import FakeHub

_RESOLVE = re.compile(r"/(?P<repository>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one answer: to HEAD of a file, or to the GET that has its bytes."""

    on: Literal["HEAD", "GET"] = "GET"
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # added to the answer
    cut_after: int | None = None  # bytes of the body; -1: not even a status line comes
    hold_after: int | None = None  # bytes of the body; the rest waits for `hub.go_on`
    wrong_bytes: bool = False  # as many as they should be
    short_by: int = 0  # bytes missing at the end, and from Content-Length
    ignore_range: bool = False
    no_etag: bool = False
    stated_size: int | None = None  # instead of the file's
    always: bool = False  # not just once


@dataclass(frozen=True)
class Request:
    """One request that the hub or its CDN got."""

    method: str
    key: str  # "owner/name/path", or the path of a plain file
    range: str | None
    authorization: str | None
    to_cdn: bool
    proxied: bool


@dataclass(frozen=True)
class Blob:
    """A version of a file."""

    key: str
    source: bytes | Path
    num_bytes: int
    etag: str
    lfs: bool


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: "FakeHub", port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.hub = hub
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.connections: set[socket.socket] = set()
        self._thread = Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
        for connection in list(self.connections):
            cut(connection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client went away, as some tests want it to
            super().handle()

    def do_HEAD(self) -> None:
        self._answer()

    do_GET = do_HEAD

    def log_message(self, *args: object) -> None:
        pass

    def _answer(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if match := _RESOLVE.fullmatch(path):
            self._resolve(match["repository"], match["path"], bool(address.netloc))
            return
        blob = self.server.hub.blob(path)
        self._note(blob.key if blob else path.removeprefix("/"), bool(address.netloc))
        if blob is None:
            self._end(404)
        else:
            self._send(blob, self.server.hub.take_fault(self.command, blob.key))

    def _resolve(self, repository: str, path: str, proxied: bool) -> None:
        hub = self.server.hub
        key = f"{repository}/{path}"
        blob = hub.blob(key)
        self._note(key, proxied, on_the_way=self.command == "GET" and blob is not None)
        fault = hub.take_fault("HEAD", key) if self.command == "HEAD" else Fault()
        if fault.cut_after is not None:
            cut(self.connection)
        elif fault.status is not None:
            self._end(fault.status, fault.headers)
        elif not hub.has_repository(repository):
            self._end(401, {"X-Error-Code": "RepoNotFound"})  # so does the real one: not 404
        elif blob is None:
            self._end(404, {"X-Error-Code": "EntryNotFound"})
        else:
            self._redirect(blob, fault)

    def _redirect(self, blob: Blob, fault: Fault) -> None:
        commit = hashlib.sha1(blob.etag.encode()).hexdigest()
        headers = {
            "X-Repo-Commit": commit,
            "X-Linked-Size": str(fault.stated_size or blob.num_bytes),
        }
        place = f"{blob.etag}/{quote(blob.key)}"
        if not blob.lfs:
            self._end(307, {"Location": f"/api/resolve-cache/models/{place}", **headers})
            return
        if not fault.no_etag:
            headers |= {"X-Linked-Etag": f'"{blob.etag}"', "ETag": f'"{commit[:32]}"'}
        self._end(302, {"Location": f"{self.server.hub.cdn}/cdn/{place}", **headers})

    def _send(self, blob: Blob, fault: Fault) -> None:
        if fault.cut_after == -1:
            cut(self.connection)
            return
        if fault.status is not None:
            self._end(fault.status, fault.headers)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(asked[1]) if asked and not fault.ignore_range else 0
        if start >= blob.num_bytes > 0:
            self._end(416, {"Content-Range": f"bytes */{blob.num_bytes}"})
            return
        end = blob.num_bytes - fault.short_by
        self.send_response(206 if asked and not fault.ignore_range else 200)
        if asked and not fault.ignore_range:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{blob.num_bytes}")
        self.send_header("Content-Length", str(end - start))
        self.send_header("ETag", f'"{blob.etag}"')
        self.send_header("X-Repo-Commit", hashlib.sha1(blob.etag.encode()).hexdigest())
        self.end_headers()
        if self.command == "GET":
            self._body(blob, fault, start, end)

    def _body(self, blob: Blob, fault: Fault, start: int, end: int) -> None:
        hub = self.server.hub
        stops = sorted({each for each in (fault.cut_after, fault.hold_after) if each is not None})
        at = start
        for stop in [*(start + stop for stop in stops), end]:
            while at < min(stop, end):
                size = min(stop, end) - at
                piece = _read(blob.source, at, min(size, 1 << 18, int(hub.rate or 1 << 18)))
                self.wfile.write(piece.translate(_WRONG) if fault.wrong_bytes else piece)
                at += len(piece)
                if hub.rate:
                    hub.closing.wait(len(piece) / hub.rate)
            if stop - start == fault.cut_after:
                cut(self.connection)
                return
            if stop - start == fault.hold_after:
                hub.go_on.wait()

    def _end(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def _note(self, key: str, proxied: bool, *, on_the_way: bool = False) -> None:
        hub = self.server.hub
        request = Request(
            self.command,
            key,
            self.headers.get("Range"),
            self.headers.get("Authorization"),
            self.server.address == hub.cdn,
            proxied,
        )
        with hub.noted:
            (hub.redirects if on_the_way else hub.requests).append(request)
            hub.noted.notify_all()


_WRONG = bytes(255 - value for value in range(256))


def _read(source: bytes | Path, at: int, size: int) -> bytes:
    if isinstance(source, bytes):
        return source[at : at + size]
    with source.open("rb") as file:
        file.seek(at)
        return file.read(size)


def cut(connection: socket.socket) -> None:
    """End the connection, whatever is still to come on it."""
    with suppress(OSError):  # the other side was quicker
        connection.shutdown(socket.SHUT_RDWR)
