"""States of the page of looks: what is found and compared, the user's own face, and presets."""

from dataclasses import replace
from itertools import islice

from desktop_fakes import CAMERA
from states_panel import open_menu
from window_rig import Rig, kept_portrait, portrait_frame
from window_state import state

from desktop_app.run_time import camera_spec
from desktop_app.settings import GallerySettings
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.presets import Preset

EVENING, DESK = (
    Preset(
        name=name,
        model="starter",
        model_name="Starter",
        stylize=StyleConfig(style="comic"),
        governor=GovernorConfig(),
        mirror=True,
    )
    for name in ("Evening", "Desk")
)
SAVED = GallerySettings(presets=(EVENING, DESK))
OWN = GallerySettings(own_face=True)


@state()
def favourites(rig: Rig) -> None:
    rig.play()
    for style in rig.run_time.models[0].styles[1:4]:
        rig.window.gallery._star(f"{rig.run_time.models[0].id}/{style.id}")
    rig.window.controls.styles.bar.favourites.setChecked(True)


@state()
def favourites_empty(rig: Rig) -> None:
    rig.play()
    rig.window.controls.styles.bar.favourites.setChecked(True)


@state()
def search_without_result(rig: Rig) -> None:
    rig.play()
    bar = rig.window.controls.styles.bar
    bar.field.setText("zzz")
    bar.changed.emit()


@state(gallery=OWN, source=camera_spec(CAMERA))
def own_face_waits(rig: Rig) -> None:
    rig.run_time.taker.active = True
    rig.play()
    rig.wait(lambda: rig.window.gallery.own_face.is_waiting)
    rig.wait(lambda: rig.window.player.cameras != ())


@state(gallery=OWN)
def own_face_being_drawn(rig: Rig) -> None:
    """The first styles show the user; the others are still to be drawn."""
    draw_own_face(rig, 4)


@state(gallery=OWN)
def own_face(rig: Rig) -> None:
    draw_own_face(rig, None)


def draw_own_face(rig: Rig, most: int | None) -> None:
    """Let the user's own face have been drawn in the first `most` styles, or in all."""
    own, model = rig.run_time.own, rig.run_time.models[0]
    own.has_portrait = True
    picture = kept_portrait(rig.folder)
    own.pictures = {f"{model.id}/{style.id}": picture for style in islice(model.styles, most)}
    rig.play()
    rig.wait(lambda: rig.window.gallery.own_face.has_portrait)


@state()
def two_looks(rig: Rig) -> None:
    rig.play()
    a, b = rig.run_time.models[0].styles[1:3]
    gallery = rig.window.gallery
    gallery.compare_looks.toggle.setChecked(True)
    rig.window.player.change(style=a.id)
    gallery.comparison.show("b")
    rig.window.player.change(style=b.id)
    rig.window.commands.both.setChecked(True)
    frame = portrait_frame()
    rig.play(replace(frame, other=255 - frame.image))
    reveal(rig)


@state()
def two_looks_empty(rig: Rig) -> None:
    rig.play()
    rig.window.gallery.compare_looks.toggle.setChecked(True)
    reveal(rig)


def reveal(rig: Rig) -> None:
    """Scroll to where two looks are compared."""
    rig.settle()
    rig.window.controls._pages["look"].ensureWidgetVisible(rig.window.gallery.compare_looks)


@state(gallery=SAVED)
def presets_menu(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.gallery.presets.menu)


@state()
def presets_menu_empty(rig: Rig) -> None:
    rig.play()
    open_menu(rig, rig.window.gallery.presets.menu)


@state(gallery=SAVED)
def preset_name(rig: Rig) -> None:
    rig.play()
    rig.window.gallery.presets._ask_to_rename("Evening")
    rig.shown = rig.dialog()


@state(gallery=SAVED)
def preset_removed(rig: Rig) -> None:
    rig.play()
    rig.window.gallery.presets._remove("Evening")
    rig.shown = rig.window.stage.message


@state()
def preset_of_another_model(rig: Rig) -> None:
    rig.play()
    lacking = replace(EVENING, model="ink", model_name="Ink")
    rig.window.player.keep_gallery(presets=(lacking,))
    rig.window.gallery.presets._show("Evening")
    rig.shown = rig.window.stage.message
