"""States of what others see: the virtual camera, what covers it, and the first steps there."""

from PySide6.QtWidgets import QLabel
from window_rig import Rig
from window_state import state

from vtoonify_rt.errors import SinkError
from vtoonify_rt.virtual_camera_setup import SetupFinding

MISSING = SetupFinding(
    "v4l2loopback is installed but not loaded", "Load it", command="sudo modprobe v4l2loopback"
)


def switch_on(rig: Rig) -> None:
    """Play, and show it to others."""
    rig.play()
    rig.wait(lambda: bool(rig.window.others.others.cameras))
    rig.window.commands.virtual_camera.trigger()
    rig.wait(lambda: rig.window.others.others.camera_state == "running")
    rig.window.controls.show_page("output")
    rig.play()
    rig.window.others.look()


@state()
def virtual_camera(rig: Rig) -> None:
    switch_on(rig)


@state()
def virtual_camera_refused(rig: Rig) -> None:
    rig.run_time.camera_fault = SinkError("The virtual camera stopped (busy)", "See the log")
    rig.play()
    rig.window.controls.show_page("output")
    rig.wait(lambda: bool(rig.window.others.others.cameras))
    rig.window.commands.virtual_camera.trigger()
    rig.wait(lambda: rig.window.others.others.camera_error is not None)


@state()
def virtual_camera_missing(rig: Rig) -> None:
    rig.run_time.findings = [MISSING]
    rig.play()
    rig.window.controls.virtual_camera.setup_wanted.emit()
    rig.shown = rig.dialog()
    rig.wait(lambda: any("v4l2" in each.text() for each in rig.shown.findChildren(QLabel)))


@state()
def hidden(rig: Rig) -> None:
    switch_on(rig)
    rig.window.others.others.hide()
    rig.window.others.look()


@state()
def shutter(rig: Rig) -> None:
    switch_on(rig)
    rig.window.others.others.set_shutter(True)
    rig.window.others.look()


@state()
def first_steps_camera(rig: Rig) -> None:
    begin(rig, 1)


@state()
def first_steps_style(rig: Rig) -> None:
    begin(rig, 2)


@state()
def first_steps_send(rig: Rig) -> None:
    begin(rig, 3)


def begin(rig: Rig, step: int) -> None:
    """Begin the first steps, and go on to one of them."""
    rig.play()
    rig.wait(lambda: not rig.window.player.looking)
    rig.window.commands.start_again.trigger()
    for _ in range(step - 1):
        rig.window.stage.steps.next.click()
