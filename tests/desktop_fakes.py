"""A run time made by hand: pipelines that do what a test says, files that are lists."""

from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from checkpoint.manifest import ModelManifest, Style
from desktop_app.main_window import MainWindow
from desktop_app.run_time import RunTime
from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.errors import EndOfStream, SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.governor import GovernorChange
from vtoonify_rt.ladder import Level
from vtoonify_rt.sinks.preview import PreviewSink
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.sources.cameras import CameraDevice
from vtoonify_rt.timing import Percentiles, Stats
from vtoonify_rt.workload import Workload

CAMERA = CameraDevice(id="046d:0825", name="Desk camera", index=0, backend=0)
STATS = Stats(
    fps=30.0,
    latency=Percentiles(41.2, 58.7, 66.0),
    stages={"generator": Percentiles(20.0, 25.0, 27.5)},
    frames=100,
)
LOAD = Workload(
    time=10.0,
    seconds=4.0,
    fps=18.0,
    source_fps=30.0,
    latency=0.08,
    tracker=0.006,
    stylizer=0.052,
    crop=0.05,
    stages={"generator": 0.05, "compose": 0.002, "landmarks": 0.006},
)
CHANGE = GovernorChange(
    time=10.0,
    reason="slow",
    before=Level(every=2, parse_every=1, crop_px=384, output_scale=1),
    after=Level(every=4, parse_every=1, crop_px=320, output_scale=1),
    config=GovernorConfig(),
    fps=24.0,
    latency=0.08,
)
POSTER = ("#120f2e", "#db4566", "#fff5db")


def make_style(style_id: str, kind: str = "colour") -> Style:
    return Style(
        id=style_id,
        name=style_id.capitalize(),
        name_zh=f"风格{style_id}",
        kind=kind,
        code=style_id,
        palette=POSTER if kind == "tone" else (),
        thumbnail=Path("none.jpg"),
    )


def make_model(model_id: str = "starter", *styles: Style, fixed_degree=None) -> ModelManifest:
    styles = styles or (make_style("comic"), make_style("poster", "tone"), make_style("oil"))
    return ModelManifest(
        folder=Path(model_id),
        id=model_id,
        name=model_id.capitalize(),
        family="lite",
        version="1",
        licence="Apache-2.0",
        size_multiple=32,
        output_scale=1,
        identity_at_zero=True,
        default_style=styles[0].id,
        default_degree=1.0,
        fixed_degree=fixed_degree,
        styles=styles,
        sha256={},
    )


def press(window: MainWindow, key: Qt.Key | str) -> None:
    QTest.keyClick(window.stage, key)


def way_on(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.stage.findChildren(QPushButton) if b.text() == text)


def button_named(widget: QWidget, name: str) -> QPushButton:
    """The push button within `widget` that a screen reader calls `name`."""
    return next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name)


def make_frame(value: int = 100, *, before: int = 200, height: int = 36, width: int = 64) -> Frame:
    """A gray frame, stylized from a lighter gray."""
    image = np.full((height, width, 3), value, np.uint8)
    return Frame(image, time=0.0, before=np.full_like(image, before))


class FakeGoverned:
    """What runs, as a test says."""

    def __init__(self, *, crop_px=384, workload=None, change=None) -> None:
        self.level = Level(every=2, parse_every=1, crop_px=crop_px, output_scale=1)
        self.workload = workload
        self.change = change


class FakeEngines:
    """No engines to build, until a test says so."""

    build = None


class FakeLive:
    """A pipeline on a source that a test plays by `send`, `end` and `fail`.

    `ready` holds back what comes after opening the source; `opened` the opening itself.
    """

    def __init__(self) -> None:
        self.sinks = []
        self.configs = []
        self.opened = Event()
        self.opened.set()
        self.ready = Event()
        self.ready.set()
        self.started = Event()
        self.obeys = Event()  # cleared: it does not end when it is asked to
        self.obeys.set()
        self.style_error = None
        self.backend = ""
        self.backend_note = ""
        self.engines = FakeEngines()
        self.goals = []  # what the governor was to hold
        self.governed = None
        self.at_work = False
        self.source_info = None
        self.face = True
        self._news = Queue()

    def send(self, frame: Frame) -> None:
        self._news.put(frame)

    def end(self) -> None:
        self._news.put(EndOfStream())

    def fail(self, error: Exception) -> None:
        self._news.put(error)

    def run(self, stop: Event) -> None:
        self.started.set()
        _wait(self.opened, stop)
        self.source_info = SourceInfo(name="fake", width=64, height=36, fps=30)
        _wait(self.ready, stop)
        self.backend = "Fake CPU"
        try:
            self._play(stop)
        except EndOfStream:
            pass
        finally:
            self.obeys.wait()
            for sink in self.sinks:
                sink.close()

    def _play(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                news = self._news.get(timeout=0.01)
            except Empty:
                continue
            if isinstance(news, Exception):
                raise news
            for sink in list(self.sinks):
                self._write(sink, news)

    def _write(self, sink, frame: Frame) -> None:
        try:
            sink.write(frame)
        except SinkError as error:
            self.sinks.remove(sink)
            sink.close()
            self.on_sink_error(sink, error)

    def configure(self, config) -> None:
        if self.style_error is not None:
            raise self.style_error
        self.configs.append(config)

    def set_governor(self, governor) -> None:
        self.goals.append(governor)

    def add_sink(self, sink) -> None:
        self.sinks.append(sink)

    def remove_sink(self, sink) -> None:
        if sink in self.sinks:
            self.sinks.remove(sink)

    def stats(self) -> Stats:
        return STATS


def _wait(event: Event, stop: Event) -> None:
    while not stop.is_set() and not event.wait(0.01):
        pass


class FakeRecorder:
    """Keeps frames; `fault` is raised at the next write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.frames = []
        self.fault = None
        self.closed = 0
        self.elapsed = 12.3
        self.bytes_written = 4_500_000

    def write(self, frame: Frame) -> None:
        if self.fault is not None:
            raise self.fault
        self.frames.append(frame)

    def close(self) -> None:
        self.closed += 1


class Lives(dict[str, FakeLive]):
    """A pipeline for each source, made when test or thread first asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()

    def __getitem__(self, source: str) -> FakeLive:
        with self._lock:
            return self.setdefault(source, self.get(source) or FakeLive())


class FakeRunTime(RunTime):
    """What a test says there is: models, cameras, and one pipeline for each source."""

    def __init__(self) -> None:
        self.models = [make_model()]
        self.cameras = [CAMERA]
        self.lives = Lives()
        self.built = []  # sources, in order
        self.recorders = []
        self.pictures = []
        self.fault = None  # raised by whatever writes or opens files
        self.looked = Event()  # cleared: looking for cameras takes until it is set
        self.looked.set()

    def prefetch(self) -> None:
        pass

    def list_models(self):
        if isinstance(self.models, Exception):
            raise self.models
        return self.models

    def list_cameras(self):
        self.looked.wait()
        return self.cameras

    def preview_sink(self, frames, notify):
        return PreviewSink(frames, notify)

    def build_live(self, spec, config, sinks, on_sink_error, on_style_error):
        live = self.lives[spec]
        live.sinks[:] = sinks
        live.configs.append(config)
        live.on_sink_error = on_sink_error
        live.on_style_error = on_style_error
        self.built.append(spec)
        return live

    def open_recorder(self, path, fps):
        if self.fault is not None:
            raise self.fault
        self.recorders.append(FakeRecorder(path))
        return self.recorders[-1]

    def write_image(self, path, image):
        if self.fault is not None:
            raise self.fault
        self.pictures.append((path, image))
