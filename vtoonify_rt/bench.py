"""Measure what the user gets: the live picture at 1280 x 720, as the window runs it.

The clip stands for a camera that always has a fresh picture (`FreshFrames`); `Live` is the same
class that the window uses, and the preview's conversion runs on a thread of its own as it does
there. The generator alone is measured before and after the pipeline in the same run, because
other programs come and go.
"""

import logging
import statistics
import time
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import cv2
import numpy as np

from checkpoint.manifest import ModelManifest
from vtoonify_rt.bench_result import HEIGHT, WIDTH, BenchResult
from vtoonify_rt.compose import letterbox
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import FaceError, SinkError
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.inference import open_session
from vtoonify_rt.live import Live
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.memory import peak_resident_mb, resident_mb
from vtoonify_rt.person import aligned_face
from vtoonify_rt.pipeline import POLL
from vtoonify_rt.regions import apply_look, steady_crop
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.preview import PreviewSink
from vtoonify_rt.sources.fresh import FreshFrames
from vtoonify_rt.sources.sample import sample_clip
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.timing import WINDOW, Percentiles, percentiles

logger = logging.getLogger(__name__)

WARM_UP_FRAMES = 30
WARM_UP_S = 10.0  # at most, where frames take long
WARM_UP_RUNS = 5  # or a third of all, where they take long
ALONE_RUNS = 30  # of the generator, before the pipeline and again after it
ALONE_S = 10.0  # at most, but for `FEWEST_RUNS`
FEWEST_RUNS = 3
SAMPLE = "sample"
# In the frame's order. The pipeline's "read" is the wait for room and left out; what the clip
# costs is "decode".
STAGES = (
    *("decode", "landmarks", "steer", "surroundings", "crop"),
    *("generator", "compose", "sinks", "preview"),
)
_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRequest:
    """What to measure, and for how long: so many frames, or at least so many seconds."""

    clip: str = SAMPLE  # or the path of a video
    model: ModelManifest
    config: StyleConfig
    frames: int = 300  # as many as the figures look back on
    seconds: float = 0.0


def run_bench(request: BenchRequest, stop: StopSignal) -> BenchResult:
    """Measure until there is enough, or `stop` is set.

    Raises AppError when clip or model cannot be opened, and FaceError when the clip shows no
    face: then nothing was stylized.
    """
    seen = _first_look(request)
    alone = _time_generator(request, seen)
    run = _Run(request, stop)
    run.live.run(stop)
    stop.raise_if_signalled()
    stats = run.live.stats()
    if stats.latency is None or run.faces == 0:
        raise _no_face_in(request.clip)
    if run.faces < 0.9 * run.frames:
        logger.warning("%d of %d frames have no face", run.frames - run.faces, run.frames)
    alone += _time_generator(request, seen)
    decode, preview = percentiles(list(run.decode)), run.preview.cost()
    stages = {**stats.stages, "decode": decode, "preview": preview}
    return BenchResult(
        clip=request.clip if request.clip == SAMPLE else Path(request.clip).name,
        model=request.model.id,
        style=request.config.style,
        backend=run.live.backend,
        crop_px=request.config.crop_px,
        fps=stats.fps,
        generator_fps=1 / statistics.median(alone),
        latency=stats.latency,
        stages={name: stages[name] for name in STAGES if name in stages},
        peak_rss_mb=peak_resident_mb(),
        rss_mb=tuple(run.rss_mb),
    )


