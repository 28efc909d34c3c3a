"""What the window offers around recordings: sound, pause, raw take, the last seconds, GIFs."""

import pytest
from desktop_fakes import make_frame, press, way_on

from desktop_app.playback import State
from desktop_app.recording_section import DEFAULT
from desktop_app.store_dialogs import Question
from vtoonify_rt.errors import MicrophoneError


@pytest.fixture
def section(window, qtbot):
    window.controls.show_page("output")
    qtbot.waitUntil(lambda: bool(window.recording.sound.microphones))
    return window.controls.recording


@pytest.fixture
def take(qtbot, window, run_time, live):
    press(window, "R")
    qtbot.waitUntil(lambda: window.recording.take is not None)
    return run_time.recorders[0]


def choose(window, **changes):
    window.controls.recording.changed.emit(changes)


def test_the_microphones_are_offered_and_the_choice_is_kept(window, section, run_time):
    offered = [section.microphones.itemText(n) for n in range(section.microphones.count())]
    section.microphones.setCurrentIndex(2)
    section.microphones.activated.emit(2)

    assert offered == ["No sound", "The system's microphone", "Headset"]
    assert window.settings.recording.microphone == "Headset"
    assert run_time.listeners[-1].name == "Headset"


def test_the_level_is_seen_while_the_page_is_seen_and_nobody_listens_after(
    window, section, run_time, qtbot
):
    choose(window, microphone=DEFAULT)
    listener = run_time.listeners[-1]
    qtbot.waitUntil(lambda: "-12 dB" in section.meter.accessibleName())
    window.controls.show_page("look")

    qtbot.waitUntil(lambda: listener.closed == 1)


def test_why_there_is_no_sound_is_said_where_it_is_chosen(window, run_time, qtbot):
    run_time.microphones = MicrophoneError("No sound: the PortAudio library is missing", "Install")
    choose(window, microphone=DEFAULT)
    window.controls.show_page("output")

    trouble = window.controls.recording.trouble
    qtbot.waitUntil(lambda: "PortAudio library is missing" in trouble.text())
    assert trouble.isVisible()


def test_a_recording_hears_the_microphone_until_it_ends(window, run_time, live, qtbot):
    choose(window, microphone="Headset")
    press(window, "R")
    qtbot.waitUntil(lambda: window.recording.take is not None)
    listener, take = run_time.listeners[-1], run_time.recorders[0]
    hears = list(listener.hears)
    press(window, "R")

    assert hears == [take.hear]
    qtbot.waitUntil(lambda: listener.closed == 1)


def test_without_a_microphone_none_is_opened(window, take, run_time):
    assert run_time.listeners == []


def test_a_recording_can_pause(window, take):
    assert window.commands.pause.isVisible()
    press(window, "P")

    assert take.paused
    assert window.stage.light.text() == "❚❚  0:12  ·  paused  ·  4.5 MB"
    press(window, "P")
    assert not take.paused


def test_little_room_and_lost_pictures_are_said(window, take):
    take.seconds_left, take.dropped = 190.0, 40
    window.progress.show_all()

    assert "room for 3 min" in window.stage.light.text()
    assert "40 pictures lost" in window.stage.light.text()


def test_the_raw_take_gets_the_frames_past_the_guard(window, run_time, live, qtbot):
    choose(window, raw=True)
    press(window, "R")
    qtbot.waitUntil(lambda: window.recording.take is not None)
    take = run_time.recorders[0]

    assert take.raw in live.sinks
    assert take not in live.sinks
    press(window, "R")
    assert take.raw not in live.sinks


def test_the_last_seconds_are_kept_when_wanted_and_saved_at_a_key(window, run_time, live, qtbot):
    choose(window, replay=True)
    qtbot.waitUntil(lambda: window.takes.replay.keeps)
    press(window, "L")

    qtbot.waitUntil(lambda: window.stage.message.text.startswith("Saved: VToonify"))
    assert way_on(window, "Show in folder").isVisible()
    replay = run_time.replays[0]
    choose(window, replay=False)
    qtbot.waitUntil(lambda: replay.closed == 1)


@pytest.mark.parametrize("key", ["L", "G"])
def test_where_nothing_is_kept_the_keys_offer_to_keep_it(window, run_time, live, key, qtbot):
    press(window, key)
    assert window.stage.message.text == "The last seconds are not kept."

    way_on(window, "Keep them from now on").click()
    qtbot.waitUntil(lambda: window.takes.replay.keeps)
    assert window.settings.recording.replay
    assert not run_time.gifs


def test_a_recording_without_sound_is_told_wherever_the_user_is(window, take, run_time, qtbot):
    choose(window, microphone=DEFAULT)
    run_time.listeners[-1].error = MicrophoneError("No microphone was found", "Plug one in")

    qtbot.waitUntil(lambda: "No microphone was found" in window.stage.message.text)
    window.stage.message.dismiss()
    window.progress._show_figures()
    assert not window.stage.message.text


def test_a_gif_is_made_of_what_is_kept_or_else_of_the_last_recording(window, take, run_time, qtbot):
    press(window, "R")
    qtbot.waitUntil(lambda: window.takes.replay.has_film)
    press(window, "G")
    qtbot.waitUntil(lambda: len(run_time.gifs) == 1)
    choose(window, replay=True)
    qtbot.waitUntil(lambda: window.takes.replay.keeps)
    press(window, "G")
    qtbot.waitUntil(lambda: len(run_time.gifs) == 2)

    assert [film for film, _ in run_time.gifs] == [take.path, b"film"]
    assert run_time.gifs[0][1].suffix == ".gif"


def test_what_is_kept_ends_with_what_plays(window, run_time, live, qtbot):
    choose(window, replay=True)
    qtbot.waitUntil(lambda: window.takes.replay.keeps)
    live.end()

    qtbot.waitUntil(lambda: window.playback.state is State.ENDED)
    assert not window.takes.replay.keeps


def test_another_folder_is_used_and_kept(window, run_time, live, qtbot, tmp_path):
    choose(window, folder=str(tmp_path / "mine"))
    live.send(make_frame())
    press(window, "R")
    qtbot.waitUntil(lambda: window.recording.take is not None)

    assert run_time.recorders[0].path.parent == tmp_path / "mine"
    assert window.settings.recording.folder == str(tmp_path / "mine")


def test_with_little_room_it_asks_before_it_records(window, run_time, live, qtbot):
    run_time.room = 200.0
    press(window, "R")
    qtbot.waitUntil(lambda: bool(window.findChildren(Question)))
    question = window.findChildren(Question)[0]

    assert "about 3 min" in question.accessibleDescription()
    assert not window.recording.active
    question.accept()
    qtbot.waitUntil(lambda: window.recording.take is not None)
