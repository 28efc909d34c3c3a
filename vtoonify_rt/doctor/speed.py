"""How fast the live picture is here: a short run on the sample clip, without a window."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from threading import Event
from typing import TYPE_CHECKING

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.diagnosis import Situation, explain, limit
from vtoonify_rt.diagnosis_words import cause_words, limit_words
from vtoonify_rt.doctor import Check, Finding
from vtoonify_rt.errors import SinkError

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame
    from vtoonify_rt.sinks import Sink

WANTED_FPS = 24.0  # looks fluent
RUN_S = 4.5  # of which the first second is a warm-up, which the figures no longer hold
LONGEST_S = 12.0  # where frames take seconds
FRAMES = 8  # that are enough for figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRun:
    """What the run showed; `situation` is None where hardly a frame was done in time."""

    backend: str
    situation: Situation | None


class _Stopwatch:
    """A sink that ends the run when there is enough to tell."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self._start: float | None = None
        self._frames = 0

    def write(self, frame: "Frame") -> None:
        """Count a frame."""
        self._frames += 1
        self._start = frame.time if self._start is None else self._start
        elapsed = frame.time - self._start
        if elapsed >= RUN_S and (self._frames >= FRAMES or elapsed >= LONGEST_S):
            self._stop.set()

    def close(self) -> None:
        """Do nothing."""


def run_sample() -> SampleRun:
    """Stylize the sample clip for some seconds, as the window does.

    Raises AppError when the clip, the face model or the starter cannot be opened.
    """
    # Imported here: cv2, mediapipe and ONNX Runtime take a second, and may be broken.
    from vtoonify_rt.cpu_load import cpu_load, read_cpu_times
    from vtoonify_rt.live import Live
    from vtoonify_rt.sources.sample import open_sample

    config = StyleConfig()
    stop = Event()
    live = Live(
        open_sample,
        config,
        [_Stopwatch(stop)],
        on_sink_error=_give_up,
        builds_engines=False,  # that would take the time that is measured
    )
    before = read_cpu_times()
    live.run(stop)
    load = live.governed.workload if live.governed is not None else None
    if load is None or live.source_info is None:
        return SampleRun(backend=live.backend, situation=None)
    situation = Situation(
        load=load,
        source=live.source_info,
        wanted_fps=WANTED_FPS,
        crop_px=config.crop_px,
        cpu=cpu_load(before, read_cpu_times()),
        backend_note=live.backend_note,
    )
    return SampleRun(backend=live.backend, situation=situation)


def check_speed(run: Callable[[], SampleRun] = run_sample) -> Iterator[Finding]:
    """Run the live picture for some seconds, and say what it waits for if it is slow."""
    done = run()
    situation = done.situation
    if situation is None:
        yield Finding(
            name="speed",
            status="warning",
            detail=f"not a frame a second, on {done.backend}",
            remedy="Use a faster machine, or stylize files",
        )
        return
    load, causes = situation.load, explain(situation)
    fps = f"{load.fps:.0f} fps of the sample's 30, on {done.backend}"
    data = {
        "fps": load.fps,
        "limit": limit(situation),
        "stages_ms": {stage: 1000 * cost for stage, cost in load.stages.items()},
        "causes": [asdict(cause) for cause in causes],
    }
    if not causes:
        yield Finding(name="speed", status="ok", detail=fps, data=data)
    for cause in causes:
        what, remedy = (str(words) for words in cause_words(cause))
        first = cause is causes[0]
        yield Finding(
            name="speed",
            status="warning",
            detail=f"{fps}. {limit_words(limit(situation))}. {what}" if first else what,
            remedy=remedy,
            data=data if first else None,
        )


def _give_up(sink: "Sink", error: SinkError) -> None:
    raise error


CHECKS: tuple[tuple[str, Check], ...] = (("speed", check_speed),)
