"""States of what others see: the virtual camera, how it is set up, and what covers it."""

from dataclasses import replace

import numpy as np
from states_playing import make_compact
from window_rig import Rig, portrait_frame
from window_state import state

from desktop_app.settings import OthersSettings
from vtoonify_rt.errors import SinkError
from vtoonify_rt.virtual_camera_setup import SetupFinding
from vtoonify_rt.virtual_camera_setup.proof import Proof, draw_test_picture

MISSING = SetupFinding(
    "v4l2loopback is installed but not loaded", "Load it", command="sudo modprobe v4l2loopback"
)
UNSIGNED = SetupFinding(
    "Secure Boot is on and keeps modules out whose key it does not know",
    "If loading says that the key was rejected: enroll it, restart, and choose Enroll MOK",
    command="sudo mokutil --import /var/lib/dkms/mok.pub",
    status="warning",
)
READY = SetupFinding("/dev/video9 (VToonify RT) is ready", status="ok")
IN_USE = SetupFinding(
    "/dev/video9 is in use by zoom", "Close that program, or choose another device"
)


def switch_on(rig: Rig) -> None:
    """Play, and show it to others."""
    rig.play()
    rig.wait(lambda: bool(rig.window.others.others.cameras))
    rig.window.commands.virtual_camera.trigger()
    rig.wait(lambda: rig.window.others.others.camera_state == "running")
    rig.window.controls.show_page("output")
    guard = rig.window.playback.guard
    guard._clock = lambda: 0.0  # no time passes: the picture is not late
    rig.play()
    rig.wait(lambda: guard._came == 0.0)
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
def virtual_camera_failed(rig: Rig) -> None:
    switch_on(rig)
    fault = SinkError("The virtual camera stopped (busy)", "See the log")
    rig.run_time.virtual[0].error = fault
    rig.window.others.others.refresh()


@state()
def setup_module_missing(rig: Rig) -> None:
    set_up(rig, MISSING)


@state()
def setup_secure_boot(rig: Rig) -> None:
    set_up(rig, MISSING, UNSIGNED)


@state()
def setup_in_use(rig: Rig) -> None:
    set_up(rig, IN_USE)


@state()
def setup_ready(rig: Rig) -> None:
    set_up(rig, READY)


@state()
def setup_proved(rig: Rig) -> None:
    sent = draw_test_picture(720, 1280)
    try_out(rig, Proof(sent=sent, seen=sent, agrees=True))


@state()
def setup_disproved(rig: Rig) -> None:
    sent = draw_test_picture(720, 1280)
    reason = "What it shows is not what was sent"
    try_out(rig, Proof(sent=sent, seen=np.zeros_like(sent), agrees=False, reason=reason))


@state()
def setup_not_seen(rig: Rig) -> None:
    try_out(rig, Proof(sent=draw_test_picture(720, 1280), seen=None, agrees=False))


def set_up(rig: Rig, *findings: SetupFinding) -> None:
    """Play, and open the window that says what is missing."""
    rig.run_time.findings = list(findings)
    rig.play()
    rig.wait(lambda: bool(rig.window.others.others.cameras))
    rig.window.controls.virtual_camera.setup_wanted.emit()
    rig.shown = rig.dialog()
    rig.wait(lambda: not rig.shown._busy)


def try_out(rig: Rig, proof: Proof) -> None:
    """Send a test picture in that window."""
    rig.run_time.proof = proof
    set_up(rig, READY)
    rig.shown.try_it()
    rig.wait(lambda: not rig.shown._busy)


@state(others=OthersSettings(policy="hold"))
def others_see_the_last_picture(rig: Rig) -> None:
    leave(rig)


@state(others=OthersSettings(policy="blur"))
def others_see_a_blur(rig: Rig) -> None:
    leave(rig)


@state(others=OthersSettings(policy="card", card_text="Back soon"))
def others_see_a_card(rig: Rig) -> None:
    leave(rig)


def leave(rig: Rig) -> None:
    """Be seen by others, and leave the picture: they see what is chosen instead."""
    switch_on(rig)
    rig.live.face = False
    for _ in range(5):
        rig.window.progress._show_figures()
    rig.play(replace(portrait_frame(), landmarks=None, shows="hidden"))
    rig.wait(lambda: rig.window.playback.guard.look().cause is not None)
    rig.window.others.look()


@state()
def show_camera(rig: Rig) -> None:
    """What is asked before others see the camera as it is."""
    switch_on(rig)
    rig.window.others._ask_to_show_camera(True)
    rig.shown = rig.dialog()


@state()
def camera_shown(rig: Rig) -> None:
    switch_on(rig)
    rig.window.others.others.show_camera(True)
    rig.play()
    rig.window.others.look()


@state()
def compact_covered(rig: Rig) -> None:
    """The compact window, while others see a card."""
    switch_on(rig)
    make_compact(rig)
    rig.window.others.others.set_shutter(True)
    rig.window.others.look()


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
