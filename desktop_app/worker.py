"""The pipeline in a thread of its own: the only place where pipeline and Qt meet."""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from desktop_app.run_time import RunTime
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError, ModelError
from vtoonify_rt.mailbox import Mailbox

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame
    from vtoonify_rt.live import Live
    from vtoonify_rt.sinks import Sink

logger = logging.getLogger(__name__)

IDLE_S = 1.0  # between two looks whether all is over, while no frame comes


class PipelineThread(QThread):
    """Owns one run of the stylized camera, from opening the source to its end.

    Signals carry "there is something", never pictures: those wait in a mailbox of depth one.

    Signals:
        frame_ready: A new frame lies in the mailbox; call `take_frame`.
        sink_failed: A sink was dropped; its error. The others go on.
        finished: (Qt's) The run ended; `error` says whether by a failure.
    """

    frame_ready = Signal()
    sink_failed = Signal(object, object)  # Sink, SinkError

    def __init__(
        self,
        run_time: RunTime,
        spec: str,
        config: StyleConfig,
        governor: GovernorConfig,
        outgoing: "Sink",
        prepare: "Callable[[Frame], None]" = lambda frame: None,
        parent: QObject | None = None,
    ) -> None:
        """`outgoing` gets every frame, beside the preview: it decides what leaves.

        `prepare` is called with each frame for the preview, in a thread of its own, before the
        frame is announced.
        """
        super().__init__(parent)
        self.spec = spec
        self._outgoing = outgoing
        self.error: AppError | None = None  # why the run ended; None: it was stopped, or the end
        self._run_time = run_time
        self._config = config
        self._governor = governor
        self._stop = Event()
        self._lock = Lock()
        self._prepare = prepare
        self._unprepared: Mailbox[Frame] = Mailbox()
        self._frames: Mailbox[Frame] = Mailbox()
        self._style_errors: Mailbox[AppError] = Mailbox()
        self._live: Live | None = None  # once its code is imported

    def run(self) -> None:
        """Build and run the pipeline; called by Qt in the new thread."""
        preparing = Thread(target=self._prepare_frames, name="preview")
        preparing.start()
        try:
            live = self._build()
            if not self._stop.is_set():
                live.run(self._stop)
        except AppError as error:
            self.error = error
            logger.warning("%s: %s", self.spec, error)
        except ImportError as error:
            logger.exception("a library is missing")
            self.error = AppError(
                f"A library cannot be loaded ({error})", "Run vtoonify-rt doctor to see what to do"
            )
        except Exception as error:
            logger.exception("pipeline crashed")
            self.error = AppError(f"The video stopped by an error ({error})", "See the log")
        finally:
            self._outgoing.close()
            self._unprepared.close()
            preparing.join()

    def _prepare_frames(self) -> None:
        """Hand frames on to the window once they are ready to be painted; a thread of its own."""
        while not self._unprepared.drained:
            frame = self._unprepared.wait(IDLE_S)
            if frame is None:
                continue
            try:
                self._prepare(frame)
            except Exception:
                logger.exception("a frame could not be prepared")  # the window tries it itself
            if self._frames.put(frame):
                self.frame_ready.emit()

    def _build(self) -> "Live":
        preview = self._run_time.preview_sink(self._unprepared, lambda: None)
        style_errors = self._style_errors

        def keep_error(error: AppError) -> None:
            # not a signal: a model that loads slowly may fail when this QThread is long gone
            style_errors.put(error)

        live = self._run_time.build_live(
            self.spec,
            self._config,
            [preview, self._outgoing],
            on_sink_error=self.sink_failed.emit,
            on_style_error=keep_error,
        )
        with self._lock:  # all of it: what is chosen meanwhile comes after
            self._live = live
            live.configure(self._config)  # it may have changed during the imports
            live.set_governor(self._governor)
        return live

    @property
    def live(self) -> "Live | None":
        """The running pipeline; None while its code is imported."""
        return self._live

    def take_frame(self) -> "Frame | None":
        """Return the newest unread frame; called in the GUI thread."""
        return self._frames.take()

    def take_style_error(self) -> AppError | None:
        """Return, once, why the chosen style could not be loaded; the one before goes on."""
        return self._style_errors.take()

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on."""
        with self._lock:
            self._config = config
            live = self._live
        if live is not None:
            try:
                live.configure(config)
            except ModelError as error:
                self._style_errors.put(error)

    def govern(self, governor: GovernorConfig) -> None:
        """Hold another target from the next frame on."""
        with self._lock:
            self._governor = governor
            live = self._live
        if live is not None:
            live.set_governor(governor)

    def add_raw_sink(self, sink: "Sink") -> bool:
        """Give `sink` every frame with the camera's picture; return whether anything plays."""
        if self._live is None or self.isFinished():
            return False
        self._live.add_sink(sink)
        return True

    def remove_raw_sink(self, sink: "Sink") -> None:
        """Give `sink` no more frames; the caller closes it."""
        if self._live is not None:
            self._live.remove_sink(sink)

    @property
    def plays(self) -> bool:
        """Whether there is a pipeline whose frames reach the sinks, or soon will."""
        return self._live is not None and not self.isFinished()

    def stop(self) -> None:
        """Ask the pipeline to end; returns at once."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()
