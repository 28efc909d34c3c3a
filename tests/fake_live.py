"""A live picture made by hand: it plays what a test says, and takes note of what it is told."""

from queue import Empty, Queue
from threading import Event, Lock

from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.errors import EndOfStream, SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.governor import GovernorChange
from vtoonify_rt.ladder import Level
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.timing import Percentiles, Stats
from vtoonify_rt.workload import Workload

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

    def stats(self, seconds: float | None = None) -> Stats:
        return STATS


def _wait(event: Event, stop: Event) -> None:
    while not stop.is_set() and not event.wait(0.01):
        pass


class Lives(dict[str, FakeLive]):
    """A pipeline for each source, made when test or thread first asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()

    def __getitem__(self, source: str) -> FakeLive:
        with self._lock:
            return self.setdefault(source, self.get(source) or FakeLive())
