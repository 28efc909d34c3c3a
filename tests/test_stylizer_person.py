"""The stylizer with a model that wants to know who is seen, and parses every picture."""

import numpy as np
import pytest
from fakes import FakeSession, portrait_at
from stylizer_frames import FPS, IMAGE, feed, make

from vtoonify_rt import compose
from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

FACE = portrait_at(320, 170, 40)


def waiting(session, **config) -> StylizeFilter:
    return StylizeFilter(session, StyleConfig(**config), Meter(), waits=True)


def settled(stylizer: StylizeFilter) -> None:
    """Wait until the model has looked at the face that it was shown."""
    running = stylizer._faces._followed[1].person._running
    assert running is not None
    running.exception(timeout=10)


def test_a_file_is_stylized_from_its_first_frame_on():
    session = FakeSession(asks=True)
    shown = feed(waiting(session, surroundings="camera"), 0.1, FACE)

    assert len(session.faces) == 1
    assert all(image[150:190, 300:340].min() >= 155 for image in shown)


@pytest.mark.parametrize("no_face", ["blur", "whole", "hold"])
def test_live_the_picture_is_hidden_until_the_person_is_known(no_face):
    session = FakeSession(asks=True)
    stylizer = make(session, no_face=no_face)
    first = stylizer.apply(Frame(IMAGE, 0.0, FACE)).image
    settled(stylizer)
    after = feed(stylizer, 2 * FADE, FACE, start=1)[-1]

    np.testing.assert_array_equal(first, compose.blur(IMAGE))
    assert session.shapes
    assert np.abs(after.astype(int) - first).mean() > 10


def test_once_known_the_picture_fades_in():
    stylizer = make(FakeSession(asks=True))
    hidden = stylizer.apply(Frame(IMAGE, 0.0, FACE)).image
    settled(stylizer)
    steps = [image.astype(int) for image in feed(stylizer, 2 * FADE, FACE, start=1 / FPS)]
    whole = np.abs(steps[-1] - hidden).mean()

    assert 0 < np.abs(steps[0] - hidden).mean() <= 1.3 * whole / (FADE * FPS)


def test_a_part_without_a_face_before_the_first_one_is_blurred():
    session = FakeSession(asks=True)
    stylizer = waiting(session, no_face="whole")
    before = feed(stylizer, 0.1, None)[-1]
    feed(stylizer, 1, FACE, start=0.1)
    after = feed(stylizer, GRACE + 2 * FADE, None, start=1.1)[-1]

    np.testing.assert_array_equal(before, compose.blur(IMAGE))
    np.testing.assert_array_equal(after, 255 - IMAGE)


def test_a_look_that_changes_shows_no_face_again():
    session = FakeSession(asks=True)
    stylizer = waiting(session)
    feed(stylizer, 0.1, FACE)
    for degree in (0.2, 0.4, 0.6):
        stylizer.configure(StyleConfig(style="poster", degree=degree))
        stylizer.apply(Frame(IMAGE, 0.2 + degree, FACE))

    assert len(session.faces) == 1
    assert [degree for _, degree, _ in session.conditions] == [1.0, 0.2, 0.4, 0.6]


def test_without_smoothing_the_session_parses_every_picture():
    session = FakeSession()
    feed(make(session, surroundings="camera", smoothing=0.0), 5 / FPS, FACE)

    assert session.parsings == [None] * 5
    assert session.parsed == []


def test_one_parsing_serves_several_frames():
    session = FakeSession()
    feed(make(session, surroundings="camera", parse_every=3, smoothing=0.0), 7 / FPS, FACE)
    used = [int(parsing[0, 0, 0]) for parsing in session.parsings]

    assert used == [1, 1, 1, 2, 2, 2, 3]


def test_after_a_pause_the_crop_is_parsed_anew():
    session = FakeSession()
    stylizer = make(session, surroundings="camera", parse_every=30)
    feed(stylizer, 2 / FPS, FACE)
    feed(stylizer, 2 / FPS, portrait_at(200, 170, 40), start=1)

    assert len(session.parsed) == 2


def test_another_model_parses_for_itself():
    first, second = FakeSession(), FakeSession()
    stylizer = make(first, surroundings="camera", parse_every=30)
    feed(stylizer, 2 / FPS, FACE)
    stylizer.use(second, StyleConfig(surroundings="camera", parse_every=30))
    feed(stylizer, 2 / FPS, FACE, start=1)

    assert (len(first.parsed), len(second.parsed)) == (1, 1)
