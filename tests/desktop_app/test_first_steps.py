"""The first steps: on the picture, by keyboard too, skipped or done once."""

import pytest
from desktop_fakes import CAMERA, make_frame
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.playback import State
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.settings import WindowSettings

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(open_window, live, qtbot):
    """A window that was never started before, in which the sample plays."""
    window = open_window(source=SAMPLE, window=WindowSettings())
    live.send(make_frame())
    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    return window


@pytest.fixture
def steps(window):
    return window.stage.steps


def test_they_come_at_the_very_first_start_only(window, steps, open_window):
    assert steps.step == 1
    steps.skip.click()

    again = open_window(source=SAMPLE, window=window.settings.window)

    assert again.stage.steps.step == 0


def test_they_can_be_started_again(open_window):
    window = open_window(source=SAMPLE, window=WindowSettings(started=True))
    window.commands.start_again.trigger()

    assert window.stage.steps.step == 1


def test_a_camera_is_tried_behind_them(window, steps, run_time, qtbot):
    qtbot.waitUntil(lambda: bool(window.player.cameras))
    steps.sources.button(camera_spec(CAMERA)).click()
    run_time.lives[camera_spec(CAMERA)].send(make_frame(77))

    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    assert window.stage.frame.image[0, 0, 0] == 77
    assert steps.step == 1


def test_cameras_can_be_looked_for_again(window, steps, run_time, qtbot):
    qtbot.waitUntil(lambda: not window.player.looking)
    run_time.cameras = []
    steps.sources.button("").click()

    qtbot.waitUntil(lambda: window.player.cameras == [])
    with pytest.raises(KeyError):
        steps.sources.button(camera_spec(CAMERA))


def test_the_keyboard_stays_where_it_was_when_a_camera_is_found(steps):
    for cameras in ([], [CAMERA]):
        steps.show_sources(cameras, SAMPLE, looking=False)

        assert steps.sources.button(SAMPLE).hasFocus()


def test_that_there_is_no_camera_is_said(window, steps, run_time, qtbot):
    qtbot.waitUntil(lambda: not window.player.looking)
    assert "None was found" not in steps._text.text()
    run_time.cameras = []
    steps.sources.button("").click()

    qtbot.waitUntil(lambda: "None was found" in steps._text.text())


def test_a_style_is_tried_behind_them(window, steps):
    steps.next.click()
    steps.styles.buttons[1].click()

    assert window.player.config.style == "poster"


@pytest.mark.parametrize("destination", ["virtual camera", "recording", "look"])
def test_they_end_with_where_the_picture_goes(window, steps, qtbot, destination):
    for _ in range(2):
        steps.next.click()
    steps.destinations.button(destination).click()

    with qtbot.waitSignal(window.help.destination_chosen) as chosen:
        steps.next.click()
    assert chosen.args == [destination]
    assert steps.step == 0
    assert window.settings.window.started


def test_all_of_it_goes_by_keyboard(window, steps, qapp):
    QTest.keyClick(qapp.focusWidget(), ENTER)
    assert qapp.focusWidget() is steps.styles.buttons[0]
    QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(qapp.focusWidget(), ENTER)
    QTest.keyClick(qapp.focusWidget(), ENTER)

    assert window.player.config.style == "poster"
    assert steps.step == 0
    assert window.stage.hasFocus()


def test_one_can_go_back(steps):
    steps.next.click()
    steps.back.click()

    assert steps.step == 1
    assert not steps.back.isVisible()


def test_esc_skips_them(window, steps, qapp):
    QTest.keyClick(qapp.focusWidget(), ESC)

    assert steps.step == 0
    assert window.settings.window.started


@pytest.mark.parametrize("step", [1, 2, 3])
def test_they_fit_into_the_smallest_window(window, steps, qtbot, step):
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: window.size() == window.minimumSize())
    for _ in range(step - 1):
        steps.next.click()

    assert window.size() == window.minimumSize()
    assert window.stage.rect().contains(steps.geometry())
    assert steps.height() >= steps.layout().minimumHeightForWidth(steps.width())
