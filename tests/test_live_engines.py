"""Engines for the live model: when they are built, and when the model is to be opened anew."""

from dataclasses import replace
from threading import Event

import pytest
from fakes import FakeSource

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.inference import BACKEND_VARIABLE
from vtoonify_rt.live import Live
from vtoonify_rt.live_engines import LiveEngines

MODEL = load_manifest(STARTER)


class FakeBuild:
    """A build that ends when the test says so."""

    error = None

    def __init__(self, model, on_change) -> None:
        self.model = model
        self.state = "running"
        self.cancelled = Event()
        self._on_change = on_change

    def end(self, state: str) -> None:
        self.state = state
        self._on_change(self)

    def cancel(self) -> None:
        self.cancelled.set()


class Desk:
    """Starts fake builds, and notes for which models the engines are ready."""

    def __init__(self, state: str = "running") -> None:
        self.state = state
        self.builds: list[FakeBuild] = []
        self.begun = Event()
        self.ready = []

    def start(self, model, on_change) -> FakeBuild:
        build = FakeBuild(model, on_change)
        if self.state != "running":
            build.end(self.state)
        self.builds.append(build)
        self.begun.set()
        return build


@pytest.fixture
def desk():
    return Desk()


def wanted(desk: Desk) -> LiveEngines:
    engines = LiveEngines(desk.ready.append, desk.start)
    engines.want(MODEL)
    assert desk.begun.wait(10)
    return engines


def until(condition) -> None:
    """Wait for another thread; the test's time limit ends it."""
    while not condition():
        pass


def test_when_the_engines_are_there_the_model_is_opened_anew_once(desk):
    engines = wanted(desk)
    until(lambda: engines.build is not None)
    desk.builds[0].end("done")
    desk.builds[0].end("done")

    assert desk.ready == [MODEL]
    assert engines.build is None


def test_a_build_that_ends_at_once_counts_as_well():
    desk = Desk("done")
    wanted(desk)

    until(lambda: desk.ready == [MODEL])


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_build_that_fails_changes_nothing(desk, state):
    engines = wanted(desk)
    until(lambda: engines.build is not None)
    desk.builds[0].end(state)

    assert desk.ready == []


def test_another_model_cancels_the_build(desk):
    engines = wanted(desk)
    until(lambda: engines.build is not None)
    engines.want(MODEL)

    assert desk.builds[0].cancelled.wait(10)


def test_a_build_that_was_not_begun_before_another_model_was_wanted_is_cancelled():
    slow, builds = Event(), {"starter": [], "other": []}

    def start(model, on_change):
        if model is MODEL:
            assert slow.wait(10)
        builds[model.id].append(build := FakeBuild(model, on_change))
        return build

    engines = LiveEngines(lambda model: None, start)
    engines.want(MODEL)
    engines.want(replace(MODEL, id="other"))
    until(lambda: engines.build is not None)
    slow.set()
    until(lambda: builds["starter"])

    assert builds["starter"][0].cancelled.wait(10)
    assert engines.build is builds["other"][0]


def test_the_end_cancels_the_build_and_nothing_is_ready_any_more(desk):
    engines = wanted(desk)
    until(lambda: engines.build is not None)
    engines.close()
    desk.builds[0].end("done")

    assert desk.builds[0].cancelled.is_set()
    assert desk.ready == []


def test_nothing_to_build_is_no_build():
    asked = Event()
    engines = LiveEngines(lambda model: None, lambda model, on_change: asked.set())
    engines.want(MODEL)

    assert asked.wait(10)
    assert engines.build is None


@pytest.mark.parametrize(
    ("named", "options", "wanted"),
    [
        ("", {}, [MODEL]),
        ("onnxruntime", {}, []),  # by the environment
        ("", {"backend": "onnxruntime"}, []),
        ("", {"builds_engines": False}, []),
    ],
)
def test_engines_are_built_where_the_choice_of_the_backend_is_free(
    monkeypatch, named, options, wanted
):
    monkeypatch.setenv(BACKEND_VARIABLE, named)
    live = Live(FakeSource, StyleConfig(), [], on_sink_error=print, **options)
    asked = []
    monkeypatch.setattr(live.engines, "want", asked.append)

    live._want_engines(MODEL)

    assert asked == wanted
