"""Recording: a file of what plays, finished however it ends; and snapshots."""

from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from desktop_fakes import FakeRunTime, make_frame

from desktop_app.background import Background
from desktop_app.playback import Playback, State
from desktop_app.recording import Recording
from desktop_app.recording_words import elapsed_text, size_text
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import SinkError

NOW = datetime(2026, 5, 1, 12, 30, 15)


@pytest.fixture
def live(run_time):
    return run_time.lives["sample"]


@pytest.fixture
def playback(qtbot, run_time, live):
    playback = Playback(run_time, StyleConfig())
    playback.frame_ready.connect(playback.take_frame)
    playback.play("sample")
    live.send(make_frame())
    qtbot.waitUntil(lambda: playback.state is State.RUNNING)
    yield playback
    assert playback.shut_down(5)


@pytest.fixture
def recording(qtbot, run_time, playback):
    background = Background()
    yield Recording(run_time, playback, background, now=lambda: NOW)
    assert background.shut_down(5)


@pytest.fixture
def recorder(qtbot, run_time, recording, playback):
    """The recorder of a recording that runs."""
    recording.start("poster")
    qtbot.waitUntil(
        lambda: bool(run_time.recorders) and run_time.recorders[0] in playback.guard.sinks
    )
    return run_time.recorders[0]


def test_frames_go_to_a_file_named_by_time_and_style(qtbot, recorder, live, tmp_path):
    live.send(make_frame())

    qtbot.waitUntil(lambda: len(recorder.frames) == 1)
    folder = tmp_path / "videos"
    assert recorder.path == folder / "VToonify 2026-05-01 12-30-15 poster.mp4"


def test_a_name_that_is_taken_gets_a_number(qtbot, run_time, recording, tmp_path):
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "VToonify 2026-05-01 12-30-15 poster.mp4").touch()

    recording.start("poster")

    qtbot.waitUntil(lambda: bool(run_time.recorders))
    assert run_time.recorders[0].path.name == "VToonify 2026-05-01 12-30-15 poster (2).mp4"


def test_elapsed_time_and_size_are_those_of_the_file(recorder, recording):
    assert recording.active
    assert (recording.elapsed, recording.bytes_written) == (12.3, 4_500_000)


def test_stopping_finishes_the_file_and_says_where_it_is(qtbot, recorder, recording, playback):
    with qtbot.waitSignal(recording.saved) as told:
        recording.stop()

    assert told.args == [recorder.path]
    assert recorder.closed
    assert recorder not in playback.guard.sinks
    assert not recording.active


def test_a_full_disk_ends_the_recording_and_keeps_the_picture_going(
    qtbot, recorder, recording, live, playback
):
    recorder.fault = SinkError("The disk is full", "Free some space")

    with qtbot.waitSignal(recording.failed) as told:
        live.send(make_frame())

    assert told.args == [recorder.fault, recorder.path]
    assert not recording.active
    with qtbot.waitSignal(playback.frame_ready):
        live.send(make_frame())


def test_a_file_that_cannot_be_opened_is_told(qtbot, run_time, recording):
    run_time.fault = SinkError("Permission denied")

    with qtbot.waitSignal(recording.failed) as told:
        recording.start("poster")

    assert told.args == [run_time.fault, None]
    assert not recording.active


def test_a_folder_that_cannot_be_made_is_told(qtbot, recording, tmp_path):
    (tmp_path / "videos").write_text("a file")

    with qtbot.waitSignal(recording.failed) as told:
        recording.start("poster")

    assert str(tmp_path / "videos") in told.args[0].message


def test_stopping_at_once_leaves_no_recorder_behind(qtbot, run_time, recording, playback):
    recording.start("poster")
    recording.stop()

    qtbot.waitUntil(lambda: bool(run_time.recorders) and run_time.recorders[0].closed == 1)
    assert run_time.recorders[0] not in playback.guard.sinks


def test_starting_again_before_the_first_file_is_open_records_the_second(
    qtbot, run_time, recording, playback
):
    recording.start("poster")
    recording.stop()
    recording.start("oil")

    qtbot.waitUntil(lambda: len(run_time.recorders) == 2)
    second, first = sorted(run_time.recorders, key=lambda recorder: recorder.path)  # oil, poster
    qtbot.waitUntil(lambda: second in playback.guard.sinks and first.closed == 1)
    assert first not in playback.guard.sinks
    assert recording.active


def test_a_file_that_was_given_up_and_fails_does_not_end_the_next_recording(
    qtbot, run_time, recording, playback
):
    opening = Event()

    def open_take(path, fps, choices):
        if path.stem.endswith("poster"):
            opening.wait()
            raise SinkError("Permission denied")
        return FakeRunTime.open_take(run_time, path, fps, choices)

    run_time.open_take = open_take
    recording.start("poster")
    recording.stop()
    recording.start("oil")
    qtbot.waitUntil(
        lambda: bool(run_time.recorders) and run_time.recorders[0] in playback.guard.sinks
    )

    with qtbot.waitSignal(recording.failed):
        opening.set()

    assert recording.active


def test_a_recording_ends_with_what_it_records(qtbot, recorder, recording, playback):
    with qtbot.waitSignal(recording.saved) as told:
        playback.play("camera")

    assert told.args == [recorder.path]
    assert not recording.active


def test_a_recording_without_a_picture_is_told(qtbot, recorder, recording):
    recorder.elapsed = 0.0

    with qtbot.waitSignal(recording.failed) as told:
        recording.stop()

    assert "Nothing was recorded" in told.args[0].message
    assert told.args[1] is None


def test_starting_twice_makes_one_recording(qtbot, recorder, recording, run_time):
    recording.start("poster")

    assert run_time.recorders == [recorder]


def test_a_snapshot_is_the_stylized_picture(qtbot, recording, run_time, tmp_path):
    frame = make_frame(40)

    with qtbot.waitSignal(recording.saved) as told:
        recording.snapshot(frame, "mine/oil")

    path, image = run_time.pictures[0]
    assert image is frame.image
    assert told.args == [path]
    assert path == tmp_path / "pictures" / "VToonify 2026-05-01 12-30-15 oil.png"


def test_a_snapshot_that_cannot_be_written_is_told(qtbot, recording, run_time):
    run_time.fault = SinkError("The disk is full")

    with qtbot.waitSignal(recording.failed) as told:
        recording.snapshot(make_frame(), "oil")

    assert told.args[0] is run_time.fault


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (9.9, "0:09"), (61, "1:01"), (3723, "1:02:03")]
)
def test_elapsed_time_reads_as_a_clock(seconds, text):
    assert elapsed_text(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0.0 MB"), (4_560_000, "4.6 MB"), (2.5e9, "2.50 GB")]
)
def test_sizes_read_as_megabytes(size, text):
    assert size_text(size) == text


def test_the_folder_of_a_recording_is_made(qtbot, recorder):
    assert Path(recorder.path).parent.is_dir()
