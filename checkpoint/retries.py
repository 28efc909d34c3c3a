"""When a request that failed is tried again."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from checkpoint.errors import Stopped
from checkpoint.fetch_errors import explain, request_errors

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often and after how long; an attempt that brought new bytes does not count as failed.

    The wait doubles from `first_wait` to at most `longest_wait`, and a random part of up to a half
    is taken off it, so that many clients of a hub that was down do not come back together.  A hub
    that names the wait itself is obeyed up to `longest_asked`.
    """

    attempts: int = 5  # failed ones in a row, after which it is an error
    first_wait: float = 1.0  # seconds
    longest_wait: float = 30.0  # seconds
    longest_asked: float = 120.0  # seconds
    pause: Callable[[Event, float], object] = Event.wait  # returns early once the event is set

    def wait(self, failures: int, asked: float | None) -> float | None:
        """Return the seconds to wait after so many failed attempts in a row; None: give up."""
        if failures >= self.attempts or (asked or 0) > self.longest_asked:
            return None
        if asked is not None:
            return asked
        wait = min(self.first_wait * 2.0 ** (failures - 1), self.longest_wait)
        return wait * random.uniform(0.5, 1.0)


def persist(
    work: Callable[[], T],
    retries: Retries,
    stop: Event,
    *,
    name: str,
    address: str,
    furthest: Callable[[], int] = lambda: 0,
    tell: Callable[[str], None] = lambda trouble: None,
) -> T:
    """Return what `work` does, which is tried again where a request in it failed for now.

    `furthest` counts the bytes that were ever there.  `tell` gets what went wrong before each wait,
    and "" after it.  Raises the FetchError of the last attempt,
    or Stopped.
    """
    failures = 0
    while True:
        before = furthest()
        try:
            return work()
        except request_errors() as error:
            if stop.is_set():
                raise Stopped from error  # which may be what broke the connection
            trouble = explain(error, name, address)
            failures = 1 if furthest() > before else failures + 1
            wait = retries.wait(failures, trouble.asked_wait) if trouble.passing else None
            if wait is None:
                raise trouble.error from error
            logger.info("%s (%s): trying again in %.1f s", trouble.error.message, name, wait)
        tell(trouble.error.message)
        retries.pause(stop, wait)
        tell("")
        if stop.is_set():
            raise Stopped
