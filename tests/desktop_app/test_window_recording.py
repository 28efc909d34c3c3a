"""Recording in the window: it is seen, it ends well however it ends, and says where it is."""

import pytest
from desktop_fakes import make_frame, press, way_on

from desktop_app.playback import State
from desktop_app.run_time import SAMPLE
from vtoonify_rt.errors import CameraError, SinkError


@pytest.fixture
def recorder(qtbot, window, run_time, live):
    press(window, "R")
    qtbot.waitUntil(
        lambda: bool(run_time.recorders) and run_time.recorders[0] in window.playback.guard.sinks
    )
    return run_time.recorders[0]


def test_recording_shows_time_and_size(window, recorder):
    window.progress.show_all()

    assert window.stage.light.text() == "●  0:12  ·  4.5 MB"
    assert window.commands.record.iconText() == "Stop"


def test_the_end_of_a_recording_says_where_it_is(window, recorder, qtbot):
    press(window, "R")

    qtbot.waitUntil(lambda: window.stage.message.text == f"Saved: {recorder.path.name}")
    assert way_on(window, "Show in folder").isVisible()
    assert window.commands.record.iconText() == "Record"


def test_a_full_disk_is_said_and_the_picture_goes_on(window, recorder, live, qtbot):
    recorder.fault = SinkError("The disk is full", "Free some space")

    live.send(make_frame())

    qtbot.waitUntil(lambda: "The disk is full" in window.stage.message.text)
    assert window.stage.light.text() == ""
    assert window.playback.state is State.RUNNING


@pytest.mark.parametrize(
    "end",
    [
        lambda window, live: window.close(),
        lambda window, live: window.controls.source.chosen.emit("camera:x"),
        lambda window, live: live.end(),
        lambda window, live: live.fail(CameraError("It is gone")),
    ],
    ids=["window closed", "other source", "clip ended", "camera lost"],
)
def test_a_recording_is_finished_however_it_ends(window, recorder, live, end, qtbot):
    end(window, live)

    qtbot.waitUntil(lambda: recorder.closed > 0)
    assert not window.recording.active


def test_a_snapshot_is_taken_of_what_is_shown(window, run_time, qtbot):
    press(window, "S")

    qtbot.waitUntil(lambda: "Saved" in window.stage.message.text)
    assert run_time.pictures[0][1] is window.stage.frame.image


def test_nothing_can_be_recorded_before_there_is_a_picture(open_window, run_time):
    run_time.lives[SAMPLE].opened.clear()

    window = open_window(source=SAMPLE)

    assert not window.commands.record.isEnabled()
    assert not window.commands.snapshot.isEnabled()
