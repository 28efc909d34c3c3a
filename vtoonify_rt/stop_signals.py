"""Ctrl-C and a polite kill as an event, so that work on several threads ends in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from checkpoint.errors import Stopped

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopSignal(Event):
    """Set when work is to end: by whoever does it, or by a signal."""

    def __init__(self) -> None:
        super().__init__()
        self._number: int | None = None

    def receive(self, number: int) -> None:
        """Take note of a signal."""
        self._number = number
        self.set()

    def raise_if_signalled(self) -> None:
        """End the program as the signal would have, now that everything is tidied up."""
        if self._number == signal.SIGTERM:
            raise SystemExit(128 + signal.SIGTERM)
        if self._number is not None:
            raise KeyboardInterrupt


@contextmanager
def stop_on_signals() -> Iterator[StopSignal]:
    """Give an event that the first SIGINT or SIGTERM sets; a second one ends the program at once.

    Work that a signal stopped may end by raising Stopped: here it becomes the signal's own end.
    Only for the main thread.
    """
    stop = StopSignal()

    def receive(number: int, _: FrameType | None) -> None:
        restore()
        stop.receive(number)

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, receive) for number in _SIGNALS}
    try:
        yield stop
    except Stopped:
        stop.raise_if_signalled()
        raise
    finally:
        restore()
