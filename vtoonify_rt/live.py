"""The stylized camera as one thing: everything between a source and the sinks.

Window and benchmark run this same class, so what is measured is what is used.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from threading import Event, Lock
from typing import TypeVar

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError, SinkError
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import TrackerConfig
from vtoonify_rt.face.wanted import WantedTracker
from vtoonify_rt.governed import GovernedStylizer
from vtoonify_rt.inference import Session, open_session, wished_backend
from vtoonify_rt.live_engines import LiveEngines
from vtoonify_rt.live_style import LiveStyle
from vtoonify_rt.output_scale import load_scale
from vtoonify_rt.pipeline import Pipeline
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.face_watch import FaceWatch
from vtoonify_rt.sources import Source, SourceInfo
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter, Stats

T = TypeVar("T")

# The crop stands still for most frames, so landmarks on every second one are enough to steer it.
TRACKER = TrackerConfig(every=2)
NOT_GOVERNED = GovernorConfig(mode="off")


class Live:
    """Runs one source, live: newest frame wins, and every setting changes while it runs.

    `open_source` is called by `run`, so that opening a camera blocks nobody else.
    `on_sink_error` is called from the pipeline's thread when a sink fails; the others go on.
    `on_style_error` is called from a thread of its own when a style of another model cannot be
    loaded; the picture goes on with the style before.
    `config.style` is a style's id, or "model/style". The quality is lowered for `governor`.
    `backend`: the id of the one that runs every model; None: see `open_session`. Where the choice
    is free and `builds_engines`, engines that TensorRT lacks are built meanwhile, and used from the
    moment that they are there.
    """

    def __init__(
        self,
        open_source: Callable[[], Source],
        config: StyleConfig,
        sinks: Iterable[Sink],
        *,
        on_sink_error: Callable[[Sink, SinkError], None],
        on_style_error: Callable[[AppError], None] | None = None,
        governor: GovernorConfig = NOT_GOVERNED,
        backend: str | None = None,
        builds_engines: bool = True,
    ) -> None:
        self._open_source = open_source
        self._sinks = list(sinks)
        self._on_sink_error = on_sink_error
        self._lock = Lock()
        self._governor = governor
        self._meter = Meter()
        self._pipeline: Pipeline | None = None
        self._faces = config.faces.mode
        self._tracker: WantedTracker | None = None
        self._stylizer: GovernedStylizer | None = None
        self._backend = wished_backend(backend)
        self._builds_engines = builds_engines and self._backend is None
        self._style = LiveStyle(
            config,
            self._open_session,
            on_model=self._want_engines,
            on_error=on_style_error or (lambda error: None),  # it is in the log
        )
        self.engines = LiveEngines(self._style.reload)
        self.source_info: SourceInfo | None = None  # once the source is open
        self.face = False  # whether the last frame has a face

    def run(self, stop: Event) -> None:
        """Open everything and run until the source ends or `stop` is set.

        Raises AppError when source, face model or model cannot be opened, or fail for good.
        """
        with ExitStack() as opened:
            pipeline = self._open(opened)
            opened.pop_all()  # from here on the pipeline closes what it was given
        try:
            pipeline.run(stop)
        finally:
            self.engines.close()

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on; any thread.

        A style of another model is loaded in the background first. Raises ModelError for a style
        that does not exist.
        """
        self._style.configure(config)
        with self._lock:
            self._faces = config.faces.mode
            if self._tracker is not None:
                self._tracker.follow(self._faces)

    def set_governor(self, governor: GovernorConfig) -> None:
        """Hold another target, or none, from the next frame on; any thread."""
        with self._lock:
            self._governor = governor
            if self._stylizer is not None:
                self._stylizer.govern(governor)

    @property
    def governed(self) -> GovernedStylizer | None:
        """What runs, at which level and why, once it is loaded; any thread may look."""
        return self._stylizer

    def add_sink(self, sink: Sink) -> None:
        """Give `sink` every frame from the next one on; any thread."""
        with self._lock:
            if self._pipeline is None:
                self._sinks.append(sink)
            else:
                self._pipeline.add_sink(sink)

    def remove_sink(self, sink: Sink) -> None:
        """Give `sink` no more frames; any thread. The caller closes it."""
        with self._lock:
            if self._pipeline is not None:
                self._pipeline.remove_sink(sink)
            elif sink in self._sinks:
                self._sinks.remove(sink)

    def stats(self, seconds: float | None = None) -> Stats:
        """Return how it runs, or ran the last `seconds`: see `Meter.stats`; any thread."""
        return self._meter.stats(seconds)

    @property
    def backend(self) -> str:
        """What runs the model, "" before it is loaded; any thread."""
        return self._stylizer.session.backend if self._stylizer is not None else ""

    @property
    def backend_note(self) -> str:
        """What is to be told of the backend, "" where there is nothing; any thread."""
        return self._stylizer.session.backend_note if self._stylizer is not None else ""

    @property
    def at_work(self) -> bool:
        """Whether a frame is being stylized right now, so that the source is not what one waits
        for; any thread."""
        pipeline = self._pipeline
        return pipeline is not None and pipeline.at_work

    @property
    def meter(self) -> Meter:
        """What measures it: to listen to, and for stages of the caller's own; any thread."""
        return self._meter

    def reset_stats(self) -> None:
        """Forget the figures so far, as after a warm-up; any thread."""
        self._meter.reset()

    def _open(self, opened: ExitStack) -> Pipeline:
        """Open the source while face model and model are loaded: each takes half a second."""
        model, config = self._style.chosen()
        # One after the other: the first session of a model measures how many threads it wants.
        with ThreadPoolExecutor(max_workers=1) as pool:
            session = pool.submit(self._timed, "model", partial(self._open_session, model))
            landmarker = pool.submit(self._timed, "face model", MediapipeLandmarker)
            opened.callback(_close, session)
            opened.callback(_close, landmarker)
            source = self._timed("source", self._open_source)
            opened.callback(source.close)
        self.source_info = source.info
        with self._lock:
            tracker = WantedTracker(landmarker.result(), TRACKER, self._faces, self._meter)
            self._tracker = tracker
            self._stylizer = stylizer = self._governed(session.result(), config, tracker)
            self._pipeline = pipeline = Pipeline(
                source,
                tracker,
                stylizer,
                [FaceWatch(self._see), *self._sinks],
                meter=self._meter,
                on_sink_error=self._on_sink_error,
            )
        self._want_engines(model)
        self._style.take_over(stylizer, model)
        return pipeline

    def _see(self, face: bool) -> None:
        self.face = face

    def _timed(self, part: str, open_part: Callable[[], T]) -> T:
        with self._meter.opening(part):
            return open_part()

    def _governed(
        self, session: Session, config: StyleConfig, tracker: WantedTracker
    ) -> GovernedStylizer:
        return GovernedStylizer(
            StylizeFilter(session, config, self._meter),
            session,
            config,
            self._governor,
            self._meter,
            every=TRACKER.every,
            look_every=tracker.look_every,
            reopen=partial(load_scale, backend=self._backend),
        )

    def _open_session(self, model: ModelManifest) -> Session:
        return open_session(model, backend=self._backend)

    def _want_engines(self, model: ModelManifest) -> None:
        if self._builds_engines:
            self.engines.want(model)


def _close(opening: "Future[MediapipeLandmarker] | Future[Session]") -> None:
    """Close what was opened, if it was."""
    if opening.exception() is None:
        opening.result().close()
