"""A few seconds of the pipeline: every stage on every thread, in Chrome's trace format.

chrome://tracing and Perfetto (ui.perfetto.dev) show it. A stage's arguments name the frame that it
worked on; a bar for each frame reaches from its capture to the sinks, which is its latency.
"""

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from vtoonify_rt.output_file import whole_file

SECONDS = 5.0
PIPELINE = "pipeline"  # the thread that hands frames to the sinks has other names elsewhere


@dataclass(frozen=True, slots=True)
class _Span:
    stage: str
    start: float  # seconds on the meter's clock
    end: float
    captured: float | None
    thread: int  # the system's number


class Trace:
    """Records what a meter tells for `seconds` from the first stage on: `meter.listen(trace)`.

    What comes later is not kept, so it may go on listening.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._end: float | None = None  # of the recording, on the meter's clock
        self._spans: list[_Span] = []
        self._frames: list[tuple[float, float, int]] = []  # captured, done, thread
        self._threads: dict[int, str] = {}

    def span(self, stage: str, start: float, end: float, captured: float | None) -> None:
        """Record a stage of the calling thread."""
        thread = threading.get_native_id()
        with self._lock:
            if self._keeps(end):
                self._threads.setdefault(thread, threading.current_thread().name)
                self._spans.append(_Span(stage, start, end, captured, thread))

    def frame_done(self, captured: float, end: float) -> None:
        """Record the way of a frame, which ended on the calling thread."""
        thread = threading.get_native_id()
        with self._lock:
            if self._keeps(end):
                self._threads[thread] = PIPELINE
                self._frames.append((captured, end, thread))

    def as_json(self) -> dict[str, Any]:
        """Return the recording in the Trace Event Format; times in microseconds from its start."""
        with self._lock:
            spans, frames, threads = list(self._spans), list(self._frames), dict(self._threads)
        captured = {span.captured for span in spans} | {frame[0] for frame in frames}
        numbers = {time: i for i, time in enumerate(sorted(t for t in captured if t is not None))}
        zero = min([span.start for span in spans] + [frame[0] for frame in frames], default=0.0)
        events = [_thread_name(thread, name) for thread, name in threads.items()]
        for span in sorted(spans, key=lambda span: span.start):
            frame = _frame_of(span, spans)
            events.append(_complete(span, zero, None if frame is None else numbers[frame]))
        for start, end, thread in frames:
            events += _way(numbers[start], start - zero, end - zero, thread)
        return {"traceEvents": events, "displayTimeUnit": "ms"}

    def save(self, path: Path) -> None:
        """Write the recording to `path`; SinkError if it cannot be written."""
        with whole_file(path) as partial:
            partial.write_text(json.dumps(self.as_json()), "utf-8")

    def _keeps(self, end: float) -> bool:
        if self._end is None:
            self._end = end + self._seconds
        return end <= self._end


def _frame_of(span: _Span, spans: list[_Span]) -> float | None:
    """Return the frame of a span: its own, or that of the span around it, since a source decodes
    before it knows when the frame counts as captured."""
    if span.captured is not None:
        return span.captured
    around = [
        other
        for other in spans
        if other.thread == span.thread
        and other.captured is not None
        and other.start <= span.start
        and span.end <= other.end
    ]
    return min(around, key=lambda other: other.end - other.start).captured if around else None


def _thread_name(thread: int, name: str) -> dict[str, Any]:
    return {
        "ph": "M",
        "name": "thread_name",
        "pid": os.getpid(),
        "tid": thread,
        "args": {"name": name},
    }


def _complete(span: _Span, zero: float, frame: int | None) -> dict[str, Any]:
    return {
        "ph": "X",
        "name": span.stage,
        "cat": "stage",
        "ts": _microseconds(span.start - zero),
        "dur": _microseconds(span.end - span.start),
        "pid": os.getpid(),
        "tid": span.thread,
        "args": {} if frame is None else {"frame": frame},
    }


def _way(number: int, start: float, end: float, thread: int) -> list[dict[str, Any]]:
    """Return the two ends of a frame's bar; frames overlap, so it lies on no thread."""
    ends = (("b", start), ("e", end))
    return [
        {
            "ph": phase,
            "name": "frame",
            "cat": "frame",
            "id": number,
            "ts": _microseconds(time),
            "pid": os.getpid(),
            "tid": thread,
            "args": {"frame": number},
        }
        for phase, time in ends
    ]


def _microseconds(seconds: float) -> float:
    return round(1e6 * seconds, 1)
