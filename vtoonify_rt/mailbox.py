"""Hand the newest item from one thread to another, dropping what is stale."""

from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item; a newer item replaces an unread one."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._item: T | None = None
        self._closed = False

    def put(self, item: T) -> bool:
        """Store `item` and return whether the mailbox was empty before."""
        with self._condition:
            was_empty = self._item is None
            self._item = item
            self._condition.notify()
        return was_empty

    def take(self) -> T | None:
        """Remove and return the item, or None if there is none."""
        with self._condition:
            item, self._item = self._item, None
            self._condition.notify()
        return item

    def wait(self, timeout: float) -> T | None:
        """Like `take`, but wait up to `timeout` seconds for an item; None: closed or timed out."""
        with self._condition:
            self._condition.wait_for(lambda: self._item is not None or self._closed, timeout)
            item, self._item = self._item, None
            self._condition.notify()
        return item

    def wait_empty(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until the item was taken; return whether it was.

        A mailbox that is closed counts as empty.
        """
        with self._condition:
            return self._condition.wait_for(lambda: self._item is None or self._closed, timeout)

    def close(self) -> None:
        """Wake everyone who waits, for good; an item that is still here can be taken."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @property
    def drained(self) -> bool:
        """Whether `close` was called and nothing is left to take."""
        with self._condition:
            return self._closed and self._item is None
