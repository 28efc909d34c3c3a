"""A file that can be fetched, as a catalog tells of it."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """One file: in a repository of a hub, or at an address of its own.

    Either `repository` ("owner/name") or `url` is there; with `url` `sha256` is, too.  What a
    catalog does not know of size and hash is None, and the first download tells it.
    """

    path: str  # in the repository, parts joined by "/"; of a file with `url` only a name
    repository: str = ""
    revision: str = "main"
    url: str = ""
    sha256: str | None = None  # 64 lower-case hexadecimal digits
    num_bytes: int | None = None  # exact
    approximate_bytes: int | None = None

    @property
    def expected_bytes(self) -> int | None:
        """Return its size, as exactly as the catalog knows it."""
        return self.approximate_bytes if self.num_bytes is None else self.num_bytes

    @property
    def name(self) -> str:
        """Return the last part of the path: the name of the file on a disk."""
        return self.path.rpartition("/")[2]

    @property
    def key(self) -> str:
        """Return what tells this file from all others: "owner/name/path", or the address."""
        return self.url or f"{self.repository}/{self.path}"


def total_bytes(sizes: Collection[int | None]) -> int | None:
    """Return the sum of sizes; None where one of them is not known."""
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
