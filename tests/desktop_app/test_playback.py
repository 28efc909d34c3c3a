"""Playback: its states, and switching that waits for nobody."""

import pytest
from desktop_fakes import make_frame
from fake_camera import FakeClock
from PySide6.QtTest import QSignalSpy

from desktop_app.playback import STALL, Playback, State
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import CameraError, ModelError


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def playback(qtbot, run_time, clock):
    playback = Playback(run_time, StyleConfig(), clock)
    playback.frame_ready.connect(playback.take_frame)
    yield playback
    for live in run_time.lives.values():
        live.obeys.set()
    assert playback.shut_down(5)


@pytest.fixture
def reach(qtbot, playback):
    """Waits until the playback is in a state."""

    def reach_(state: State) -> None:
        qtbot.waitUntil(lambda: playback.state is state)

    return reach_


def test_it_begins_idle(playback):
    assert playback.state is State.IDLE


def test_opening_then_loading_then_running(playback, run_time, reach):
    live = run_time.lives["sample"]
    live.opened.clear()
    live.ready.clear()

    playback.play("sample")
    assert playback.state is State.OPENING
    live.opened.set()
    reach(State.LOADING)
    live.ready.set()
    live.send(make_frame())
    reach(State.RUNNING)


def test_a_source_that_fails_says_why(playback, run_time, reach):
    error = CameraError("Camera 0 is in use", "Close other programs")
    run_time.lives["camera:0"].fail(error)

    playback.play("camera:0")

    reach(State.FAILED)
    assert playback.error is error


def test_a_clip_ends(playback, run_time, reach):
    run_time.lives["a.mp4"].end()

    playback.play("a.mp4")

    reach(State.ENDED)
    assert playback.error is None


def test_no_frame_for_a_while_is_a_stall_until_the_next_one(playback, run_time, reach, clock):
    live = run_time.lives["camera:0"]
    live.send(make_frame())
    playback.play("camera:0")
    reach(State.RUNNING)

    clock.now += STALL + 0.1
    playback.refresh()
    assert playback.state is State.STALLED

    live.send(make_frame())
    reach(State.RUNNING)


def test_a_slow_model_is_no_stall(playback, run_time, reach, clock, qtbot):
    live = run_time.lives["sample"]
    playback.play("sample")
    live.send(make_frame())
    reach(State.RUNNING)
    clock.now += 1.9
    with qtbot.waitSignal(playback.frame_ready):
        live.send(make_frame())

    clock.now += STALL + 0.1
    playback.refresh()

    assert playback.state is State.RUNNING


def test_a_model_whose_first_frame_took_long_is_no_stall_either(playback, run_time, reach, clock):
    live = run_time.lives["sample"]
    live.ready.clear()
    playback.play("sample")
    reach(State.LOADING)
    clock.now += 5
    live.ready.set()
    live.send(make_frame())
    reach(State.RUNNING)

    clock.now += STALL + 0.1
    playback.refresh()

    assert playback.state is State.RUNNING


def test_a_model_that_works_on_a_frame_is_no_stall(playback, run_time, reach, clock):
    live = run_time.lives["sample"]
    playback.play("sample")
    live.send(make_frame())
    reach(State.RUNNING)

    live.at_work = True
    clock.now += STALL + 0.1
    playback.refresh()
    assert playback.state is State.RUNNING

    live.at_work = False
    playback.refresh()
    assert playback.state is State.STALLED


def test_a_new_source_waits_until_the_old_one_has_let_go(playback, run_time, reach, qtbot):
    run_time.lives["camera:0"].send(make_frame())
    playback.play("camera:0")
    reach(State.RUNNING)
    run_time.lives["camera:0"].obeys.clear()

    playback.play("camera:1")
    assert run_time.built == ["camera:0"]
    run_time.lives["camera:0"].obeys.set()

    qtbot.waitUntil(lambda: run_time.built == ["camera:0", "camera:1"])


def test_a_driver_that_hangs_is_given_up(playback, run_time, reach, qtbot):
    run_time.lives["camera:0"].send(make_frame())
    playback.play("camera:0")
    reach(State.RUNNING)
    run_time.lives["camera:0"].obeys.clear()
    playback.play("sample")

    playback.lose_patience()

    qtbot.waitUntil(lambda: run_time.built == ["camera:0", "sample"])


def test_what_the_old_source_does_at_its_end_is_not_shown(playback, run_time, reach, qtbot):
    old = run_time.lives["camera:0"]
    old.send(make_frame())
    playback.play("camera:0")
    reach(State.RUNNING)
    old.obeys.clear()
    playback.play("sample")
    playback.lose_patience()
    run_time.lives["sample"].send(make_frame())
    reach(State.RUNNING)
    states = QSignalSpy(playback.state_changed)

    old.fail(CameraError("It is gone"))
    old.obeys.set()
    qtbot.waitUntil(lambda: not playback.ending)

    assert states.count() == 0


def test_only_the_last_of_quick_choices_is_opened(playback, run_time, reach, qtbot):
    run_time.lives["camera:0"].send(make_frame())
    playback.play("camera:0")
    reach(State.RUNNING)
    run_time.lives["camera:0"].obeys.clear()

    for source in ("a", "b", "c"):
        playback.play(source)
    run_time.lives["camera:0"].obeys.set()

    qtbot.waitUntil(lambda: run_time.built == ["camera:0", "c"])


def test_settings_chosen_before_are_those_of_the_next_source(playback, run_time, reach):
    playback.configure(StyleConfig(style="oil"))
    run_time.lives["sample"].send(make_frame())

    playback.play("sample")

    reach(State.RUNNING)
    assert run_time.lives["sample"].configs[0].style == "oil"


def test_stopping_gives_the_source_back(playback, run_time, reach, qtbot):
    run_time.lives["sample"].send(make_frame())
    playback.play("sample")
    reach(State.RUNNING)

    playback.stop()

    assert playback.state is State.IDLE
    qtbot.waitUntil(lambda: not playback.ending)


def test_shutting_down_says_when_a_driver_hangs(qtbot, run_time):
    playback = Playback(run_time, StyleConfig())
    live = run_time.lives["sample"]
    live.obeys.clear()
    playback.play("sample")
    assert live.started.wait(5)

    assert playback.shut_down(0.05) is False
    live.obeys.set()
    assert playback.shut_down(5)


def test_a_style_that_cannot_be_loaded_is_told(playback, run_time, reach, qtbot):
    live = run_time.lives["sample"]
    live.send(make_frame())
    playback.play("sample")
    reach(State.RUNNING)
    error = ModelError("oil is damaged")

    with qtbot.waitSignal(playback.style_failed) as told:
        live.on_style_error(error)

    assert told.args == [error]
