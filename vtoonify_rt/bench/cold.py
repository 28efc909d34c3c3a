"""The cold start: from nothing to the first stylized frame."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.bench.process import process_age
from vtoonify_rt.frame import Frame
from vtoonify_rt.timing import Stats

FIRST_FRAMES = 10  # stylized ones, whose latency is told


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


class FirstFrames:
    """Notes when the first stylized frames reach the sinks.

    It is made just before anything is opened: what came before was the program's own start.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        age: Callable[[], float | None] = process_age,
    ) -> None:
        self._clock = clock
        self._start = clock()
        self._age = age()
        self._shown: list[tuple[float, float]] = []  # seconds: when, and the latency

    def note(self, frame: Frame, stylizes: Callable[[], bool]) -> None:
        """Note a frame that has reached the sinks, unless there are enough. `stylizes`: whether
        the generator has been at work."""
        if len(self._shown) < FIRST_FRAMES and frame.landmarks is not None and stylizes():
            now = self._clock()
            self._shown.append((now, now - frame.time))

    def cold_start(self, stats: Stats) -> ColdStart | None:
        """Return what there was to wait for, with what `stats` tells of the opening; None if no
        frame was stylized."""
        if not self._shown:
            return None
        parts = ("source", "model", "face model")
        source, model, face_model = (stats.opening[part] for part in parts)
        shown = 1000 * (self._shown[0][0] - self._start)
        program = None if self._age is None else 1000 * self._age
        return ColdStart(
            program_ms=program,
            source_ms=source,
            model_ms=model,
            face_model_ms=face_model,
            first_frame_ms=shown - max(source, model + face_model),
            total_ms=shown + (program or 0.0),
            first_latency_ms=tuple(1000 * latency for _, latency in self._shown),
        )
