"""The work of the live picture without what belongs to the pipeline, and without its threads."""

from contextlib import ExitStack, closing
from functools import partial

from vtoonify_rt.bench.alone import Look, ready_session
from vtoonify_rt.bench.live_run import show
from vtoonify_rt.bench.request import BenchRequest, CountedSource, open_clip
from vtoonify_rt.bench.tally import Goal, Tally
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import FaceTracker
from vtoonify_rt.frame import Frame
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.live import TRACKER
from vtoonify_rt.pipeline import Filter, Pipeline
from vtoonify_rt.sinks import Sink
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter


def run_bare(request: BenchRequest, seen: Look, goal: Goal, stop: StopSignal) -> Tally:
    """Run decoding, face model and generator on the pipeline's threads up to `goal`."""
    meter = Meter()
    tally = Tally(goal, stop, at_work=lambda: True)
    with ExitStack() as opened:
        source = open_clip(request, partial(meter.add, "decode"))
        opened.callback(source.close)
        tracker = FaceTracker(MediapipeLandmarker(), TRACKER, meter)
        opened.callback(tracker.close)
        generator = _GeneratorOnly(ready_session(request, seen), seen)
        opened.pop_all()  # from here on the pipeline closes what it was given
    sinks: list[Sink] = [_Done(source), tally]
    Pipeline(source, tracker, generator, sinks, meter=meter).run(stop)
    return tally


def run_sequential(request: BenchRequest, goal: Goal, stop: StopSignal) -> Tally:
    """Do all that the live picture does, one step after another on this thread, up to `goal`."""
    meter = Meter()
    tally = Tally(goal, stop, at_work=lambda: "generator" in meter.stats().stages)
    with ExitStack() as opened:
        source = opened.enter_context(closing(open_clip(request, partial(meter.add, "decode"))))
        tracker: Filter = FaceTracker(MediapipeLandmarker(), TRACKER, meter)
        opened.callback(tracker.close)
        session = open_session(request.model, backend=request.backend)
        stylizer: Filter = StylizeFilter(session, request.config, meter)
        opened.callback(stylizer.close)
        while not stop.is_set():
            frame = stylizer.apply(tracker.apply(source.read()))
            show(frame, meter)
            source.frame_done(frame)
            tally.write(frame)
    return tally


class _GeneratorOnly:
    """A stylizer that runs the generator on one and the same picture, and passes frames on."""

    def __init__(self, session: Session, seen: Look) -> None:
        self._session = session
        self._picture = seen.noise()

    def apply(self, frame: Frame) -> Frame:
        self._session.run(self._picture)
        return frame

    def close(self) -> None:
        self._session.close()


class _Done:
    """A sink that tells the source of each frame."""

    def __init__(self, source: CountedSource) -> None:
        self._source = source

    def write(self, frame: Frame) -> None:
        self._source.frame_done(frame)

    def close(self) -> None:
        pass
