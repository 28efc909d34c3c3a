"""The live picture of a clip, as the window runs it, and what is noted meanwhile."""

from dataclasses import replace
from functools import partial
from threading import Thread

import cv2

from vtoonify_rt.bench.cold import FirstFrames
from vtoonify_rt.bench.request import BenchRequest, CountedSource, open_clip
from vtoonify_rt.bench.series import Series
from vtoonify_rt.bench.tally import Goal, Tally
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.live import Live
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.memory import resident_mb
from vtoonify_rt.pipeline import POLL
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.preview import PreviewSink
from vtoonify_rt.sources import Source
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.timing import Meter

_MINUTE = 60.0


class LiveRun:
    """Runs `Live` up to a goal; also its last sink.

    With a trace, the first seconds after the warm-up are recorded.
    """

    def __init__(self, request: BenchRequest, goal: Goal, stop: StopSignal) -> None:
        self.first = FirstFrames()
        self._request = request
        self._stop = stop
        style = f"{request.model.id}/{request.config.style}"
        config = replace(request.config, style=style)
        self.live = Live(
            self._open,
            config,
            [],
            on_sink_error=_give_up,
            backend=request.backend,
            builds_engines=False,  # that would take the time that is measured
        )
        self.preview = ShownFrames(self.live.meter)
        self.live.add_sink(self.preview.sink)
        self.live.add_sink(self)  # last: a frame counts when the others have it
        self.tally = Tally(goal, stop, at_work=self._is_at_work, begun=self._begin)
        self.series = Series(goal.seconds)
        self.rss_mb: list[float] = []  # at the start of each minute, and at the end
        self._next_minute = 0.0
        self._source: CountedSource | None = None

    def run(self) -> None:
        """Run until the goal is reached, or `stop` is set.

        Raises AppError when clip, face model or model cannot be opened, or fail.
        """
        self.live.run(self._stop)

    def write(self, frame: Frame) -> None:
        """Count a frame; at the goal, end the run."""
        assert self._source is not None
        self._source.frame_done(frame)
        self.first.note(frame, self._is_at_work)
        measuring = self.tally.measuring
        self.tally.write(frame)
        if not measuring:
            return
        self.series.frame_done(frame.time)
        if self.tally.seconds >= self._next_minute or self._stop.is_set():
            self._note_memory()
            self._next_minute += _MINUTE

    def close(self) -> None:
        """End the preview's thread."""
        self.preview.close()

    def _open(self) -> Source:
        self._source = open_clip(self._request, partial(self.live.meter.add, "decode"))
        return self._source

    def _is_at_work(self) -> bool:
        return "generator" in self.live.stats().stages

    def _begin(self) -> None:
        self.live.reset_stats()
        self.live.meter.listen(self._request.trace)
        self.series.begin()

    def _note_memory(self) -> None:
        now = resident_mb()
        if now is not None:
            self.rss_mb.append(now)


class ShownFrames:
    """What the window does with each frame but paint it: convert it, on a thread of its own."""

    def __init__(self, meter: Meter) -> None:
        """`meter` gets the stage "preview"."""
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._meter = meter
        self.sink = PreviewSink(self._mailbox, notify=lambda: None)
        self._thread = Thread(target=self._show, name="preview", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._mailbox.close()
        self._thread.join()

    def _show(self) -> None:
        while not self._mailbox.drained:
            frame = self._mailbox.wait(POLL)
            if frame is not None:
                self._meter.works_on(frame.time)
                show(frame, self._meter)


def show(frame: Frame, meter: Meter) -> None:
    """Convert a frame for the screen, as the window does."""
    with meter.measure("preview"):
        cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGRA)


def _give_up(_: Sink, error: SinkError) -> None:
    raise error
