"""Two looks of the same frames: each as if it were alone, and they change places at once."""

import numpy as np
from fakes import FakeListener
from mixing_session import LEVEL, MixingSession
from stylizer_frames import FACE, FPS, IMAGE, feed, make, middle

from vtoonify_rt.config import Look, StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

POSTER = Look(style="poster", degree=0.8)
PLAIN = {"surroundings": "camera", "smoothing": 0.0}


def frames_of(stylizer, seconds: float = 0.2, face=FACE, start: float = 0.0) -> list[Frame]:
    times = [start + index / FPS for index in range(round(seconds * FPS))]
    return [stylizer.apply(Frame(IMAGE, time, face)) for time in times]


def test_a_frame_is_painted_in_one_look_only_unless_asked():
    assert frames_of(make(MixingSession()))[-1].other is None


def test_each_look_is_what_it_is_alone():
    both = frames_of(make(MixingSession(), other=POSTER))[-1]

    for image, look in [(both.image, Look(style="comic")), (both.other, POSTER)]:
        alone = frames_of(make(MixingSession(), style=look.style, degree=look.degree))[-1]
        np.testing.assert_array_equal(image, alone.image)


def test_the_session_is_set_to_the_first_look_again():
    session = MixingSession()
    frames_of(make(session, other=POSTER))

    assert session.conditions[-1][0] == "comic"


def test_while_the_user_is_hidden_there_is_nothing_to_compare():
    shown = frames_of(make(MixingSession(), other=POSTER), face=None)[-1]

    assert (shown.shows, shown.other) == ("hidden", None)


def test_the_two_change_places_at_once():
    """Also with a fade, and without a flicker: each goes on from its own past."""
    session = MixingSession()
    stylizer = make(session, **PLAIN, fade=0.4, other=POSTER)
    frames_of(stylizer)
    comic = Look(style="comic")
    stylizer.configure(StyleConfig(**PLAIN, fade=0.4, other=comic).with_look(POSTER))
    shown = frames_of(stylizer, 1 / FPS, start=0.2)[0]

    assert middle(shown.image).mean() == round(0.8 * LEVEL["poster"])
    assert middle(shown.other).mean() == LEVEL["comic"]


def test_to_compare_leaves_the_picture_as_smooth_as_it_is():
    def shown_with(other):
        stylizer = make(MixingSession(), smoothing=0.5, surroundings="camera")
        feed(stylizer, 0.3, FACE)
        stylizer.configure(StyleConfig(smoothing=0.5, surroundings="camera", other=other))
        return feed(stylizer, 0.3, FACE, start=0.3)

    np.testing.assert_array_equal(shown_with(POSTER), shown_with(None))


def test_what_it_costs_is_measured_as_the_first_look_is():
    meter, told = Meter(), FakeListener()
    meter.listen(told)
    frames_of(StylizeFilter(MixingSession(), StyleConfig(other=POSTER), meter), 4 / FPS)

    assert told.stages.count("generator") == 8
