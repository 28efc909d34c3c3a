"""The virtual camera of the window: on and off, another size, and what goes wrong."""

from desktop_fakes import make_frame, press, way_on
from seen_by_others import shown, stylized

from desktop_app.setup_dialog import SetupDialog
from vtoonify_rt.errors import SinkError


def test_the_virtual_camera_is_off_at_the_start(window, run_time):
    assert run_time.virtual == []
    assert not window.commands.virtual_camera.isChecked()


def test_the_key_opens_this_systems_usual_one(window, camera):
    assert (camera.name, camera.form) == ("obs", (720, 1280, 30))
    assert window.commands.virtual_camera.isChecked()
    assert "Choose it as the camera" in window.controls.virtual_camera.state.text()


def test_it_shows_what_the_pipeline_makes(window, camera, live, qtbot):
    live.send(stylized(150))

    qtbot.waitUntil(lambda: camera.picture()[0, 0, 0] == 150)
    assert shown(window) == ""


def test_a_frame_that_nobody_marked_is_covered_and_the_sign_says_so(window, camera, live, qtbot):
    live.send(make_frame(150))

    qtbot.waitUntil(lambda: "card: too little of a style is applied" in shown(window))
    assert camera.picture()[0, 0, 0] != 150


def test_switching_it_off_gives_the_device_back(window, camera, qtbot):
    press(window, "V")

    qtbot.waitUntil(lambda: camera.closed == 1)
    assert not window.commands.virtual_camera.isChecked()
    assert shown(window) == ""


def test_another_size_opens_it_anew_when_the_old_one_is_closed(window, camera, run_time, qtbot):
    window.others.others.choose(width=640, height=480)

    qtbot.waitUntil(lambda: len(run_time.virtual) == 2)
    assert camera.closed == 1
    assert run_time.virtual[1].form == (480, 640, 30)
    assert window.settings.others.width == 640


def test_a_camera_that_cannot_be_opened_is_told_and_stays_off(window, run_time, qtbot):
    qtbot.waitUntil(lambda: bool(window.others.others.cameras))
    run_time.camera_fault = SinkError("The virtual camera obs cannot be opened (gone)", "Look")
    press(window, "V")

    qtbot.waitUntil(lambda: "cannot be opened" in window.stage.message.text)
    assert not window.commands.virtual_camera.isChecked()
    assert "cannot be opened" in window.controls.virtual_camera.state.text()
    way_on(window, "Set up…").click()
    assert window.findChildren(SetupDialog)


def test_a_camera_that_fails_is_told_once_and_said_until_it_works(window, camera, qtbot):
    others, told = window.others.others, []
    others.failed.connect(told.append)
    camera.error = SinkError("The virtual camera obs stopped (gone)")
    others.refresh()
    others.refresh()

    assert len(told) == 1
    assert "It is tried again" in window.controls.virtual_camera.state.text()
    camera.error = None
    others.refresh()
    assert others.camera_state == "running"


def test_closing_the_window_closes_the_camera(window, camera):
    window.close()
    window.shut_down(10)

    assert camera.closed == 1


def test_switched_off_while_it_opens_it_is_closed_again(window, run_time, qtbot):
    qtbot.waitUntil(lambda: bool(window.others.others.cameras))
    press(window, "V")
    press(window, "V")

    qtbot.waitUntil(lambda: bool(run_time.virtual) and run_time.virtual[0].closed == 1)
    assert window.others.others.camera_state == "off"
