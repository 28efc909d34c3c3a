"""The window that finds out what a virtual camera lacks, and tries it."""

import pytest
from cut_off import faults
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from desktop_app.background import Background
from desktop_app.setup_dialog import SetupDialog
from desktop_app.translation import set_language
from vtoonify_rt.errors import SinkError
from vtoonify_rt.virtual_camera_setup import SetupFinding
from vtoonify_rt.virtual_camera_setup.proof import Proof, draw_test_picture

PICTURE = draw_test_picture(90, 160)
MISSING = SetupFinding("v4l2loopback is installed but not loaded", "Load it", command="sudo it")
READY = SetupFinding("/dev/video10 (VToonify RT) is ready", status="ok")


@pytest.fixture
def background(qtbot):
    background = Background()
    yield background
    assert background.shut_down(5)


@pytest.fixture
def open_dialog(qtbot, background, show):
    parent = show(QLabel())

    def open_(findings, prove=None):
        dialog = SetupDialog(lambda: findings, prove, background, parent)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: bool(buttons(dialog)))
        return dialog

    yield open_
    parent.close()


def texts(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def buttons(dialog) -> list[str]:
    made = dialog.findChildren(QPushButton)
    return [b.text() for b in made if b.isVisible() and b.text() != "Close"]


def press(dialog, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()


def test_what_is_missing_is_said_with_a_command_that_can_be_copied(open_dialog):
    dialog = open_dialog([MISSING], prove=lambda: None)

    assert "Something is missing" in texts(dialog)
    assert "v4l2loopback is installed but not loaded." in texts(dialog)
    assert buttons(dialog) == ["Check again"]
    dialog.findChild(QToolButton).click()
    assert QGuiApplication.clipboard().text() == "sudo it"


def test_all_of_it_has_room(open_dialog):
    dialog = open_dialog([MISSING, MISSING, MISSING])

    assert dialog.height() > 200
    assert faults(dialog) == []


def test_checking_again_shows_what_is_so_then(open_dialog, qtbot):
    findings = [MISSING]
    dialog = open_dialog(findings)
    findings[:] = [READY]
    press(dialog, "Check again")

    qtbot.waitUntil(lambda: "can be used" in texts(dialog))
    assert "is ready" in texts(dialog)


def test_a_proof_shows_both_pictures(open_dialog, qtbot):
    dialog = open_dialog([READY], prove=lambda: Proof(PICTURE, PICTURE, True))
    press(dialog, "Try it")

    qtbot.waitUntil(lambda: "It works" in texts(dialog))
    pictures = [p for p in dialog.findChildren(QLabel) if not p.pixmap().isNull()]
    assert len([picture for picture in pictures if picture.isVisible()]) == 2


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (Proof(PICTURE, None, False, "?"), "cannot be looked at from here"),
        (Proof(PICTURE, 255 - PICTURE, False, "What it shows is not what was sent"), "is not what"),
    ],
)
def test_a_proof_that_fails_says_what_was_seen(open_dialog, qtbot, proof, said):
    dialog = open_dialog([READY], prove=lambda: proof)
    press(dialog, "Try it")

    qtbot.waitUntil(lambda: said in texts(dialog))


def test_a_camera_that_is_on_is_not_tried(open_dialog):
    assert buttons(open_dialog([READY], prove=None)) == ["Check again"]


def test_an_error_is_said_with_what_to_do(open_dialog, qtbot):
    def prove():
        raise SinkError("The virtual camera obs cannot be opened (gone)", "Look at it")

    dialog = open_dialog([READY], prove=prove)
    press(dialog, "Try it")

    qtbot.waitUntil(lambda: "cannot be opened" in texts(dialog))
    assert "Look at it." in texts(dialog)


def test_it_speaks_the_language_that_is_chosen_while_it_is_open(open_dialog, qapp):
    dialog = open_dialog([MISSING])
    set_language("zh")
    qapp.processEvents()

    assert "v4l2loopback 已安装，但没有加载。" in texts(dialog)
