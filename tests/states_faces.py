"""States with more than one face, and with a picture in which no face is looked for."""

from dataclasses import replace

import numpy as np
from fakes import face_at
from window_rig import Rig, portrait_frame
from window_state import state

from vtoonify_rt.config import FacesConfig, StyleConfig
from vtoonify_rt.frame import Face, Frame, Image

EYES = (0.514, 0.57)  # of the portrait: where their middle is, as shares of width and height
APART = 0.13  # of its width, from eye to eye
ALL = StyleConfig(faces=FacesConfig(mode="all"))


@state(stylize=ALL)
def two_faces(rig: Rig) -> None:
    show_people(rig, across=2)


@state(stylize=ALL)
def face_with_its_own_style(rig: Rig) -> None:
    show_people(rig, across=2)
    rig.window.controls.faces.choose(2)
    rig.window.faces.choose_style("poster")


@state(stylize=ALL)
def face_left_out(rig: Rig) -> None:
    show_people(rig, across=2)
    rig.window.controls.faces.choose(2)
    rig.window.controls.faces.painting_chosen.emit(2, False)


@state(stylize=ALL)
def fifth_face_left_out(rig: Rig) -> None:
    show_people(rig, across=4, crowded=True)


@state(stylize=StyleConfig(faces=FacesConfig(mode="whole")))
def whole_picture(rig: Rig) -> None:
    rig.play()
    rig.window.controls.show_page("picture")


def show_people(rig: Rig, *, across: int, crowded: bool = False) -> None:
    """Play the portrait several times beside itself, a face in each."""
    rig.play(people(across, crowded=crowded))
    rig.window.controls.show_page("picture")
    rig.window.faces.look()


def people(across: int, *, crowded: bool) -> Frame:
    """Return the portrait `across` times beside itself."""
    alone = portrait_frame()
    height, whole = alone.image.shape[:2]
    width = whole // across
    left = (whole - width) // 2
    x, y = EYES[0] * whole - left, EYES[1] * height
    faces = [Face(1 + n, face_at(n * width + x, y, APART * whole)) for n in range(across)]

    def repeated(image: Image) -> Image:
        return np.tile(image[:, left : left + width], (1, across, 1))

    return replace(
        alone,
        image=repeated(alone.image),
        before=repeated(alone.before),
        landmarks=faces[0].landmarks,
        faces=tuple(faces),
        crowded=crowded,
    )
