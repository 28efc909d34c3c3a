"""Ctrl-C and a polite kill as an event, so that work on several threads ends in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopSignal(Event):
    """Set when the program is to end; `number` is that of the signal."""

    number: int | None = None

    def raise_if_set(self) -> None:
        """End the program as the signal would have, once everything is tidied up."""
        if self.is_set():
            if self.number == signal.SIGTERM:
                raise SystemExit(128 + self.number)
            raise KeyboardInterrupt


@contextmanager
def stop_on_signals() -> Iterator[StopSignal]:
    """Give an event that the first SIGINT or SIGTERM sets; a second one ends the program at once.

    Only for the main thread.
    """
    stop = StopSignal()

    def set_once(number: int, _: FrameType | None) -> None:
        stop.number = number
        stop.set()
        restore()

    before = {number: signal.signal(number, set_once) for number in _SIGNALS}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    try:
        yield stop
    finally:
        restore()
