"""The whole pipeline on a camera whose clock, order and sizes misbehave, one by one and mixed."""

import itertools
from pathlib import Path
from threading import Event

import av
import pytest
from fake_camera import FakeClock
from fakes import FakeSession
from unruly import TROUBLES, LatencyMeter, Unruly, Watch

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.tracker import FaceTracker, TrackerConfig
from vtoonify_rt.pipeline import Pipeline
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.stylizer import StylizeFilter


class Run:
    """One run to the end, with a recording of it."""

    def __init__(self, path: Path, count: int, troubles: tuple[str, ...], **options) -> None:
        live, seed = options.get("live", True), options.get("seed", 0)
        clock = FakeClock()
        self.meter = LatencyMeter(clock)
        self.source = Unruly(count, clock, troubles, live=live, seed=seed)
        self.watch = Watch()
        self.meter.on_done = lambda: self.source.done(self.watch.numbers[-1])
        self.recorder = Recorder(path, fps_hint=30, drop=live)
        config = StyleConfig(crop_px=128, no_face=("hold", "blur", "whole")[seed % 3])
        self.pipeline = Pipeline(
            self.source,
            FaceTracker(self.source.landmarker, TrackerConfig(every=2)),
            StylizeFilter(FakeSession(), config, self.meter),
            [self.watch, self.recorder],
            meter=self.meter,
            keep_all=not live,
        )
        self.pipeline.run(Event())
        with av.open(str(path)) as container:
            self.recorded = [frame.time for frame in container.decode(video=0)]


@pytest.fixture(scope="module", params=[*TROUBLES, "mixed 0", "mixed 1", "mixed 2"])
def live(request, tmp_path_factory) -> Run:
    path = tmp_path_factory.mktemp("unruly") / "v.mp4"
    kind, _, seed = request.param.partition("mixed ")
    return Run(path, 2000, TROUBLES, seed=int(seed)) if seed else Run(path, 150, (kind,))


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Run:
    path = tmp_path_factory.mktemp("unruly") / "v.mp4"
    return Run(path, 500, ("repeat", "late", "pause", "size", "strides", "face"), live=False)


def test_the_newest_frame_always_comes_through(live):
    assert live.source.awaited <= set(live.watch.numbers)


def test_frames_come_out_in_order(live):
    times = [frame.time for frame in live.watch.frames]

    assert live.watch.numbers == sorted(set(live.watch.numbers))
    assert times == sorted(times)


def test_frames_that_are_late_are_left_out_and_counted(live):
    assert live.source.late.isdisjoint(live.watch.numbers)
    assert live.pipeline.out_of_order == len(live.source.late)


def test_every_frame_keeps_its_own_size(live):
    assert all(frame.image.shape == frame.before.shape for frame in live.watch.frames)


def test_latency_is_never_negative_nor_an_hour(live):
    assert min(live.meter.latencies) >= 0
    assert max(live.meter.latencies) < 1


def test_a_recording_has_every_frame_and_its_times_rise(live):
    steps = [after - before for before, after in itertools.pairwise(live.recorded)]

    assert len(live.recorded) == len(live.watch.frames) - live.recorder.dropped
    assert min(steps) > 0
    assert max(steps) < 60


def test_of_a_file_nothing_is_left_out(kept):
    assert kept.watch.numbers == list(range(len(kept.watch.frames)))
    assert len(kept.recorded) == len(kept.watch.frames) >= 500
    assert kept.recorded == sorted(set(kept.recorded))
    assert all(frame.image.shape == frame.before.shape for frame in kept.watch.frames)
