"""A hub of model files on this machine, for tests; the real hub's own client can work with it.

It answers as the real one does: a file in LFS by a redirect to another server (which stands for the
CDN) that has the sha256 as its etag, a small one by a redirect within the hub, with git's blob id.
It is also an HTTP proxy to itself: every address asked of it is taken for its own.

As a program it serves a folder that is laid out as owner/name/path; other files are plain ones:

    python tests/fake_hub.py FOLDER [--port N] [--rate BYTES_PER_S] [--fault FAULT]

It prints its address.  FAULT is KEY:NAME=VALUE,NAME=VALUE: KEY is "owner/name/path", the others are
fields of `Fault`, such as owner/name/some.pt:on=HEAD,status=503,always=1.
"""

import argparse
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event, Lock
from urllib.parse import quote

from fake_hub_server import Blob, Fault, Request, Server

__all__ = ["FakeHub", "Fault", "Request"]

_BLOB = re.compile(r"(?:/cdn|/api/resolve-cache/models)/(?P<etag>[0-9a-f]+)/(?P<key>.+)")


class FakeHub:
    """The hub; serves from its making until `close`.

    `requests` has in order what was asked about a file, and for its bytes; what was asked on the
    way to these, and got a redirect, is in `redirects`.  `rate` is the bytes per second of each
    answer; None: as fast as it goes.
    """

    def __init__(self, *, port: int = 0, rate: float | None = None) -> None:
        self.requests: list[Request] = []
        self.redirects: list[Request] = []
        self.rate = rate
        self.noted = Condition()  # tells of each request
        self.go_on = Event()
        self.closing = Event()
        self._lock = Lock()
        self._blobs: dict[tuple[str, str], Blob] = {}  # by etag and key: all versions
        self._files: dict[str, Blob] = {}  # by key, as of now
        self._faults: dict[tuple[str, str], list[Fault]] = {}
        self._servers = [Server(self, port), Server(self, 0)]
        self.endpoint, self.cdn = (server.address for server in self._servers)

    def put(self, repository: str, path: str, data: bytes | Path, *, lfs: bool = True) -> None:
        """Publish a file, or another version of it."""
        self._add(f"{repository}/{path}", data, lfs)

    def put_plain(self, path: str, data: bytes | Path) -> str:
        """Publish a file outside of any repository and return its address."""
        self._add(path, data, lfs=False)
        return f"{self.endpoint}/{quote(path)}"

    def put_folder(self, folder: Path) -> None:
        """Publish all files of a folder that has repositories as owner/name."""
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            self._add(path.relative_to(folder).as_posix(), path, lfs=True)

    def fail(self, key: str, *faults: Fault) -> None:
        """Let the next answers about the file have these faults, one each."""
        for fault in faults:
            self._faults.setdefault((fault.on, key), []).append(fault)

    def requests_of(self, method: str, key: str) -> list[Request]:
        """Return the requests of this method for this file, in order."""
        return [each for each in self.requests if each.method == method and each.key == key]

    def fetched(self, key: str) -> list[str | None]:
        """Return the Range header of each request that asked for bytes of the file."""
        return [each.range for each in self.requests_of("GET", key)]

    def wait_until(self, reached: Callable[["FakeHub"], bool]) -> bool:
        """Wait until the requests are as wanted; False if they are not within a minute."""
        with self.noted:
            return self.noted.wait_for(lambda: reached(self), timeout=60)

    def close(self) -> None:
        """Stop serving; every connection ends."""
        self.closing.set()
        self.go_on.set()
        for server in self._servers:
            server.end()

    def __enter__(self) -> "FakeHub":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def take_fault(self, method: str, key: str) -> Fault:
        """Return what shall be wrong with this answer."""
        with self._lock:
            waiting = self._faults.get((method, key))
            if not waiting:
                return Fault()
            return waiting[0] if waiting[0].always else waiting.pop(0)

    def blob(self, path: str) -> Blob | None:
        """Return what lies at the path of a GET or HEAD that is not to be resolved."""
        if match := _BLOB.fullmatch(path):
            return self._blobs.get((match["etag"], match["key"]))
        return self._files.get(path.removeprefix("/"))

    def has_repository(self, repository: str) -> bool:
        """Tell whether any file was published in the repository."""
        return any(key.startswith(f"{repository}/") for key in self._files)

    def _add(self, key: str, data: bytes | Path, lfs: bool) -> None:
        size = len(data) if isinstance(data, bytes) else data.stat().st_size
        digest = hashlib.sha256() if lfs else hashlib.sha1(b"blob %d\0" % size)
        if isinstance(data, bytes):
            digest.update(data)
        else:
            with data.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        blob = Blob(key, data, size, digest.hexdigest(), lfs)
        self._files[key] = self._blobs[blob.etag, key] = blob


def _fault(text: str) -> tuple[str, Fault]:
    """Read KEY:NAME=VALUE,NAME=VALUE."""
    key, _, what = text.rpartition(":")
    fields = dict(field.split("=") for field in what.split(","))
    return key, Fault(
        **{name: each if name == "on" else int(each) for name, each in fields.items()}
    )


def main() -> None:
    """Serve a folder until the process is ended."""
    parser = argparse.ArgumentParser(description="A hub of model files on this machine, for tests")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rate", type=float, help="bytes per second of each answer")
    parser.add_argument("--fault", type=_fault, action="append", default=[])
    arguments = parser.parse_args()
    hub = FakeHub(port=arguments.port, rate=arguments.rate)
    hub.put_folder(arguments.folder)
    for key, fault in arguments.fault:
        hub.fail(key, fault)
    print(hub.endpoint, flush=True)
    try:
        hub.closing.wait()
    except KeyboardInterrupt:
        hub.close()


if __name__ == "__main__":
    main()
