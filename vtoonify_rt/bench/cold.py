"""The cold start: from nothing to the first stylized frame."""

import time
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.bench.live_run import ShownFrames, open_live
from vtoonify_rt.bench.process import process_age
from vtoonify_rt.bench.request import BenchRequest, CountedSource, open_clip
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import Source
from vtoonify_rt.stop_signals import StopSignal

FIRST_FRAMES = 10  # stylized ones, whose latency is told
FIRST_S = 3.0  # at most, but for the first one
_HOPELESS = 300  # frames without a face: then nothing of the clip will be stylized


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStart:
    """What there was to wait for, in milliseconds.

    Source and models are opened at the same time, the model and the face model one after the other.
    """

    program_ms: float | None  # from the start of this process; None where the system does not tell
    source_ms: float
    model_ms: float
    face_model_ms: float
    first_frame_ms: float  # what was left, from when all was open to the first stylized frame
    total_ms: float  # with the program's start, where that is known
    first_latency_ms: tuple[float, ...]  # of the first stylized frames

    def as_json(self) -> dict[str, Any]:
        """Return the figures for programs."""
        return {
            "program_ms": None if self.program_ms is None else round(self.program_ms),
            "source_ms": round(self.source_ms),
            "model_ms": round(self.model_ms),
            "face_model_ms": round(self.face_model_ms),
            "first_frame_ms": round(self.first_frame_ms),
            "total_ms": round(self.total_ms),
            "first_latency_ms": [round(value, 1) for value in self.first_latency_ms],
        }


def measure_cold_start(request: BenchRequest, stop: StopSignal) -> ColdStart | None:
    """Run the live picture until some frames are stylized; None: no frame was.

    It is cold when nothing was opened in this process before. Raises AppError when clip, face model
    or model cannot be opened.
    """
    age = process_age()
    run = _ColdRun(request, stop)
    run.live.run(stop)
    if not run.first:
        return None
    opening = run.live.stats().opening
    source, model, face_model = (opening[part] for part in ("source", "model", "face model"))
    program = None if age is None else 1000 * age
    shown = 1000 * (run.first[0][0] - run.started)
    return ColdStart(
        program_ms=program,
        source_ms=source,
        model_ms=model,
        face_model_ms=face_model,
        first_frame_ms=shown - max(source, model + face_model),
        total_ms=shown + (program or 0.0),
        first_latency_ms=tuple(1000 * latency for _, latency in run.first),
    )


class _ColdRun:
    """The live picture and its last sink, which notes the first stylized frames."""

    def __init__(self, request: BenchRequest, stop: StopSignal) -> None:
        self._request = request
        self._stop = stop
        self.started = time.monotonic()
        self.live = open_live(request, self._open)
        self._preview = ShownFrames(self.live.meter)
        self.live.add_sink(self._preview.sink)
        self.live.add_sink(self)
        self._source: CountedSource | None = None
        self._faceless = 0
        self.first: list[tuple[float, float]] = []  # when it was shown, and its latency; seconds

    def write(self, frame: Frame) -> None:
        """Note a frame, and end the run when there are enough."""
        assert self._source is not None
        self._source.frame_done(frame)
        now = time.monotonic()
        if frame.landmarks is None:
            self._faceless += 1
        elif "generator" in self.live.stats().stages:
            self.first.append((now, now - frame.time))
        late = self.first and now - self.first[0][0] >= FIRST_S
        if late or len(self.first) >= FIRST_FRAMES or self._faceless >= _HOPELESS:
            self._stop.set()

    def close(self) -> None:
        """End the preview's thread."""
        self._preview.close()

    def _open(self) -> Source:
        self._source = open_clip(self._request, lambda _: None)
        return self._source
