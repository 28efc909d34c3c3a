"""The live picture to others, without a window: virtual camera and recording behind the guard."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.cover import Cover
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.guard import Guard
from vtoonify_rt.image_io import is_image
from vtoonify_rt.live import Live
from vtoonify_rt.live_recording import LiveRecording, RecordRequest
from vtoonify_rt.rehearsal import Rehearsal
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.virtual_camera import VirtualCamera
from vtoonify_rt.sources import Source, SourceInfo
from vtoonify_rt.sources.opening import open_source
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.timing import Percentiles
from vtoonify_rt.virtual_devices import DeviceChoice, open_device

OPENING_S = 15.0  # in which a first frame must come, or the seconds of the run count regardless
_LOOK_S = 0.1  # between looks at how it goes


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRequest:
    """What to show to whom, and for how long; None: until it is stopped, or the source ends."""

    source: str
    config: StyleConfig  # its style is "model/style"
    backend: str | None = None
    virtual_camera: DeviceChoice | None = None
    record: RecordRequest | None = None
    cover: Cover
    seconds: float | None = None  # from the first frame on; a video starts over meanwhile
    height: int = 720  # of the virtual camera's picture
    width: int = 1280
    fps: float = 30.0  # of the virtual camera


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveResult:
    """How a run went."""

    frames_in: int  # that the source delivered
    frames_out: int  # that came out of the pipeline, stylized or to be covered
    fps: float  # of those, from the first to the last
    latency: Percentiles | None  # capture to sinks, of the last frames; None: there was no frame
    dropped: int  # captured but overtaken by a newer frame, or lost on a busy encoder
    av_skew_ms: float | None  # sound from pictures in the recording, at the most; None: no sound
    leaked: int | None  # pictures sent in which the camera's was to be seen; None: not measured
    failed: bool  # whether an output was lost

    def as_json(self) -> dict[str, Any]:
        """Return it for other programs; times in milliseconds."""
        latency = self.latency
        return {
            "frames_in": self.frames_in,
            "frames_out": self.frames_out,
            "fps": round(self.fps, 2),
            "latency_ms": None
            if latency is None
            else {"p50": round(latency.p50, 1), "p95": round(latency.p95, 1)},
            "av_skew_ms": None if self.av_skew_ms is None else round(self.av_skew_ms, 2),
            "dropped": self.dropped,
            "leaked": self.leaked,
        }


class LiveOutput:
    """Runs a request; `tell` gets a sentence about each failure that does not end the run, from
    any thread."""

    def __init__(self, request: LiveRequest, stop: Event, tell: Callable[[str], None]) -> None:
        self._request = request
        self._stop = stop
        self._tell = tell
        self._guard = Guard(request.cover, on_sink_error=self._lose)
        memory = request.virtual_camera is not None and request.virtual_camera.is_memory
        self._rehearsal = Rehearsal() if memory else None
        self._source: _CountedSource | None = None
        self._tally = _Tally()
        self._failed = False
        self._live = Live(
            self._open_source,
            request.config,
            [self._guard.entrance(), self._tally],
            on_sink_error=self._lose,
            on_style_error=lambda error: tell(str(error)),
            backend=request.backend,
        )

    def run(self, progress: Callable[[str], None]) -> LiveResult:
        """Run until the time is up, the source ends or the stop event is set; then close all.

        `progress` is told how it goes, mostly from another thread. Raises AppError when source,
        model or an output cannot be opened, or source or model fail.
        """
        request, recording = self._request, None
        with ExitStack() as opened:
            if request.record is not None:
                recording = opened.enter_context(LiveRecording(request.record, self._tell))
                self._guard.add_sink(recording.recorder)
            if request.virtual_camera is not None:
                opened.callback(self._open_virtual_camera(request.virtual_camera).close)
            watch = Thread(target=self._watch, args=(progress,), name="watch", daemon=True)
            opened.callback(watch.join)
            opened.callback(self._stop.set)
            progress(self._how_it_goes())  # before the first frame can be there
            watch.start()
            self._live.run(self._stop)
        return self._result(recording)

    def _open_source(self) -> Source:
        spec, endless = self._request.source, self._request.seconds is not None
        path = Path(spec)
        source: Source
        if endless and path.is_file() and not is_image(path):
            source = VideoFile(path, paced=True, loop=True)
        else:
            source = open_source(spec, paced=True)
        self._source = _CountedSource(source)
        return self._source if self._rehearsal is None else self._rehearsal.mark(self._source)

    def _open_virtual_camera(self, choice: DeviceChoice) -> VirtualCamera:
        request, rehearsal = self._request, self._rehearsal
        return VirtualCamera(
            partial(
                open_device,
                choice,
                height=request.height,
                width=request.width,
                fps=request.fps,
                inspect=None if rehearsal is None else rehearsal.inspect,
            ),
            lambda: self._guard.outgoing().image,
            fps=request.fps,
            on_error=lambda error: self._tell(str(error)),
        )

    def _watch(self, progress: Callable[[str], None]) -> None:
        """Tell how it goes, and end the run when its time is up."""
        began = time.monotonic()
        while not self._stop.wait(_LOOK_S):
            progress(self._how_it_goes())
            now = time.monotonic()
            first = self._tally.first if self._tally.first is not None else began + OPENING_S
            if self._request.seconds is not None and now - first >= self._request.seconds:
                self._stop.set()

    def _how_it_goes(self) -> str:
        if self._tally.first is None:
            return "opening"
        stats = self._live.stats(seconds=2.0)
        latency = f", {stats.latency.p50:.0f} ms" if stats.latency is not None else ""
        cause = self._guard.look().cause
        covered = f", covered: {cause}" if cause is not None else ""
        return f"{self._tally.seconds:.0f} s, {stats.fps:.1f} fps{latency}{covered}"

    def _lose(self, sink: Sink, error: SinkError) -> None:
        """Go on without the sink; end where nobody is left to show anything to."""
        self._tell(str(error))
        self._failed = True
        if self._request.virtual_camera is None:
            self._stop.set()

    def _result(self, recording: LiveRecording | None) -> LiveResult:
        unrecorded = 0 if recording is None else recording.dropped
        frames_in = 0 if self._source is None else self._source.frames
        return LiveResult(
            frames_in=frames_in,
            frames_out=self._tally.frames,
            fps=self._tally.fps,
            latency=self._live.stats().latency,
            dropped=frames_in - self._tally.frames + unrecorded,
            av_skew_ms=None if recording is None else recording.skew_ms(),
            leaked=None if self._rehearsal is None else self._rehearsal.leaked,
            failed=self._failed,
        )


class _CountedSource:
    """A source whose frames are counted."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.frames = 0

    @property
    def info(self) -> SourceInfo:
        """What is known of the source."""
        return self._source.info

    def read(self) -> Frame:
        """Return the next frame."""
        frame = self._source.read()
        self.frames += 1
        return frame

    def close(self) -> None:
        """Close the source."""
        self._source.close()


class _Tally:
    """Counts the frames that come out of the pipeline, and how long that takes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.frames = 0
        self.first: float | None = None  # when the first one came
        self._last = 0.0

    @property
    def seconds(self) -> float:
        """From the first frame to the last."""
        return 0.0 if self.first is None else self._last - self.first

    @property
    def fps(self) -> float:
        """Frames per second, from the first to the last."""
        return (self.frames - 1) / self.seconds if self.seconds > 0 else 0.0

    def write(self, frame: Frame) -> None:
        """Count `frame`."""
        self._last = self._clock()
        self.first = self._last if self.first is None else self.first
        self.frames += 1

    def close(self) -> None:
        """Do nothing."""
