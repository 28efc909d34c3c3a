"""Encode pictures on a thread of its own, so that nobody waits who must not."""

import logging
from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Lock, Thread

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Image
from vtoonify_rt.sinks.mp4 import Mp4Writer
from vtoonify_rt.sinks.outputs import Output

_WAITING = 8  # frames between pipeline and encoder: 22 MB at 720p

logger = logging.getLogger(__name__)


class WriterThread:
    """Hands pictures to a writer and settles its output at the end.

    `drop`: a picture that finds the encoder busy is dropped and counted; else `put` waits.
    `check` is called, in the thread, after every picture; when it raises SinkError the output is
    finished there, and whole. An error is raised once, from `put` or `close`.
    """

    def __init__(
        self,
        writer: Mp4Writer,
        output: Output,
        name: str,
        *,
        drop: bool,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._writer = writer
        self._output = output
        self._name = name
        self._drop = drop
        self._check = check
        self._queue: Queue[tuple[Image, float] | None] = Queue(_WAITING)
        self._discarded = Event()
        self._error: SinkError | None = None  # set once, by the thread
        self._reported = False
        self._closing = Lock()
        self._closed = False  # the end of the queue was put; a second one might find it full
        self._ended = False  # the thread met the end of the queue
        self.dropped = 0  # pictures that found the encoder busy
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether nothing is taken any more; raises the error that ended it, once."""
        self._report()
        return self._error is not None or not self._thread.is_alive()

    def put(self, image: Image, seconds: float) -> bool:
        """Hand over a picture for `seconds` from the start; return whether it was taken."""
        try:
            self._queue.put((image, seconds), block=not self._drop)
        except Full:
            self.dropped += 1
            return False
        return True

    def close(self) -> None:
        """Encode what waits and settle the output; again waits for that; any thread."""
        with self._closing:
            if not self._closed:
                self._queue.put(None)
                self._closed = True
        self._thread.join()
        self._report()

    def discard(self) -> None:
        """Stop at once and leave nothing."""
        self._discarded.set()
        with suppress(SinkError):  # what cannot be written need not be thrown away
            self.close()

    def _report(self) -> None:
        if self._error and not self._reported:
            self._reported = True
            raise self._error

    def _run(self) -> None:
        """Encode until `close`, then close the output; the body of the thread."""
        try:
            ending = self._encode_all()
            self._writer.close()
            self._output.settle(keep=not self._discarded.is_set())
            if ending is not None:
                self._end(ending)
        except OSError as error:
            self._fail(self._output.failure(error))
        except Exception as error:  # thread border: nothing above us would see it
            logger.exception("the recorder crashed")
            self._fail(SinkError(f"Recording {self._name} crashed", f"See the log ({error})"))

    def _encode_all(self) -> SinkError | None:
        """Encode until the end of the queue, or return why it ended before."""
        while placed := self._take():
            if not self._discarded.is_set():
                self._writer.write(*placed)
                try:
                    self._check()
                except SinkError as error:
                    return error
        return None

    def _take(self) -> tuple[Image, float] | None:
        """Wait for the next picture and its place; None, for good, after `close`."""
        if not self._ended:
            placed = self._queue.get()
            self._ended = placed is None
            return placed
        return None

    def _fail(self, error: SinkError) -> None:
        """Keep what can be played."""
        with suppress(Exception):  # finishing fails for the same reason as writing
            self._writer.close()
        self._output.salvage()
        self._end(error)

    def _end(self, error: SinkError) -> None:
        """Have `error` reported, and let blocked callers go on."""
        self._error = error
        while self._take():
            pass
