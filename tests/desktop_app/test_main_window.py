"""The window: every control does its work, nothing blocks, every failure has a way on."""

from dataclasses import replace

import pytest
from desktop_fakes import (
    CAMERA,
    button_named,
    make_frame,
    press,
    way_on,
)
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QWidget,
)

from desktop_app.main_window import MainWindow
from desktop_app.playback import State
from desktop_app.player import FADE
from desktop_app.run_time import SAMPLE, camera_spec
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import CameraError, ModelError

# Playing


def test_the_stylized_picture_appears(window):
    assert window.stage.frame is not None
    assert window.stage.card.title == ""


def test_opening_a_camera_does_not_block_the_window(qtbot, open_window, run_time):
    run_time.lives[camera_spec(CAMERA)].opened.clear()

    window = open_window(source=camera_spec(CAMERA))

    qtbot.waitUntil(lambda: window.stage.card.title == "Opening Desk camera…")
    press(window, "2")
    assert window.player.config.style == "poster"


def test_a_failure_is_said_and_another_source_can_be_taken(qtbot, open_window, run_time, live):
    run_time.lives["camera:x"].fail(CameraError("x is in use", "Close other programs"))
    window = open_window(source="camera:x")
    qtbot.waitUntil(lambda: window.stage.card.title == "x is in use")

    way_on(window, "Play the sample clip").click()
    live.send(make_frame())

    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    assert window.stage.card.title == ""


def test_a_broken_installation_is_said(open_window, run_time):
    run_time.models = ModelError("The starter is not here", "Install again")

    window = open_window()

    window.player.look_for_cameras()
    window.retranslate()
    assert window.stage.card.title == "The starter is not here"


def test_a_style_that_cannot_be_loaded_is_said_and_the_picture_goes_on(qtbot, window, live):
    live.on_style_error(ModelError("oil is damaged", "Install it again"))

    qtbot.waitUntil(lambda: window.stage.message.text == "oil is damaged. Install it again.")
    assert window.playback.state is State.RUNNING


def test_the_old_picture_does_not_stay_under_a_new_source(window):
    window.controls.source.chosen.emit("camera:x")

    assert window.stage.frame is None


def test_a_missing_camera_is_said_quietly(qtbot, open_window, run_time):
    run_time.cameras = []

    window = open_window()

    qtbot.waitUntil(lambda: "No camera" in window.controls.source.note)


# Choosing


@pytest.mark.parametrize(
    ("act", "config"),
    [
        (lambda w: w.controls.styles.choose_number(3), StyleConfig(style="oil")),
        (lambda w: w.controls.strength.slider.setValue(35), StyleConfig(degree=0.35)),
        (lambda w: press(w, "["), StyleConfig(degree=0.95)),
        (lambda w: w.controls.framing.crop_chosen.emit(512), StyleConfig(crop_px=512)),
        (lambda w: w.controls.framing.no_face_chosen.emit("hold"), StyleConfig(no_face="hold")),
        (lambda w: w.controls.motion.slider.setValue(20), StyleConfig(smoothing=0.2)),
        (
            lambda w: w.controls.framing.surroundings_chosen.emit("camera"),
            StyleConfig(surroundings="camera"),
        ),
    ],
)
def test_a_choice_reaches_the_pipeline_and_is_remembered(window, live, act, config):
    act(window)

    assert live.configs[-1] == replace(config, fade=FADE)
    assert window.settings.stylize == replace(config, palette=None)


def test_what_is_to_be_held_reaches_the_pipeline_and_is_remembered(window, live):
    assert live.goals == [GovernorConfig()]

    button_named(window, "Keep it fluent: Off").click()

    assert live.goals[-1] == GovernorConfig(mode="off")
    assert window.settings.governor == GovernorConfig(mode="off")


def test_what_was_to_be_held_is_held_at_the_next_start(open_window, live, qtbot):
    goal = GovernorConfig(mode="latency", target=60)

    open_window(source=SAMPLE, governor=goal)

    qtbot.waitUntil(lambda: live.goals == [goal])


def test_margins_reach_the_pipeline(window, live):
    window.controls.framing.spins["left"].setValue(300)

    assert live.configs[-1].padding.left == 300


def test_the_palette_is_offered_for_tone_styles_only(window):
    assert not window.controls.palettes.isVisible()

    press(window, "2")

    assert window.controls.palettes.isVisible()


def test_a_file_can_be_opened(window, run_time, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/videos/a.mp4", ""))

    window.commands.open.trigger()

    qtbot.waitUntil(lambda: run_time.built[-1] == "/videos/a.mp4")


def drop(window: MainWindow, url: str) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl(url)])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, none)
    enter.ignore()
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    return enter


def test_a_file_can_be_dropped_on_the_window(window, run_time, qtbot):
    drop(window, "file:///videos/a.mp4")

    qtbot.waitUntil(lambda: run_time.built[-1] == "/videos/a.mp4")


def test_an_address_of_the_network_cannot_be_dropped(window):
    assert not drop(window, "https://example.org/a.mp4").isAccepted()


def test_an_open_dialog_that_is_cancelled_changes_nothing(window, run_time, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))

    window.commands.open.trigger()

    assert run_time.built == [SAMPLE]


# Looking


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_B])
def test_the_original_shows_while_a_key_is_held(window, key):
    QTest.keyPress(window.stage, key)
    assert window.stage.shows_original

    QTest.keyRelease(window.stage, key)
    assert not window.stage.shows_original


def test_the_original_does_not_stay_when_the_window_loses_the_keyboard(window, qtbot):
    QTest.keyPress(window.stage, Qt.Key.Key_B)
    other = QWidget()
    qtbot.addWidget(other)

    other.show()
    other.activateWindow()

    qtbot.waitUntil(lambda: not window.stage.shows_original)


def test_comparing_divides_the_picture(window):
    press(window, "C")
    assert window.stage.wipe == 0.5

    press(window, "C")
    assert window.stage.wipe is None


def test_the_mirror_follows_the_kind_of_source(window, run_time, qtbot):
    assert not window.commands.mirror.isChecked()

    window.controls.source.chosen.emit(camera_spec(CAMERA))

    assert window.commands.mirror.isChecked()


def test_m_mirrors(window):
    press(window, "M")

    assert window.player.mirror


def test_full_screen_shows_the_picture_alone_and_escape_ends_it(window):
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not window.controls.isVisible()

    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.controls.isVisible()
