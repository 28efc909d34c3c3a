"""States of the picture: what plays, what keeps it from playing, and what is done with it."""

from desktop_fakes import CAMERA
from fake_live import CHANGE, LOAD, FakeGoverned
from states_store import NO_NETWORK
from window_rig import Rig
from window_state import state

from desktop_app.playback import State
from desktop_app.run_time import camera_spec


@state()
def playing(rig: Rig) -> None:
    rig.play()


@state(source="")
def no_camera(rig: Rig) -> None:
    rig.run_time.cameras = []
    rig.open()
    rig.wait(lambda: bool(rig.window.player.source))
    rig.live = rig.run_time.lives[rig.window.player.source]
    rig.play()


@state(source=camera_spec(CAMERA))
def opening(rig: Rig) -> None:
    rig.live.opened.clear()
    rig.open()
    rig.wait(lambda: rig.window.player.cameras != ())


@state()
def loading(rig: Rig) -> None:
    rig.live.ready.clear()
    rig.open()
    rig.wait(lambda: rig.window.playback.state is State.LOADING)


@state(source=camera_spec(CAMERA))
def stalled(rig: Rig) -> None:
    rig.play()
    rig.wait(lambda: rig.window.player.cameras != ())
    clock = rig.window.playback._clock
    rig.window.playback._clock = lambda: clock() + 60
    rig.window.playback.refresh()
    assert rig.window.playback.state is State.STALLED


@state(source="/home/me/Videos/A birthday.mp4")
def ended(rig: Rig) -> None:
    rig.play()
    rig.live.end()
    rig.wait(lambda: rig.window.playback.state is State.ENDED)


@state()
def no_face(rig: Rig) -> None:
    rig.play()
    rig.live.face = False
    for _ in range(5):
        rig.window.progress._show_figures()


@state()
def slow(rig: Rig) -> None:
    rig.play()
    rig.live.governed = FakeGoverned(change=CHANGE, workload=LOAD)
    rig.window.slowness.line.show()
    rig.window.progress._show_figures()


@state()
def trouble(rig: Rig) -> None:
    rig.play()
    rig.window.stage.tell_error(NO_NETWORK)


@state()
def compare(rig: Rig) -> None:
    rig.play()
    rig.window.commands.compare.trigger()


@state()
def original(rig: Rig) -> None:
    rig.play()
    rig.window.stage.show_original(True)


@state()
def full_screen(rig: Rig) -> None:
    rig.play()
    rig.window.commands.fullscreen.trigger()
    rig.settle()
    rig.window.setGeometry(0, 0, 1280, 720)  # whatever the screen is


@state()
def compact(rig: Rig) -> None:
    make_compact(rig)


@state()
def compact_hovered(rig: Rig) -> None:
    make_compact(rig)
    rig.window.appearance.compact._point(True)


def make_compact(rig: Rig) -> None:
    """Play in the compact window."""
    rig.play()
    rig.window.commands.compact.trigger()
    rig.shown = rig.window.appearance.compact
    rig.settle()
