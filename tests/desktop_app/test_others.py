"""What others see of the window: the virtual camera, covers, the shutter, the panic key."""

import numpy as np
import pytest
from desktop_fakes import make_frame, press
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from seen_by_others import shown, stylized

from desktop_app.playback import State
from desktop_app.run_time import SAMPLE
from desktop_app.settings import OthersSettings
from desktop_app.setup_dialog import SetupDialog
from desktop_app.store_dialogs import Question
from desktop_app.translation import set_language
from vtoonify_rt.errors import SourceError

PANIC = (Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def test_another_source_is_covered_at_once_and_the_camera_stays(window, camera, live, qtbot):
    live.send(stylized(150))
    qtbot.waitUntil(lambda: camera.picture()[0, 0, 0] == 150)
    window.others.others.choose(policy="card")
    window.controls.source.chosen.emit("camera:x")

    assert camera.picture()[0, 0, 0] != 150
    assert camera.closed == 0


def test_what_a_slow_old_pipeline_still_delivers_goes_nowhere(window, camera, live, qtbot):
    window.others.others.choose(policy="card")
    old = list(live.sinks)
    live.obeys.clear()
    window.controls.source.chosen.emit("camera:x")
    for sink in old:
        sink.write(stylized(150))

    assert camera.picture()[0, 0, 0] != 150
    live.obeys.set()


def test_the_panic_key_shows_the_card_until_the_user_comes_back(window, camera, live, qtbot):
    live.send(stylized(150))
    qtbot.waitUntil(lambda: camera.picture()[0, 0, 0] == 150)
    QTest.keyClick(window.stage, *PANIC)
    live.send(stylized(151))

    assert camera.picture()[0, 0, 0] not in (150, 151)
    assert shown(window) == "Others see your card: you have hidden"
    QTest.keyClick(window.stage, *PANIC)  # in a panic one presses twice
    assert window.others.others.hidden

    window.others.sign.button.click()
    assert not window.others.others.hidden


def test_the_panic_key_is_said_although_nothing_leaves(window):
    QTest.keyClick(window.stage, *PANIC)

    assert shown(window) == "Others see your card: you have hidden"


def test_the_shutter_closes_and_opens_by_its_key(window, camera, live, qtbot):
    press(window, "H")
    assert window.commands.shutter.isChecked()
    assert shown(window) == "Others see your card: the shutter is closed"

    press(window, "H")
    assert not window.others.others.shuttered


def test_a_key_that_is_held_down_does_not_open_the_shutter_again(window):
    may_be_held = {
        action.shortcut().toString() for action in window.actions() if action.autoRepeat()
    }

    assert may_be_held == {",", ".", "[", "]"}


def test_the_camera_is_shown_as_it_is_only_after_a_yes(window, camera, live, qtbot):
    box = window.controls.others.camera
    box.click()
    question = window.findChild(Question)
    assert not box.isChecked()
    assert question.buttons.button(QDialogButtonBox.StandardButton.Cancel).isDefault()

    question.accept()
    live.send(stylized(150))
    qtbot.waitUntil(lambda: camera.picture()[0, 0, 0] == 200)  # as captured
    assert box.isChecked()
    assert shown(window) == "Others see your camera as it is"

    window.others.sign.button.click()
    assert camera.picture()[0, 0, 0] != 200
    assert not box.isChecked()


def test_that_others_see_the_camera_is_said_before_anything_leaves(window):
    window.others.others.show_camera(True)

    assert shown(window) == "Others see your camera as it is"


def test_it_is_asked_for_again_at_every_start(window):
    window.others.others.show_camera(True)
    window.others.others.set_shutter(True)

    assert window.settings.others == OthersSettings()


def test_a_no_changes_nothing(window):
    window.controls.others.camera.click()
    window.findChild(Question).reject()

    assert not window.others.others.shows_camera


def test_words_become_the_card(window, camera):
    section = window.controls.others
    before = camera.picture()
    section.words.setText("Back soon")
    section.words.editingFinished.emit()

    assert window.settings.others.card_text == "Back soon"
    assert not np.array_equal(camera.picture(), before)


def test_a_picture_is_the_card_also_after_the_next_start(open_window, live, run_time, qtbot):
    settings = OthersSettings(card_picture="/a/card.png", policy="card")
    window = open_window(source=SAMPLE, others=settings)

    guard = window.playback.guard
    qtbot.waitUntil(lambda: guard.outgoing().image[0, 0, 0] == 77)
    assert not window.controls.others.words.isEnabled()


def test_a_card_that_cannot_be_read_is_told_and_a_plain_one_shown(window, run_time, qtbot):
    run_time.fault = SourceError("/a/card.png does not exist", "Check the name")
    window.others.others.choose(card_picture="/a/card.png")

    qtbot.waitUntil(lambda: "card.png does not exist" in window.stage.message.text)
    assert window.playback.guard.outgoing().shown == "card"


def test_recordings_keep_what_others_see(window, run_time, live, qtbot):
    press(window, "R")
    qtbot.waitUntil(lambda: bool(window.playback.guard.sinks))
    live.send(make_frame(150))
    live.send(stylized(120))
    recorder = run_time.recorders[0]
    qtbot.waitUntil(lambda: len(recorder.frames) >= 2)

    values = [frame.image[0, 0, 0] for frame in recorder.frames]
    assert 150 not in values
    assert 120 in values
    assert window.playback.state is State.RUNNING


def test_everything_is_said_in_the_chosen_language(window, camera):
    window.commands.languages.chosen.emit("zh")
    set_language("zh")
    press(window, "H")

    assert shown(window) == "别人看到您的卡片：快门已关闭"
    assert window.controls.virtual_camera.switch.text() == "关闭"


def test_the_first_steps_lead_on_to_the_set_up(window):
    window.help.destination_chosen.emit("virtual camera")

    assert window.findChild(SetupDialog) is not None
    assert window.controls.virtual_camera.isVisible()


@pytest.mark.parametrize("compact", [True, False])
def test_a_small_window_shows_the_sentence_alone(window, compact):
    window.others.others.hide()
    window.others.look()
    window.others.sign.set_compact(compact)
    window.others.look()

    assert window.others.sign.button.isVisible() is not compact
    assert window.others.sign.isVisible()
