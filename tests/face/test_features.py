"""Eyes and mouth as pixels."""

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt.face.crop import IMAGE_LEFT_EYE, IMAGE_RIGHT_EYE
from vtoonify_rt.face.features import OUTER_LIPS, eyes_and_mouth

EYE_DISTANCE = 50


@pytest.fixture
def face() -> np.ndarray:
    """A face with lids 8 pixels apart, and a mouth of 40 x 20 pixels below."""
    landmarks = face_at(100, 80, EYE_DISTANCE)
    for eye, x in ((IMAGE_LEFT_EYE, 75), (IMAGE_RIGHT_EYE, 125)):
        landmarks[list(eye)] = [(x - 8, 80), (x, 76), (x, 76), (x + 8, 80), (x, 84), (x, 84)]
    turn = np.linspace(np.pi, 3 * np.pi, len(OUTER_LIPS), endpoint=False)
    lips = np.stack([100 + 20 * np.cos(turn), 130 - 10 * np.sin(turn)], axis=1)
    landmarks[list(OUTER_LIPS)] = lips
    return landmarks


def test_eyes_and_mouth_are_marked_and_little_else(face):
    marked = eyes_and_mouth(face, 200, 220)

    assert marked.shape == (200, 220)
    assert marked[80, 75]
    assert marked[80, 125]
    assert marked[130, 82:118].all()
    assert not marked[100:110, :].any()
    assert not marked[:, :50].any()


def test_the_margin_grows_with_the_face(face):
    marked = eyes_and_mouth(face, 200, 220)

    assert np.flatnonzero(marked[:, 100]).min() == 130 - 10 - round(0.12 * EYE_DISTANCE)


def test_a_face_that_reaches_over_the_edge_is_marked_within(face):
    marked = eyes_and_mouth(face - np.float32([75, 0]), 200, 220)

    assert marked[80, 0]


def test_the_lips_are_those_of_mediapipes_mesh():
    connections = pytest.importorskip("mediapipe.tasks.python.vision.face_landmarker")
    lips = connections.FaceLandmarksConnections.FACE_LANDMARKS_LIPS
    edges = {(edge.start, edge.end) for edge in lips}
    ring = list(zip(OUTER_LIPS, (*OUTER_LIPS[1:], OUTER_LIPS[0]), strict=True))

    assert all(edge in edges or edge[::-1] in edges for edge in ring)
