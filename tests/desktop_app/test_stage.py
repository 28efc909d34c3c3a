"""What is said on the picture: one sentence for each state, and a way on."""

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from desktop_app.overlay import breakable
from desktop_app.playback import State
from desktop_app.stage import Stage
from desktop_app.translation import set_language
from vtoonify_rt.errors import CameraError, SinkError

BUSY = CameraError("Camera 0 is in use", "Close other programs")


@pytest.fixture
def stage(qtbot) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(640, 400)
    stage.show()
    qtbot.waitExposed(stage)
    return stage


def ways_on(part) -> dict[str, QPushButton]:
    buttons = part.findChildren(QPushButton)
    return {button.text(): button for button in buttons if button.isVisible()}


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (State.OPENING, "Opening Desk camera…"),
        (State.LOADING, "Loading the style…"),
        (State.STALLED, "No picture comes from Desk camera"),
        (State.ENDED, "Desk camera has ended"),
        (State.FAILED, "Camera 0 is in use"),
        (State.RUNNING, ""),
    ],
)
def test_each_state_has_its_sentence(stage, state, title):
    stage.show_state(state, "Desk camera", BUSY, is_sample=False)

    assert stage.card.title == title


@pytest.mark.parametrize("state", [State.FAILED, State.ENDED, State.STALLED])
def test_trouble_always_has_a_way_on(stage, state):
    stage.show_state(state, "Desk camera", BUSY, is_sample=False)

    assert "Choose another source" in ways_on(stage.card)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Try again", "retry_wanted"),
        ("Play the sample clip", "sample_wanted"),
        ("Choose another source", "choice_wanted"),
    ],
)
def test_a_failure_can_be_answered(stage, text, signal):
    stage.show_state(State.FAILED, "Desk camera", BUSY, is_sample=False)
    wanted = QSignalSpy(getattr(stage, signal))

    ways_on(stage.card)[text].click()

    assert wanted.count() == 1


def test_the_sample_clip_is_not_offered_in_place_of_itself(stage):
    stage.show_state(State.FAILED, "Sample clip", BUSY, is_sample=True)

    assert "Play the sample clip" not in ways_on(stage.card)


def test_a_second_failure_replaces_the_buttons_of_the_first(stage, qtbot):
    for _ in range(2):
        stage.show_state(State.FAILED, "Desk camera", BUSY, is_sample=False)

    qtbot.waitUntil(lambda: len(ways_on(stage.card)) == 3)


def test_a_lost_face_is_said(stage):
    stage.show_hint(no_face=True)

    assert "No face" in stage.hint.text()


def test_an_error_in_passing_stays_until_it_is_closed(stage):
    stage.tell_error(SinkError("The disk is full", "Free some space"))

    assert stage.message.text == "The disk is full. Free some space."
    assert not stage.message.fades
    stage.message.dismiss()
    assert stage.message.text == ""


def test_news_in_passing_goes_away_by_itself(stage):
    stage.tell("Saved: a.mp4")

    assert stage.message.fades


def test_what_a_message_offers_is_done_once_clicked(stage):
    done = []
    stage.tell("Saved: a.mp4", way_on=("Show in folder", lambda: done.append(True)))

    ways_on(stage.message)["Show in folder"].click()

    assert done == [True]


def test_errors_are_said_in_chinese(stage):
    set_language("zh")

    stage.tell_error(SinkError("Cannot write /a/b.mp4: the disk is full", "Choose another folder"))

    assert stage.message.text == "无法写入 /a/b.mp4：磁盘已满。请选择其他文件夹。"


def test_cards_speak_to_screen_readers(stage):
    stage.show_state(State.FAILED, "Desk camera", BUSY, is_sample=False)

    assert stage.card.accessibleName() == "Camera 0 is in use Close other programs"


def test_long_names_fit_on_the_card(stage):
    long = CameraError(f"/home/{'very_long_name_' * 12}.mp4 does not exist", "Check the name")

    stage.show_state(State.FAILED, "x", long, is_sample=False)

    assert stage.card.sizeHint().width() <= stage.width()


def test_lines_may_break_after_the_parts_of_a_path():
    assert breakable("/a/b_c.mp4") == "/\u200ba/\u200bb_\u200bc.\u200bmp4"
