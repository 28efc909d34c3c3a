"""What plays now: at most one pipeline, and how it goes.

Switching never blocks the window. The old pipeline is asked to stop and the new one starts when
it has, because two of them cannot hold the same camera; a driver that hangs is given up after
`PATIENCE` and left to end by itself.
"""

import logging
import time
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.run_time import RunTime
from desktop_app.widgets import timer
from desktop_app.worker import PipelineThread
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError
from vtoonify_rt.guard import Guard
from vtoonify_rt.sinks import Sink

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame
    from vtoonify_rt.live import Live

logger = logging.getLogger(__name__)

POLL_MS = 100
PATIENCE = 3.0  # seconds that an old pipeline has to end before the new one starts regardless
STALL = 2.0  # seconds without a frame after which the picture counts as standing still,
SLOW = 3.0  # but not before so many times the last gap: a large model may need seconds a frame


class State(Enum):
    """How the playing goes; the window shows one sentence for each."""

    IDLE = "idle"
    OPENING = "opening"
    LOADING = "loading"
    RUNNING = "running"
    STALLED = "stalled"
    ENDED = "ended"
    FAILED = "failed"


class Playback(QObject):
    """Plays one source at a time; all methods are called in the GUI thread.

    Signals:
        state_changed: `state` is another one now.
        frame_ready: A frame can be taken with `take_frame`.
        sink_failed: A sink was dropped, with its error.
        style_failed: A style could not be loaded; the one before goes on.
    """

    state_changed = Signal()
    frame_ready = Signal()
    sink_failed = Signal(object, object)  # Sink, SinkError
    style_failed = Signal(object)  # AppError

    def __init__(
        self,
        run_time: RunTime,
        config: StyleConfig,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = State.IDLE
        self._run_time = run_time
        self._config = config
        self._governor = GovernorConfig()
        self._clock = clock
        self.guard = Guard(on_sink_error=self.sink_failed.emit)  # for all that ever plays
        self.prepare: Callable[[Frame], None] = lambda frame: None  # for the preview
        self._entrance: Sink | None = None  # of what plays now
        self._thread: PipelineThread | None = None
        self._retired: list[PipelineThread] = []
        self._next: str | None = None  # the source that waits for the old pipeline to end
        self._last_frame: float | None = None  # when it was taken
        self._gap = 0.0  # between the last two; before there are two, how long the first took
        self._started = 0.0
        self._poll = timer(self, POLL_MS)
        self._poll.timeout.connect(self.refresh)
        self._patience = timer(self, round(PATIENCE * 1000), once=True)
        self._patience.timeout.connect(self.lose_patience)

    @property
    def live(self) -> "Live | None":
        """The running pipeline, for its figures; None while there is none."""
        return self._thread.live if self._thread is not None else None

    @property
    def error(self) -> AppError | None:
        """Why the state is FAILED."""
        return self._thread.error if self._thread is not None else None

    @property
    def ending(self) -> bool:
        """Whether an old pipeline has still to end."""
        return bool(self._retired)

    def play(self, spec: str) -> None:
        """Play `spec` from now on, as soon as what played before has ended."""
        self._retire()
        self._next = spec
        self._set_state(State.OPENING)
        self._poll.start()
        if self._retired:
            self._patience.start()
        else:
            self._start()

    def stop(self) -> None:
        """Stop playing; returns at once."""
        self._retire()
        self._next = None
        self._poll.stop()
        self._set_state(State.IDLE)

    def shut_down(self, timeout: float) -> bool:
        """Stop, wait up to `timeout` seconds, and return whether every pipeline has ended."""
        self.stop()
        deadline = self._clock() + timeout
        for thread in self._retired:
            thread.wait(max(0, round(1000 * (deadline - self._clock()))))
        return all(thread.isFinished() for thread in self._retired)

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on."""
        self._config = config
        if self._thread is not None:
            self._thread.configure(config)

    def govern(self, governor: GovernorConfig) -> None:
        """Hold another target from the next frame on, by lowering the quality."""
        self._governor = governor
        if self._thread is not None:
            self._thread.govern(governor)

    def take_frame(self) -> "Frame | None":
        """Return the newest unread frame."""
        frame = self._thread.take_frame() if self._thread is not None else None
        if frame is not None:
            now = self._clock()
            self._gap = now - (self._started if self._last_frame is None else self._last_frame)
            self._last_frame = now
            self._set_state(State.RUNNING)
        return frame

    def add_sink(self, sink: Sink) -> bool:
        """Give `sink` what others see of every frame from now on; return whether something plays.

        It stays when something else is played.
        """
        if self._thread is None or not self._thread.plays:
            return False
        self.guard.add_sink(sink)
        return True

    def remove_sink(self, sink: Sink) -> None:
        """Give `sink` no more frames; the caller closes it."""
        self.guard.remove_sink(sink)

    def add_raw_sink(self, sink: Sink) -> bool:
        """Give `sink` every frame as it comes, with the camera's picture in it; return whether
        something plays. Only for what the user wants to keep of the camera itself.
        """
        return self._thread is not None and self._thread.add_raw_sink(sink)

    def remove_raw_sink(self, sink: Sink) -> None:
        """Give `sink` no more frames; the caller closes it."""
        if self._thread is not None:
            self._thread.remove_raw_sink(sink)

    @Slot()
    def refresh(self) -> None:
        """Look at the pipeline and update `state`; called by a timer and at every change."""
        thread = self._thread
        if thread is None:
            return
        if (error := thread.take_style_error()) is not None:
            self.style_failed.emit(error)
        if thread.isFinished():
            self._poll.stop()
            self._set_state(State.ENDED if thread.error is None else State.FAILED)
        elif self._last_frame is not None:
            waited = self._clock() - self._last_frame
            # A large model takes seconds on a CPU: then it is not the source that is slow.
            at_work = thread.live is not None and thread.live.at_work
            stalled = waited > max(STALL, SLOW * self._gap) and not at_work
            self._set_state(State.STALLED if stalled else State.RUNNING)
        elif thread.live is not None and thread.live.source_info is not None:
            self._set_state(State.LOADING)

    def _retire(self) -> None:
        thread, self._thread = self._thread, None
        self._last_frame = None
        if self._entrance is not None:
            self._entrance.close()  # others see a cover at once, however long the end takes
        if thread is None:
            return
        thread.frame_ready.disconnect(self.frame_ready)
        thread.stop()
        if not thread.isFinished():
            self._retired.append(thread)

    def _start(self) -> None:
        self._patience.stop()
        if self._next is None:
            return
        spec, self._next = self._next, None
        self._entrance = self.guard.entrance()
        thread = PipelineThread(
            self._run_time, spec, self._config, self._governor, self._entrance, self.prepare
        )
        thread.frame_ready.connect(self.frame_ready)
        thread.sink_failed.connect(self.sink_failed)
        thread.finished.connect(self._clear_retired)
        self._thread = thread
        self._started = self._clock()
        thread.start()

    @Slot()
    def _clear_retired(self) -> None:
        for thread in [thread for thread in self._retired if thread.isFinished()]:
            thread.wait()  # Qt must not free a thread whose last instructions still run
            self._retired.remove(thread)
        if not self._retired:
            self._start()
        self.refresh()

    @Slot()
    def lose_patience(self) -> None:
        """Start what was chosen although an old pipeline still runs; a timer calls it."""
        logger.warning("%d pipelines do not end; starting the next one", len(self._retired))
        self._start()

    def _set_state(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit()
