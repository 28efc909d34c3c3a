"""From look to look in a little time, with no frame more for the network."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from mixing_session import LEVEL, MixingSession
from moving_scenes import CROP, Scene
from stylizer_frames import FACE, FPS, IMAGE, feed, make, middle

from vtoonify_rt.config import Look, StyleConfig
from vtoonify_rt.crop_painter import CropPainter
from vtoonify_rt.errors import UsageError
from vtoonify_rt.frame import Frame
from vtoonify_rt.style_fade import Fade, fades
from vtoonify_rt.timing import Meter

FADE = 0.4
PLAIN = {"surroundings": "camera", "smoothing": 0.0, "fade": FADE}


def faded(session, *, style: str = "poster", seconds: float = 1.0, **config) -> list[float]:
    """Run from comic to another style; the levels shown in the middle from then on."""
    stylizer = make(session, **PLAIN)
    feed(stylizer, 0.5, FACE)
    stylizer.configure(StyleConfig(**{**PLAIN, "style": style, **config}))
    return [middle(shown).mean() for shown in feed(stylizer, seconds, FACE, start=0.5)]


def test_a_fade_goes_evenly_from_one_look_to_the_other():
    levels = faded(MixingSession())

    steps = np.diff([LEVEL["comic"], *levels])
    assert (steps >= 0).all()
    assert steps.max() <= 1.6 * (LEVEL["poster"] - LEVEL["comic"]) / (FADE * FPS)


def test_it_takes_as_long_as_it_is_to():
    levels = faded(MixingSession())

    frames = round(FADE * FPS)
    assert levels[frames // 2] == pytest.approx(120, abs=25)
    assert levels[frames - 2] < LEVEL["poster"] == levels[frames]


def test_the_network_runs_once_a_frame_and_ends_on_exactly_the_new_look():
    session, other = MixingSession(), MixingSession()
    other.condition("poster", 0.7)
    shown = faded(session, degree=0.7)

    assert len(session.runs) == len(shown) + round(0.5 * FPS)
    np.testing.assert_array_equal(session.conditioning, other.conditioning)


def test_another_look_in_the_middle_of_a_fade_comes_from_what_is_seen():
    session = MixingSession()
    stylizer = make(session, **PLAIN)
    feed(stylizer, 0.5, FACE)
    stylizer.configure(StyleConfig(**PLAIN, style="poster"))
    feed(stylizer, FADE / 2, FACE, start=0.5)
    stylizer.configure(StyleConfig(**PLAIN, style="pencil"))
    feed(stylizer, 1.0, FACE, start=0.5 + FADE / 2)

    assert max(abs(b - a) for a, b in itertools.pairwise(session.runs)) < 25
    assert session.runs[-1] == LEVEL["pencil"]


def test_without_a_fade_the_next_frame_has_the_new_look():
    assert faded(MixingSession(), fade=0.0, seconds=1 / FPS) == [LEVEL["poster"]]


@pytest.mark.parametrize("surroundings", ["stylized", "camera"])
def test_from_a_look_that_lets_the_camera_through_there_is_no_fade(surroundings):
    config = {**PLAIN, "surroundings": surroundings}
    stylizer = make(MixingSession(), **config, degree=0.05)
    before = stylizer.apply(Frame(IMAGE, 0.0, FACE))
    stylizer.configure(StyleConfig(**{**config, "style": "poster"}))
    after = stylizer.apply(Frame(IMAGE, 1 / FPS, FACE))

    assert (before.shows, after.shows) == ("camera", "stylized")
    assert (middle(after.image) == LEVEL["poster"]).all()


def test_a_slider_is_followed_at_once():
    assert faded(MixingSession(), style="comic", degree=0.5, seconds=1 / FPS) == [20]


def test_what_lies_around_fades_with_the_face():
    stylizer = make(MixingSession(), **{**PLAIN, "surroundings": "stylized"})
    feed(stylizer, 0.5, FACE)
    stylizer.configure(StyleConfig(**{**PLAIN, "surroundings": "stylized"}, style="poster"))
    corner = [shown[0, 0].mean() for shown in feed(stylizer, 1.0, FACE, start=0.5)]

    assert (np.diff([LEVEL["comic"], *corner]) >= 0).all()
    assert max(np.diff([LEVEL["comic"], *corner])) < 25
    assert corner[-1] == LEVEL["poster"]


class Patterned(MixingSession):
    """In a flat picture nothing of the past lies within the tones around a pixel."""

    def run(self, picture, parsing=None):
        return np.where(picture > picture.mean(), super().run(picture), 0).astype(np.uint8)


def test_what_was_painted_does_not_hold_a_fade_up():
    """The smoothing would show the look that goes for another second."""
    picture, session, painter = Scene().picture(), Patterned(), CropPainter(Meter())

    def paint(config: StyleConfig, start: float) -> np.ndarray:
        session.condition(config.style, config.degree)
        times = [start + index / FPS for index in range(round((FADE + 0.1) * FPS))]
        frames = [Frame(picture, time) for time in times]
        return [painter.paint(session, picture, CROP, config, frame) for frame in frames][-1]

    paint(StyleConfig(fade=FADE), 0.0)
    shown = paint(StyleConfig(fade=FADE, style="poster"), FADE + 0.1)

    assert np.abs(shown.astype(float) - session.run(picture)).mean() < 4


class Inverting(MixingSession):
    def run(self, picture, parsing=None):
        return 255 - picture


def to_another_model(before, **config) -> list[Frame]:
    """Go over to a model that inverts the picture; the frames from then on."""
    stylizer = make(before, **{**PLAIN, **config})
    feed(stylizer, 0.5, FACE)
    after = Inverting()
    after.model = replace(after.model, id="other")
    stylizer.use(after, StyleConfig(**PLAIN))
    times = [0.5 + index / FPS for index in range(FPS)]
    return [stylizer.apply(Frame(IMAGE, time, FACE)) for time in times]


def test_the_picture_of_one_model_fades_into_those_of_another():
    shown = [middle(frame.image) for frame in to_another_model(MixingSession())]

    new = middle(feed(make(Inverting(), **PLAIN), 0.1, FACE)[-1])
    distance = [np.abs(picture - new).mean() for picture in shown]
    assert distance[0] > 0.9 * np.abs(LEVEL["comic"] - new).mean()
    assert (np.diff(distance) <= 0.5).all()
    np.testing.assert_allclose(shown[-1], new, atol=1)


def test_a_fade_from_the_picture_as_it_is_says_that_the_camera_is_seen():
    said = [frame.shows for frame in to_another_model(MixingSession(), degree=0.0)]

    frames = round(FADE * FPS)
    assert set(said[: frames - 2]) == {"camera"}
    assert set(said[frames:]) == {"stylized"}


@pytest.mark.parametrize(
    "change",
    [{"degree": 0.5}, {"crop_px": 320}, {"style": "poster", "crop_px": 320}, {"smoothing": 0.0}],
)
def test_all_that_is_no_other_look_is_shown_at_once(change):
    before = StyleConfig(fade=FADE)

    assert fades(before, StyleConfig(**{"fade": FADE, "style": "poster"}))
    assert not fades(before, StyleConfig(**{"fade": FADE, **change}))


def test_a_clock_that_runs_backwards_holds_a_fade():
    fade = Fade()
    fade.begin(10.0, FADE)

    assert fade.share(9.0) == 0.0
    assert fade.share(10.0 + FADE) == 1.0


def test_a_fade_of_minutes_and_a_degree_that_is_none_are_refused():
    with pytest.raises(UsageError, match="fade is to take 90 seconds"):
        StyleConfig(fade=90.0)
    with pytest.raises(UsageError, match="degree is 2"):
        Look(style="comic", degree=2.0)
