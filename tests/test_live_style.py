"""The style that is live, while models take as long to load as the test says."""

from dataclasses import replace
from threading import Event

import pytest
from fakes import FakeSession

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt import known_styles
from vtoonify_rt.config import FacesConfig, FaceStyle, Look, StyleConfig
from vtoonify_rt.errors import ModelError
from vtoonify_rt.live_style import LiveStyle

MODEL = load_manifest(STARTER)
OTHER = replace(MODEL, id="other")
CONFIG = StyleConfig(style="starter/poster")
ELSEWHERE = StyleConfig(style="other/poster")


class MadeStylizer:
    """Notes what it is to run."""

    def __init__(self) -> None:
        self.configs: list[StyleConfig] = []
        self.used: list[tuple[FakeSession, StyleConfig]] = []
        self.came = Event()
        self.paused = False

    def configure(self, config: StyleConfig) -> None:
        self.configs.append(config)

    def use(self, session: FakeSession, config: StyleConfig) -> None:
        self.used.append((session, config))
        self.came.set()

    def pause(self, paused: bool) -> None:
        self.paused = paused


class Rig:
    """A live style whose models are loaded once `loaded` is set."""

    def __init__(self) -> None:
        self.loaded = Event()
        self.begun = Event()
        self.sessions: list[FakeSession] = []
        self.models: list[str] = []
        self.errors = []
        self.told = Event()
        self.fault: Exception | None = None
        self.stylizer = MadeStylizer()
        self.style = LiveStyle(CONFIG, self.open, on_model=self.take_model, on_error=self.fail)
        model, _ = self.style.chosen()
        self.style.take_over(self.stylizer, model)

    def open(self, model) -> FakeSession:
        self.begun.set()
        assert self.loaded.wait(30)
        if self.fault is not None:
            raise self.fault
        self.sessions.append(session := FakeSession())
        session.model = model
        return session

    def take_model(self, model) -> None:
        self.models.append(model.id)
        self.told.set()

    def fail(self, error) -> None:
        self.errors.append(error)
        self.told.set()


@pytest.fixture
def rig(monkeypatch):
    monkeypatch.setattr(known_styles, "list_models", lambda: [MODEL, OTHER])
    return Rig()


def test_engines_are_taken_also_when_a_slider_moved_while_the_model_was_opened_anew(rig):
    def slide(model):
        rig.style.configure(replace(CONFIG, degree=0.4))
        return opened

    opened = FakeSession()
    opened.model = MODEL
    rig.style._open_session = slide
    rig.style.reload(MODEL)

    assert [session for session, _ in rig.stylizer.used] == [opened]
    assert rig.stylizer.used[0][1].degree == 0.4
    assert opened.closed == 0


def test_a_model_that_is_no_longer_the_one_that_runs_is_not_opened_anew(rig):
    rig.style.reload(OTHER)

    assert not rig.begun.is_set()


def test_what_is_chosen_while_a_model_is_loaded_is_what_it_runs_and_it_is_loaded_once(rig):
    rig.style.configure(ELSEWHERE)
    rig.style.configure(replace(ELSEWHERE, degree=0.4))
    rig.loaded.set()
    assert rig.told.wait(30)

    assert len(rig.sessions) == 1
    assert rig.stylizer.used[0][1] == StyleConfig(style="poster", degree=0.4)
    assert rig.models == ["other"]


def test_a_model_that_comes_too_late_is_closed(rig):
    rig.style.configure(ELSEWHERE)
    assert rig.begun.wait(30)
    rig.style.configure(CONFIG)
    rig.loaded.set()
    while not (rig.sessions and rig.sessions[0].closed):
        pass

    assert rig.stylizer.used == []
    assert rig.models == []


def test_one_that_cannot_be_loaded_is_told_and_the_governor_goes_on(rig):
    rig.fault = ModelError("frame.onnx is damaged")
    rig.loaded.set()
    rig.style.configure(ELSEWHERE)
    assert rig.told.wait(30)

    assert rig.errors == [rig.fault]
    assert rig.stylizer.used == []
    assert not rig.stylizer.paused


def test_what_was_chosen_before_the_stylizer_was_there_is_used_first(monkeypatch):
    style = LiveStyle(CONFIG, FakeSession, on_model=print, on_error=print)
    model, _ = style.chosen()
    style.configure(replace(CONFIG, degree=0.4))
    style.take_over(stylizer := MadeStylizer(), model)

    assert stylizer.configs == [StyleConfig(style="poster", degree=0.4)]


def test_a_look_of_the_same_model_is_compared_by_its_id(rig):
    rig.style.configure(replace(CONFIG, other=Look(style="starter/comic", degree=0.5)))

    assert rig.stylizer.configs[-1].other == Look(style="comic", degree=0.5)


def test_a_look_of_another_model_is_not_compared(rig):
    rig.style.configure(replace(CONFIG, other=Look(style="other/comic")))

    assert rig.stylizer.configs[-1].other is None


def test_a_face_has_its_own_style_while_the_model_of_that_runs(rig):
    own = FaceStyle(number=1, look=Look(style="starter/oil"))
    elsewhere = FaceStyle(number=2, look=Look(style="other/oil"))
    rig.style.configure(replace(CONFIG, faces=FacesConfig(mode="all", styles=(own, elsewhere))))

    styles = rig.stylizer.configs[-1].faces.styles
    assert styles == (FaceStyle(number=1, look=Look(style="oil")),)
