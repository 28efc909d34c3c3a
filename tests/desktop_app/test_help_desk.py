"""Help: hints that can be switched off, and a text about faults that is nobody's secret."""

from itertools import count

import pytest
from desktop_fakes import CAMERA, make_frame, press
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop_app import help_desk
from desktop_app.playback import State
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.settings import WindowSettings

DARK = "It is dark. With more light on your face the picture is clearer and steadier."
SPEC = camera_spec(CAMERA)


def play(open_window, run_time, qtbot, *, before: int, **settings):
    """A window in which the camera plays a picture that bright; its help has its own clock."""
    window = open_window(source=SPEC, window=WindowSettings(started=True, **settings))
    run_time.lives[SPEC].send(make_frame(before=before))
    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    window.help._clock = count(start=0, step=30).__next__  # half a minute between two looks
    return window


def said_in(window, looks: int = 8) -> list[str]:
    """What is said in so many looks, where each message is closed before the next."""
    said = []
    for _ in range(looks):
        window.help.look()
        if window.stage.message.text:
            said.append(window.stage.message.text)
        window.stage.message.dismiss()
    return said


def test_a_dark_picture_is_told(open_window, run_time, qtbot):
    assert DARK in said_in(play(open_window, run_time, qtbot, before=10))


def test_a_black_picture_is_told_until_there_is_one(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=0)
    for _ in range(4):
        window.help.look()
    assert window.stage.message.text.startswith("The picture is black.")
    assert not window.stage.message.fades

    window.stage.show_frame(make_frame(before=150))
    window.help.look()
    assert "black" not in window.stage.message.text


def test_a_black_picture_is_not_called_dark(open_window, run_time, qtbot):
    assert DARK not in said_in(play(open_window, run_time, qtbot, before=0))


def test_a_light_picture_is_not_called_dark(open_window, run_time, qtbot):
    assert DARK not in said_in(play(open_window, run_time, qtbot, before=150))


def test_what_was_told_is_remembered(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=10)
    told = len(said_in(window, 40))

    assert told == sum(window.settings.window.hints_told.values()) > 0


def test_hints_can_be_switched_off_where_they_are_given(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=10)
    while not window.stage.message.text:
        window.help.look()
    buttons = window.stage.message.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "No hints").click()

    assert window.stage.message.text == ""
    assert said_in(window, 40) == []
    assert not window.settings.window.hints
    assert not window.commands.hints.isChecked()


def test_without_hints_there_are_none(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=10, hints=False)

    assert said_in(window, 40) == []


@pytest.mark.parametrize("seen", ["Space", "compare"])
def test_who_has_seen_the_original_is_not_told_how(open_window, run_time, qtbot, seen):
    window = play(open_window, run_time, qtbot, before=150)
    if seen == "Space":
        press(window, " ")
    else:
        press(window, "c")

    assert "Hold Space to see the original." not in said_in(window, 20)


def test_who_chooses_by_pointer_is_told_of_the_keys(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=150)
    for style in ("poster", "oil", "comic"):
        window.controls.styles.chosen.emit(style)

    assert "The keys 1 to 9 choose a style, too." in said_in(window)


def test_an_error_stays_when_a_hint_is_due(open_window, run_time, qtbot):
    window = play(open_window, run_time, qtbot, before=10)
    window.stage.tell("The disk is full.", trouble=True)
    for _ in range(8):
        window.help.look()

    assert window.stage.message.text == "The disk is full."


@pytest.fixture
def copied(window, qtbot, monkeypatch):
    """What the menu entry puts on the clipboard, without this computer's part."""
    seen = {}

    def diagnostics(state, *, names):
        seen.update(state=dict(state), names=names)
        return "the text"

    monkeypatch.setattr(help_desk, "diagnostics", diagnostics)
    window.commands.diagnostics.trigger()
    qtbot.waitUntil(lambda: window.stage.message.text.startswith("Copied"))
    return seen


def test_diagnostics_are_copied_and_that_is_said(copied):
    assert QGuiApplication.clipboard().text() == "the text"
    assert copied["state"]["state"] == "running"
    assert copied["state"]["source"] == SAMPLE
    assert copied["state"]["style"].startswith("comic")
    assert "30.0 fps" in copied["state"]["figures"]


def test_the_name_of_a_file_is_not_passed_on(window, qtbot):
    window.player.play("/videos/my diary.mp4")

    state = dict(help_desk.state_lines(window.player, window.playback))
    names = help_desk.personal_names(window.player)

    assert "diary" not in str(state)
    assert names == ["/videos/my diary.mp4", "my diary.mp4"]
