"""The way of a frame: source -> tracker -> stylizer -> sinks, on three threads.

The reader thread keeps up with the source, because drivers queue old pictures, and checks what it
takes in (`intake.py`). The tracker has its own thread, so that the landmarks of the next frame are
found while the generator works on this one. The caller's thread runs the stylizer and the sinks.

Between them lie mailboxes of depth one. Live, a newer frame replaces an unread one, so nothing
waits behind stale pictures; the tracker starts on a frame only when its last one was taken, so
no landmarks are found in vain. With `keep_all` the reader waits instead, and every frame of a
file comes through, in order.
"""

from collections.abc import Callable, Iterable
from threading import Event, Thread
from typing import Protocol

from vtoonify_rt.errors import EndOfStream, SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.intake import Intake
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.fan_out import FanOut
from vtoonify_rt.sources import Source
from vtoonify_rt.timing import Meter

POLL = 0.1  # seconds between looks at the stop event


class Filter(Protocol):
    """Changes frames: finds faces in them, or stylizes them.

    `apply` is called from one thread; it returns a frame with the same `time` and never writes
    into the image it was given. `close` is called once, after the last `apply`.
    """

    def apply(self, frame: Frame) -> Frame:
        """Return the changed frame."""
        ...

    def close(self) -> None:
        """Give back what the filter holds."""
        ...


class Pipeline:
    """Runs frames from a source through tracker and stylizer into every sink.

    `on_sink_error`: called, from the pipeline's thread, when a sink fails; the sink is then
    closed and left out, and the others go on. Without it a failing sink ends the run.
    The pipeline owns what it is given: `run` closes source, filters and sinks when it ends.
    """

    def __init__(
        self,
        source: Source,
        tracker: Filter,
        stylizer: Filter,
        sinks: Iterable[Sink],
        *,
        meter: Meter,
        keep_all: bool = False,
        on_sink_error: Callable[[Sink, SinkError], None] | None = None,
    ) -> None:
        self._source = source
        self._tracker = tracker
        self._stylizer = stylizer
        self._sinks = FanOut(on_sink_error)
        for sink in sinks:
            self._sinks.add(sink)
        self._meter = meter
        self._keep_all = keep_all
        self._on_sink_error = on_sink_error
        self._intake = Intake(source.info.name, meter.clock, live=not keep_all)
        self._stop = Event()
        self._error: BaseException | None = None
        self._captured: Mailbox[Frame] = Mailbox()
        self._tracked: Mailbox[Frame] = Mailbox()
        self.at_work = False  # whether the stylizer has a frame right now; any thread

    @property
    def out_of_order(self) -> int:
        """How many frames were left out because a newer one had come before; any thread."""
        return self._intake.out_of_order

    def add_sink(self, sink: Sink) -> None:
        """Give `sink` every frame from the next one on; any thread."""
        self._sinks.add(sink)

    def remove_sink(self, sink: Sink) -> None:
        """Give `sink` no more frames; any thread. The caller closes it."""
        self._sinks.remove(sink)

    def run(self, stop: Event) -> None:
        """Process frames until the source ends or `stop` is set, then close everything.

        Raises the first error of source, filters or (without `on_sink_error`) sinks.
        """
        self._stop = stop
        threads = [
            Thread(target=self._guard, args=(self._read, self._captured), name="reader"),
            Thread(target=self._guard, args=(self._track, self._tracked), name="tracker"),
        ]
        for thread in threads:
            thread.start()
        try:
            self._stylize()
        finally:
            self._captured.close()
            self._tracked.close()
            self._source.close()
            for thread in threads:
                thread.join()
            self._tracker.close()
            self._stylizer.close()
            self._close_sinks()
        if self._error is not None:
            raise self._error

    def _guard(self, work: Callable[[], None], output: Mailbox[Frame]) -> None:
        """Run a thread's work; keep its error for `run`, and say downstream that it ended."""
        try:
            work()
        except EndOfStream:
            pass
        except BaseException as error:  # noqa: BLE001 - thread border: `run` raises it again
            if self._error is None:
                self._error = error
        finally:
            output.close()

    def _read(self) -> None:
        while not self._ended(self._captured):
            if self._keep_all and not self._captured.wait_empty(POLL):
                continue
            self._meter.works_on(None)
            with self._meter.measure("read"):
                taken = self._intake.take(self._source.read())
                self._meter.works_on(None if taken is None else taken.time)
            if taken is not None:
                self._captured.put(taken)

    def _track(self) -> None:
        while not self._ended(self._tracked):
            if not self._tracked.wait_empty(POLL):
                continue
            frame = self._captured.wait(POLL)
            if frame is not None:
                self._meter.works_on(frame.time)
                self._tracked.put(self._tracker.apply(frame))
            elif self._captured.drained:
                return

    def _stylize(self) -> None:
        while not self._stop.is_set():
            frame = self._tracked.wait(POLL)
            if frame is not None:
                self.at_work = True
                self._meter.works_on(frame.time)
                stylized = self._stylizer.apply(frame)
                self.at_work = False
                self._write(stylized)
                self._meter.frame_done(frame.time)
            elif self._tracked.drained:
                return

    def _ended(self, output: Mailbox[Frame]) -> bool:
        return self._stop.is_set() or output.closed

    def _write(self, frame: Frame) -> None:
        with self._meter.measure("sinks"):
            self._sinks.write(frame)

    def _close_sinks(self) -> None:
        for sink in self._sinks.take_all():
            try:
                sink.close()
            except SinkError as error:
                if self._on_sink_error is not None:
                    self._on_sink_error(sink, error)
                elif self._error is None:
                    self._error = error
