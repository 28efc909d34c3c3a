"""One frame to several sinks, of which one that fails holds up no other."""

import logging
from collections.abc import Callable, Iterator
from threading import Lock

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks import Sink

logger = logging.getLogger(__name__)


class FanOut:
    """Hands frames to sinks that come and go; any thread adds and removes, one writes.

    `on_error`: called when a sink fails; the sink is then closed and left out, and the others go
    on. None: its error is raised.
    """

    def __init__(self, on_error: Callable[[Sink, SinkError], None] | None) -> None:
        self._on_error = on_error
        self._lock = Lock()
        self._sinks: list[Sink] = []

    def __bool__(self) -> bool:
        return bool(self._sinks)

    def __iter__(self) -> Iterator[Sink]:
        with self._lock:
            sinks = list(self._sinks)
        return iter(sinks)  # those of now: the caller may add and remove meanwhile

    def add(self, sink: Sink) -> None:
        """Give `sink` every frame from the next one on."""
        with self._lock:
            self._sinks.append(sink)

    def remove(self, sink: Sink) -> None:
        """Give `sink` no more frames. The caller closes it."""
        with self._lock:
            if sink in self._sinks:
                self._sinks.remove(sink)

    def take_all(self) -> list[Sink]:
        """Give none of them any more frames, and return them. The caller closes them."""
        with self._lock:
            sinks, self._sinks = self._sinks, []
        return sinks

    def write(self, frame: Frame) -> None:
        """Give `frame` to every sink."""
        for sink in self:
            try:
                sink.write(frame)
            except SinkError as error:
                self._drop(sink, error)

    def _drop(self, sink: Sink, error: SinkError) -> None:
        if self._on_error is None:
            raise error
        self.remove(sink)
        try:
            sink.close()
        except SinkError:  # it is the same failure; the first one is the one to tell
            logger.exception("closing a failed sink")
        self._on_error(sink, error)
