"""The stylizer with several faces: each in its own style, in turn where time is short."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeSession, face_at, portrait_at
from stylizer_frames import FPS, IMAGE, make

from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.config import FacesConfig, FaceStyle, Look, StyleConfig
from vtoonify_rt.frame import Face, Frame
from vtoonify_rt.regions import SURROUNDINGS_PX
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

ANN, BEN = Face(1, face_at(170, 170, 26)), Face(2, face_at(470, 170, 24))
ANN_LOST, BEN_LOST = Face(1, None), Face(2, None)
ALL = FacesConfig(mode="all")
GREYS = {"comic": 250, "pencil": 200}
PENCIL = FaceStyle(number=2, look=Look(style="pencil"))


class Painter(FakeSession):
    """Paints each style in a grey of its own; notes what it paints."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.painted: list[tuple[str, int]] = []  # style and person of each crop

    def run(self, picture, parsing=None):
        super().run(picture, parsing)
        style = self.conditions[-1][0]
        if max(picture.shape) > SURROUNDINGS_PX:
            self.painted.append((style, self.person))
        return np.full_like(picture, GREYS[style])


def frame(*faces: Face, index: int = 0, **more) -> Frame:
    return Frame(IMAGE, index / FPS, faces[0].landmarks if faces else None, faces, **more)


def show(stylizer, *faces: Face, seconds: float = 1 / FPS, start: float = 0.0) -> Frame:
    for index in range(round(seconds * FPS)):
        shown = stylizer.apply(frame(*faces, index=round(start * FPS) + index))
    return shown


def at(shown: Frame, face: Face) -> int:
    """The grey of a face."""
    x, y = face.landmarks.mean(axis=0).astype(int)
    return int(shown.image[y, x, 0])


def test_every_face_is_painted():
    session = Painter()
    shown = show(make(session, faces=ALL), ANN, BEN)

    assert (at(shown, ANN), at(shown, BEN)) == (250, 250)
    assert len(session.painted) == 2


def test_a_face_has_the_style_that_it_was_given():
    session = Painter()
    faces = replace(ALL, styles=(PENCIL,))
    shown = show(make(session, faces=faces), ANN, BEN, seconds=0.2)

    assert (at(shown, ANN), at(shown, BEN)) == (250, 200)
    assert session.painted[:2] == [("comic", 1), ("pencil", 2)]


def test_a_style_stays_with_the_face_when_another_becomes_the_main_one():
    stylizer = make(Painter(), faces=replace(ALL, styles=(PENCIL,)))
    show(stylizer, ANN, BEN)
    shown = show(stylizer, BEN, ANN, start=0.1)

    assert (at(shown, ANN), at(shown, BEN)) == (250, 200)


def test_only_the_main_face_is_painted_when_only_that_is_wanted():
    session = Painter()
    show(make(session), ANN, BEN)

    assert session.painted == [("comic", 1)]


@pytest.mark.parametrize("surroundings", ["stylized", "camera"])
def test_a_face_that_is_off_is_left_to_the_surroundings(surroundings):
    session = Painter()
    stylizer = make(session, faces=replace(ALL, off=(2,)), surroundings=surroundings)
    shown = show(stylizer, ANN, BEN)

    assert session.painted == [("comic", 1)]
    around = shown.image[150:200, 450:490]
    raw = IMAGE[150:200, 450:490]
    np.testing.assert_array_equal(around, raw if surroundings == "camera" else 250)


def test_the_others_are_painted_in_turn_where_there_is_no_time_for_all():
    session = Painter()
    cleo = Face(3, face_at(320, 300, 22))
    faces = replace(ALL, others_every=2)
    stylizer = make(session, faces=faces)
    show(stylizer, ANN, BEN, cleo)
    session.painted.clear()
    shown = show(stylizer, ANN, BEN, cleo, seconds=8 / FPS, start=1 / FPS)

    people = [person for _, person in session.painted]
    assert [people.count(number) for number in (1, 2, 3)] == [8, 4, 4]
    assert [at(shown, face) for face in (ANN, BEN, cleo)] == [250] * 3


def test_whose_turn_it_is_not_moves_along_with_the_face():
    class Marking(Painter):
        def run(self, picture, parsing=None):
            result = super().run(picture, parsing)
            height, width = picture.shape[:2]
            result[height // 2 - 8 : height // 2 + 8, width // 2 - 8 : width // 2 + 8] = 0
            return result

    moved = Face(2, face_at(480, 173, 24))
    stylizer = make(Marking(), faces=replace(ALL, others_every=8), smoothing=0.0)
    before = show(stylizer, ANN, BEN).image
    after = stylizer.apply(frame(ANN, moved, index=2)).image

    def mark(image):
        y, x = np.nonzero(image[100:240, 400:540, 0] < 60)
        return np.array([x.mean(), y.mean()])

    assert mark(after) - mark(before) == pytest.approx([10, 3], abs=0.6)


def test_one_who_is_lost_fades_into_the_surroundings_while_another_is_seen():
    stylizer = make(Painter(), faces=replace(ALL, styles=(PENCIL,)), smoothing=0.0)
    show(stylizer, ANN, BEN, seconds=0.2)
    soon = show(stylizer, ANN, BEN_LOST, seconds=0.5 * GRACE, start=0.2)
    later = show(stylizer, ANN, BEN_LOST, seconds=GRACE + 2 * FADE, start=0.2 + 0.5 * GRACE)

    assert [at(shown, BEN) for shown in (soon, later)] == [200, 250]  # of its own; around it
    assert [at(shown, ANN) for shown in (soon, later)] == [250, 250]


def test_each_person_is_shown_to_a_model_that_asks():
    session = Painter(asks=True)
    config = StyleConfig(faces=ALL)
    stylizer = StylizeFilter(session, config, Meter(), waits=True)
    ann, ben = Face(1, portrait_at(170, 170, 26)), Face(2, portrait_at(470, 170, 24))
    show(stylizer, ann, ben)
    stylizer.close()

    assert session.people == [1, 2]
    assert session.painted == [("comic", 1), ("comic", 2)]


def test_the_whole_picture_is_as_fine_as_a_crop_from_the_first_frame_on():
    session = FakeSession()
    shown = make(session, crop_px=384, faces=FacesConfig(mode="whole")).apply(Frame(IMAGE, 0.0))

    height, width = session.shapes[0][:2]
    assert height * width == pytest.approx(384**2, rel=0.01)
    assert np.abs(shown.image.astype(int) - (255 - IMAGE)).mean() < 20


def test_who_is_the_only_one_from_now_on_is_looked_at_anew():
    """The number may have been another's."""
    session = Painter(asks=True)
    stylizer = StylizeFilter(session, StyleConfig(faces=ALL), Meter(), waits=True)
    show(stylizer, Face(1, portrait_at(170, 170, 26)))
    stylizer.configure(StyleConfig())
    stylizer.apply(Frame(IMAGE, 1 / FPS, portrait_at(470, 170, 24)))
    stylizer.close()

    assert session.people == [1, 1]


def test_the_whole_picture_is_hidden_by_a_model_that_asks_for_a_face():
    session = FakeSession(asks=True)
    shown = make(session, faces=FacesConfig(mode="whole")).apply(Frame(IMAGE, 0.0))

    assert (shown.shows, session.shapes) == ("hidden", [])
