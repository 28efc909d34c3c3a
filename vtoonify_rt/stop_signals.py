"""Ctrl-C, a polite kill and the terminal's end as an event, for work on several threads."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from checkpoint.errors import Stopped

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_HANGUP = getattr(signal, "SIGHUP", None)  # Windows has none


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
        if self._number == signal.SIGINT:
            raise KeyboardInterrupt
        if self._number is not None:
            raise SystemExit(128 + self._number)


@contextmanager
def stop_on_signals() -> Iterator[StopSignal]:
    """Give an event that the first SIGINT, SIGTERM or SIGHUP sets; a second one ends the program at
    once.

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

    before = {number: signal.signal(number, receive) for number in _signals()}
    try:
        yield stop
    except Stopped:
        stop.raise_if_signalled()
        raise
    finally:
        restore()


def _signals() -> tuple[signal.Signals, ...]:
    """Return what asks for an end; nohup has the end of the terminal ignored, and it stays so."""
    if _HANGUP is None or signal.getsignal(_HANGUP) is signal.SIG_IGN:
        return _SIGNALS
    return (*_SIGNALS, _HANGUP)
