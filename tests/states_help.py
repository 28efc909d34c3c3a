"""States of what helps: first steps, hints, sheets, and errors with what can be done about them."""

from dataclasses import replace

import numpy as np
from desktop_fakes import CAMERA
from states_store import DAMAGED
from window_rig import Rig, portrait_frame
from window_state import state

from desktop_app.black_picture import LOOKS
from desktop_app.hints import HINTS, hint_text
from desktop_app.playback import State
from desktop_app.run_time import camera_spec
from desktop_app.translation import tr
from vtoonify_rt.errors import AppError, CameraError, CameraForbidden

SET_ASIDE = AppError(
    "Your settings are damaged",
    "The app starts without them; they are kept as "
    "/home/me/.config/vtoonify-rt/settings-set-aside.json",
)
ON_CAMERA = {"source": camera_spec(CAMERA)}


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


@state()
def hint(rig: Rig) -> None:
    give(rig, "original")
    rig.shown = rig.window


@state()
def hint_dark(rig: Rig) -> None:
    give(rig, "dark")


@state()
def hint_hidden(rig: Rig) -> None:
    give(rig, "hidden")


@state()
def hint_away(rig: Rig) -> None:
    give(rig, "away")


@state()
def hint_numbers(rig: Rig) -> None:
    give(rig, "numbers")


def give(rig: Rig, hint_id: str) -> None:
    """Play, and give a hint as the window does when its time has come."""
    assert hint_id in [each.id for each in HINTS]
    rig.play()
    rig.window.stage.give_hint(hint_text(hint_id, "blur"), (tr("No hints"), lambda: None))
    rig.shown = rig.window.stage.message


@state()
def shortcuts(rig: Rig) -> None:
    rig.play()
    rig.window.commands.help.trigger()
    rig.shown = rig.dialog()


@state()
def diagnostics_copied(rig: Rig) -> None:
    rig.play()
    rig.window.help._copy("VToonify RT")
    rig.shown = rig.window.stage.message


@state()
def settings_set_aside(rig: Rig) -> None:
    rig.play()
    rig.window.stage.tell_error(SET_ASIDE)
    rig.shown = rig.window.stage.message


@state(**ON_CAMERA)
def camera_in_use(rig: Rig) -> None:
    fail(rig, CameraError("Desk camera is in use by Zoom", "Close it there and try again"))


@state(**ON_CAMERA)
def camera_forbidden(rig: Rig) -> None:
    remedy = "Run: sudo usermod -aG video $USER, and log in again"
    fail(rig, CameraForbidden("This user may not use Desk camera", remedy))


@state(**ON_CAMERA)
def camera_unplugged(rig: Rig) -> None:
    fail(rig, CameraError("Desk camera is not plugged in", "Plug it in, or choose another one"))


@state(**ON_CAMERA)
def black_picture(rig: Rig) -> None:
    frame = portrait_frame()
    rig.play(replace(frame, image=np.zeros_like(frame.image), before=np.zeros_like(frame.image)))
    rig.wait(lambda: rig.window.player.cameras != ())
    for _ in range(LOOKS):
        rig.window.help._black.look(0.0)


@state()
def crash(rig: Rig) -> None:
    fail(rig, ZeroDivisionError("division by zero"))


@state()
def damaged_model(rig: Rig) -> None:
    fail(rig, DAMAGED)


def fail(rig: Rig, error: Exception) -> None:
    """Let the picture end with an error."""
    rig.open()
    rig.wait(lambda: not rig.window.player.looking)
    rig.live.fail(error)
    rig.wait(lambda: rig.window.playback.state is State.FAILED)
