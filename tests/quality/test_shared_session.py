"""A session that several filters share."""

import numpy as np
import pytest
from fakes import FakeSession

from vtoonify_rt.errors import ModelError
from vtoonify_rt.quality.shared_session import SessionView, SharedSession

PICTURE = np.full((8, 8, 3), 10, np.uint8)
OTHER = np.full((8, 8, 3), 20, np.uint8)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


def test_a_picture_asked_for_twice_is_made_once(session):
    view = SessionView(SharedSession(session))
    first, second = view.run(PICTURE), view.run(PICTURE.copy())

    assert (first == 245).all()
    assert (second == 245).all()
    assert len(session.shapes) == 1


def test_another_picture_of_the_same_size_is_made(session):
    view = SessionView(SharedSession(session))
    view.run(PICTURE)

    assert (view.run(OTHER) == 235).all()


def test_crop_and_surroundings_are_both_remembered(session):
    view = SessionView(SharedSession(session))
    small = PICTURE[:4]
    for picture in (PICTURE, small, PICTURE, small):
        view.run(picture)

    assert session.shapes == [(8, 8, 3), (4, 8, 3)]


def test_each_view_gets_its_own_look(session):
    shared = SharedSession(session)
    comic, oil = SessionView(shared), SessionView(shared)
    comic.condition("comic", 1.0)
    oil.condition("oil", 0.5)
    comic.run(PICTURE)
    comic.run(OTHER)
    oil.run(PICTURE)

    looks = [style for style, _, _ in session.conditions]
    assert looks == ["comic", "oil", "comic", "oil"]
    assert len(session.shapes) == 3


def test_after_a_change_of_look_nothing_is_remembered(session):
    view = SessionView(SharedSession(session))
    view.run(PICTURE)
    view.condition("oil", 1.0)
    view.run(PICTURE)

    assert len(session.shapes) == 2


def test_with_another_parsing_a_picture_is_made_anew(session):
    view = SessionView(SharedSession(session))
    view.run(PICTURE)
    parsing = np.zeros((19, 8, 8), np.float32)
    view.run(PICTURE, parsing)

    assert session.parsings == [None, parsing]


def test_a_face_is_looked_at_once_for_all():
    session = FakeSession(asks=True)
    shared = SharedSession(session)
    face = np.zeros((256, 256, 3), np.uint8)
    for view in (SessionView(shared), SessionView(shared)):
        assert view.wants_face
        view.encode(face)

    assert len(session.faces) == 1


def test_an_unknown_style_is_told_at_once(session):
    with pytest.raises(ModelError, match="manga"):
        SessionView(SharedSession(session)).condition("manga", 1.0)


def test_a_view_leaves_the_session_open(session):
    SessionView(SharedSession(session)).close()

    assert session.closed == 0
