"""States of the panel, the menus, and the small windows."""

from fake_live import LOAD
from PySide6.QtWidgets import QMenu
from window_rig import Rig
from window_state import state

from vtoonify_rt.cpu_load import CpuLoad
from vtoonify_rt.diagnosis import Situation
from vtoonify_rt.sources import SourceInfo

SITUATION = Situation(
    load=LOAD,
    source=SourceInfo(name="Desk camera", width=1280, height=720, fps=30),
    wanted_fps=30,
    crop_px=384,
    cpu=CpuLoad(cores=2, own=1.0, others=0.8),
    is_camera=True,
)


@state()
def palette_of_a_style(rig: Rig) -> None:
    rig.play()
    styles = rig.run_time.models[0].styles
    rig.window.player.change(style=next(s.id for s in styles if s.kind == "tone"))


@state()
def page_picture(rig: Rig) -> None:
    rig.play()
    rig.window.controls.show_page("picture")


@state()
def page_output(rig: Rig) -> None:
    rig.play()
    rig.window.controls.show_page("output")


@state()
def menu_of_sources(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.controls.source.menu)


@state()
def menu_view(rig: Rig) -> None:
    """With a tick at less motion, which all these pictures are made with."""
    rig.play()
    open_menu(rig, rig.window.commands._view)


@state()
def menu_file(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.commands._file)


@state()
def menu_look(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.commands._look)


@state()
def menu_output(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.commands._output)


@state()
def menu_help(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.commands._help)


@state()
def about(rig: Rig) -> None:
    rig.play()
    rig.window.commands.about.trigger()
    rig.shown = rig.dialog()


@state()
def why_slow(rig: Rig) -> None:
    rig.play()
    rig.window.slowness.situation = SITUATION
    rig.window.commands.why_slow.trigger()
    rig.shown = rig.dialog()


@state()
def new_palette(rig: Rig) -> None:
    palette_of_a_style(rig)
    rig.window.controls.palettes._make()
    rig.shown = rig.dialog()


def open_menu(rig: Rig, menu: QMenu) -> None:
    """Show a menu; not as a click would, which takes hold of pointer and keyboard."""
    menu.show()
    rig.shown = menu
