"""The pipeline thread: frames come out, errors come out, and it stops."""

from contextlib import contextmanager

import pytest
from desktop_fakes import make_frame
from PySide6.QtTest import QSignalSpy

from desktop_app.worker import PipelineThread
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import CameraError, ModelError, SinkError
from vtoonify_rt.sinks import NullSink


@pytest.fixture
def live(run_time):
    return run_time.lives["sample"]


@pytest.fixture
def thread(qtbot, run_time):
    thread = PipelineThread(run_time, "sample", StyleConfig(), GovernorConfig(), NullSink())
    yield thread
    thread.stop()
    assert thread.wait(5000)


@contextmanager
def finished(qtbot, thread):
    with qtbot.waitSignal(thread.finished):
        yield


def test_frames_lie_ready_until_they_are_taken(qtbot, thread, live):
    frame = make_frame()

    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(frame)

    assert thread.take_frame() is frame
    assert thread.take_frame() is None


def test_an_unread_frame_is_announced_once(qtbot, thread, live):
    announced = QSignalSpy(thread.frame_ready)
    newest = make_frame(3)

    with finished(qtbot, thread):
        thread.start()
        for frame in (make_frame(1), make_frame(2), newest):
            live.send(frame)
        live.end()

    assert announced.count() == 1
    assert thread.take_frame() is newest


def test_an_error_for_the_user_ends_the_run_and_is_kept(qtbot, thread, live):
    error = CameraError("Camera 0 is in use", "Close other programs")

    with finished(qtbot, thread):
        thread.start()
        live.fail(error)

    assert thread.error is error


def test_a_bug_ends_the_run_with_a_sentence_and_is_logged(qtbot, thread, live, caplog):
    with finished(qtbot, thread):
        thread.start()
        live.fail(ZeroDivisionError("oops"))

    assert "oops" in thread.error.message
    assert "Traceback" in caplog.text


def test_a_missing_library_points_to_the_doctor(qtbot, thread, run_time):
    def build_live(*_, **__):
        raise ImportError("libGLESv2.so.2: cannot open shared object file")

    run_time.build_live = build_live

    with finished(qtbot, thread):
        thread.start()

    assert "libGLESv2.so.2" in thread.error.message
    assert "doctor" in thread.error.hint


def test_the_end_of_the_source_is_no_error(qtbot, thread, live):
    with finished(qtbot, thread):
        thread.start()
        live.end()

    assert thread.error is None


def test_it_stops_when_asked(qtbot, thread, live):
    thread.start()
    live.started.wait(5)

    with finished(qtbot, thread):
        thread.stop()


def test_settings_that_change_before_the_start_are_not_lost(qtbot, thread, live):
    thread.configure(StyleConfig(degree=0.25))

    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(make_frame())

    assert live.configs[-1].degree == 0.25


def test_what_is_to_be_held_reaches_the_pipeline_before_and_while_it_runs(qtbot, thread, live):
    before, later = GovernorConfig(target=24), GovernorConfig(mode="off")
    thread.govern(before)
    thread.start()
    qtbot.waitUntil(lambda: live.goals == [before])

    thread.govern(later)

    assert live.goals == [before, later]


def test_settings_reach_the_running_pipeline(qtbot, thread, live):
    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(make_frame())

    thread.configure(StyleConfig(style="oil"))

    assert live.configs[-1].style == "oil"


def test_a_style_that_cannot_be_had_is_told(qtbot, thread, live):
    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(make_frame())
    live.style_error = ModelError("There is no style 'x'")

    thread.configure(StyleConfig(style="x"))

    assert thread.take_style_error() is live.style_error
    assert thread.take_style_error() is None


def test_a_failed_sink_is_told_with_its_error(qtbot, thread, live):
    class FullDisk:
        def write(self, frame):
            raise SinkError("The disk is full")

        def close(self):
            pass

    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(make_frame())
    sink = FullDisk()
    live.add_sink(sink)

    with qtbot.waitSignal(thread.sink_failed) as told:
        live.send(make_frame())

    assert told.args[0] is sink
    assert told.args[1].message == "The disk is full"


def test_it_plays_from_the_start_to_the_end(qtbot, thread, live):
    assert not thread.plays

    with qtbot.waitSignal(thread.frame_ready):
        thread.start()
        live.send(make_frame())
    assert thread.plays

    with finished(qtbot, thread):
        live.end()
    assert not thread.plays