class _Run:
    """The live pipeline and what is noted while it runs; also its last sink."""

    def __init__(self, request: BenchRequest, stop: StopSignal) -> None:
        self._request = request
        self._stop = stop
        self._start = 0.0  # of the warm-up, then of the measurement
        self._next_minute = 0.0
        self.frames = -WARM_UP_FRAMES  # since then
        self.faces = 0
        self.decode: deque[float] = deque(maxlen=WINDOW)  # seconds
        self.rss_mb: list[float] = []
        self.preview = _Preview()
        self._source: FreshFrames | None = None
        sinks: list[Sink] = [self.preview.sink, self]
        style = f"{request.model.id}/{request.config.style}"
        config = replace(request.config, style=style)
        self.live = Live(self._open, config, sinks, on_sink_error=_give_up)

    def _open(self) -> FreshFrames:
        clip = VideoFile(clip_path(self._request.clip), paced=False, loop=True)
        self._source = FreshFrames(clip, WIDTH, HEIGHT, decoded=self.decode.append)
        self._start = time.monotonic()
        return self._source

    def write(self, frame: Frame) -> None:
        """Count a frame, and end the run when there are enough."""
        assert self._source is not None
        self._source.frame_done(frame)
        if self.frames < 0:
            self._warm_up(frame)
            return
        self.frames += 1
        self.faces += frame.landmarks is not None
        elapsed = time.monotonic() - self._start
        enough = self.frames >= self._request.frames and elapsed >= self._request.seconds
        if elapsed >= self._next_minute or enough:
            self._note_memory()
            self._next_minute += _MINUTE
        if enough:
            self._stop.set()

    def _warm_up(self, frame: Frame) -> None:
        """Count towards the measurement, once faces are stylized: a model may ask for one first."""
        now = time.monotonic()
        if frame.landmarks is not None and "generator" not in self.live.stats().stages:
            self._start = now
            return
        self.frames += 1
        if now - self._start >= WARM_UP_S:
            self.frames = 0
        if self.frames == 0:
            self.live.reset_stats()
            self._start = now

    def close(self) -> None:
        """End the preview's thread."""
        self.preview.close()

    def _note_memory(self) -> None:
        now = resident_mb()
        if now is not None:
            self.rss_mb.append(now)


class _Preview:
    """What the window does with each frame but paint it: convert it, on another thread."""

    def __init__(self) -> None:
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._seconds: deque[float] = deque(maxlen=WINDOW)
        self.sink = PreviewSink(self._mailbox, notify=lambda: None)
        self._thread = Thread(target=self._show, name="preview", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._mailbox.close()
        self._thread.join()

    def cost(self) -> Percentiles:
        return percentiles(list(self._seconds))

    def _show(self) -> None:
        while not self._mailbox.drained:
            frame = self._mailbox.wait(POLL)
            if frame is not None:
                start = time.monotonic()
                cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGRA)
                self._seconds.append(time.monotonic() - start)


def clip_path(clip: str) -> Path:
    """Return the file that `clip` means."""
    return sample_clip() if clip == SAMPLE else Path(clip)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the model sees of the clip's first frame."""

    size: tuple[int, int]  # height and width of its picture
    face: Image | None  # aligned; None: there is none


def _first_look(request: BenchRequest) -> _Look:
    clip = VideoFile(clip_path(request.clip), paced=False)
    image = letterbox(clip.read().image, HEIGHT, WIDTH)
    clip.close()
    landmarker = MediapipeLandmarker()
    faces = find_faces(landmarker, image)
    landmarker.close()
    crop = steady_crop(request.model, request.config)
    crop.update(faces[0] if faces else None, HEIGHT, WIDTH, time=0.0)
    return _Look(crop.network_size, aligned_face(image, faces[0]) if faces else None)


def _time_generator(request: BenchRequest, seen: _Look) -> list[float]:
    """Return the seconds of up to `ALONE_RUNS` runs of the model; FaceError if it wants a face and
    the clip begins without one."""
    noise = np.random.default_rng(0).integers(0, 256, (*seen.size, 3), np.uint8)
    session = open_session(request.model)
    apply_look(session, request.config)
    if session.wants_face:
        if seen.face is None:
            raise _no_face_in(request.clip)
        session.encode(seen.face)
    seconds: list[float] = []
    while len(seconds) < WARM_UP_RUNS + ALONE_RUNS:
        if len(seconds) >= FEWEST_RUNS and sum(seconds) >= ALONE_S:
            break
        start = time.perf_counter()
        session.run(noise)
        seconds.append(time.perf_counter() - start)
    session.close()
    return seconds[min(WARM_UP_RUNS, len(seconds) // 3) :]


def _no_face_in(clip: str) -> FaceError:
    return FaceError(f"No face was found in {clip}", "Choose a clip with a face")


def _give_up(_: Sink, error: SinkError) -> None:
    raise error
