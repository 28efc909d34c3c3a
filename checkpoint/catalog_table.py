"""Takes the values of a catalog out of its tables, and trusts none of them.

A catalog may come from anyone: its texts are shown, its links opened in a browser, its paths
become files.  So every value is checked as it is taken, and a key that nobody asked for is an
error: a misspelt `sha256` must not silently protect nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from checkpoint.errors import FetchError, UsageError
from checkpoint.file_names import check_id, check_relative
from checkpoint.hub import check_address

T = TypeVar("T")

MAX_NAME = 80  # characters
MAX_TEXT = 1000
_MAX_ADDRESS = 500
_MAX_LIST = 1000
_MAX_NUMBER = 10**13
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9_]|[.-](?=[A-Za-z0-9_])){0,95}"
_REPOSITORY = re.compile(rf"{_PART}/{_PART}")
_REVISION = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|[./](?=[A-Za-z0-9_-])){0,99}")


class Table:
    """One table of a catalog; every method raises ValueError for what cannot be meant.

    What has no default must be there. `where` is how an error names the table: "model 'cartoon'".
    """

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, Mapping):
            raise ValueError(f"{where} is no table")
        self._values = dict(values)
        self._asked: set[str] = set()
        self.where = where

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of its values."""
        return tuple(self._values)

    def value(self, key: str) -> Any:
        """Return the value as it is, for the caller to check."""
        self._asked.add(key)
        if key not in self._values:
            raise ValueError(f"{self.where} lacks '{key}'")
        return self._values[key]

    def optional(self, key: str, take: Callable[[str], T]) -> T | None:
        """Return what `take`, a method of this table, gives for the key; None without the key."""
        return take(key) if key in self._values else None

    def text(self, key: str, *, limit: int = MAX_NAME) -> str:
        """Return one line of `limit` characters at most."""
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "is no text")
        if not value.isprintable():  # line ends, controls, what turns the direction of writing
            raise self.wrong(key, f"has characters that cannot be shown: {value[:40]!a}")
        if len(value) > limit:
            raise self.wrong(key, f"is longer than {limit} characters")
        return value

    def id(self, key: str) -> str:
        """Return a text that can name a model and its folder."""
        return self._id(key, self.value(key))

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a list of such texts, empty if there is none."""
        return tuple(self._id(key, value) for value in self._list(key))

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "is neither true nor false")
        return value

    def count(self, key: str) -> int:
        """Return a whole number from 1."""
        value = self.value(key)
        if type(value) is not int or not 1 <= value <= _MAX_NUMBER:
            raise self.wrong(key, f"is no whole number from 1 to {_MAX_NUMBER}")
        return value

    def degree(self, key: str) -> float:
        """Return a number from 0 to 1."""
        value = self.value(key)
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise self.wrong(key, "is no number from 0 to 1")
        return float(value)

    def one_of(self, key: str, known: tuple[str, ...]) -> Any:
        """Return one of the texts in `known`."""
        value = self.text(key)
        if value not in known:
            raise self.wrong(key, f"is '{value}', none of {', '.join(known)}")
        return value

    def page(self, key: str) -> str:
        """Return the address of a page that may be opened in a browser: https, no password."""
        value = self.text(key, limit=_MAX_ADDRESS)
        if not _is_page(value):
            raise self.wrong(key, "is no address that begins with https://")
        return value

    def download(self, key: str) -> str:
        """Return an address that files can be fetched from."""
        value = self.text(key, limit=_MAX_ADDRESS)
        try:
            check_address(value)
        except FetchError as error:
            raise self.wrong(key, f"cannot be used: {error.message}") from error
        return value

    def path(self, key: str) -> str:
        """Return a relative path with "/" that stays in its folder on every system."""
        value = self.text(key, limit=_MAX_ADDRESS)
        try:
            check_relative(value)
        except ValueError as error:
            raise self.wrong(key, f"cannot be used: {error}") from error
        return value

    def repository(self, key: str) -> str:
        """Return "owner/name"."""
        return self._matching(key, _REPOSITORY, 'is no repository written "owner/name"')

    def revision(self, key: str) -> str:
        """Return a branch, a tag or a commit."""
        return self._matching(key, _REVISION, "is no branch, tag or commit")

    def sha256(self, key: str) -> str:
        """Return 64 hexadecimal digits in lower case."""
        return self._matching(key, _SHA256, "is not made of 64 hexadecimal digits").lower()

    def table(self, key: str) -> "Table":
        """Return the table of this name, empty if there is none."""
        self._asked.add(key)
        return Table(self._values.get(key, {}), f"'{key}' of {self.where}")

    def tables(self, key: str) -> "list[Table]":
        """Return a list of tables, empty if there is none."""
        return [
            Table(value, f"number {number} of '{key}' of {self.where}")
            for number, value in enumerate(self._list(key), start=1)
        ]

    def end(self) -> None:
        """Raise ValueError if there is a key that nothing has asked for."""
        unknown = [key for key in self._values if key not in self._asked]
        if unknown:
            raise ValueError(f"{self.where} has a key {unknown[0][:40]!a} that means nothing there")

    def wrong(self, key: str, what: str) -> ValueError:
        """Return the error that the value of `key` is `what`."""
        return ValueError(f"'{key}' of {self.where} {what}")

    def _list(self, key: str) -> list[Any]:
        self._asked.add(key)
        values = self._values.get(key, [])
        if not isinstance(values, list) or len(values) > _MAX_LIST:
            raise self.wrong(key, f"is no list of at most {_MAX_LIST}")
        return values

    def _id(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.wrong(key, f"has {str(value)[:40]}, which is no text")
        try:
            check_id(value)
        except UsageError as error:
            raise self.wrong(key, f"has {value[:100]!a}, which can name nothing") from error
        return value

    def _matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self.text(key, limit=_MAX_ADDRESS)
        if not pattern.fullmatch(value):
            raise self.wrong(key, what)
        return value


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.password is None and parts.port != 0
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and plain and " " not in address
