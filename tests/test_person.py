"""Who is seen: when a session is shown a face, and which."""

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from fakes import FakeSession, portrait_at

from checkpoint.errors import ModelError
from vtoonify_rt.absence import GRACE
from vtoonify_rt.config import Padding
from vtoonify_rt.face.alignment import align_face
from vtoonify_rt.face.crop import crop_parameters, eyes_from_landmarks, rescale_and_crop
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image
from vtoonify_rt.person import Person, aligned_face, is_good, new_worker

IMAGE = np.random.default_rng(0).integers(0, 200, (360, 640, 3), np.uint8)


FACE = portrait_at(320, 170, 40)


class SlowSession(FakeSession):
    """Looks at a face until it is told to end."""

    def __init__(self) -> None:
        super().__init__(asks=True)
        self.begun = Event()
        self.end = Event()

    def encode(self, face: np.ndarray, person: int = 1) -> None:
        self.begun.set()
        assert self.end.wait(10)
        super().encode(face, person)


class Done:
    """Tells when what a person has in work is done."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def wait(self) -> None:
        assert self._person._running is not None
        self._person._running.exception(timeout=10)


@pytest.fixture
def worker():
    with new_worker() as worker:
        yield worker


@pytest.fixture
def person(worker):
    return Person(worker, waits=True)


@pytest.fixture
def live(worker):
    return Person(worker)


def test_a_session_that_does_not_ask_is_shown_nothing(person):
    session = FakeSession()

    assert person.is_known(session, Frame(IMAGE, 0.0, FACE))
    assert session.faces == []


def test_before_the_first_face_nobody_is_known(person):
    assert not person.is_known(FakeSession(asks=True), Frame(IMAGE, 0.0))


def test_a_face_is_looked_at_once(person):
    session = FakeSession(asks=True)
    known = [person.is_known(session, Frame(IMAGE, index / 30, FACE)) for index in range(90)]

    assert all(known)
    assert len(session.faces) == 1


def test_a_short_loss_is_the_same_person(person):
    session = FakeSession(asks=True)
    person.is_known(session, Frame(IMAGE, 0.0, FACE))
    person.is_known(session, Frame(IMAGE, 0.8 * GRACE))
    person.is_known(session, Frame(IMAGE, 0.9 * GRACE, FACE))

    assert len(session.faces) == 1


def test_a_face_that_comes_back_is_looked_at_again(person):
    session = FakeSession(asks=True)
    person.is_known(session, Frame(IMAGE, 0.0, FACE))
    person.is_known(session, Frame(IMAGE, 1.1 * GRACE))

    assert person.is_known(session, Frame(255 - IMAGE, 1.2 * GRACE, FACE))
    assert len(session.faces) == 2
    assert session.faces[1].mean() > session.faces[0].mean() + 10


def test_another_model_is_shown_the_same_face(person):
    first, second = FakeSession(asks=True), FakeSession(asks=True)
    person.is_known(first, Frame(IMAGE, 0.0, FACE))

    assert person.is_known(second, Frame(255 - IMAGE, 0.1))
    np.testing.assert_array_equal(second.faces[0], first.faces[0])


def test_a_model_that_asks_later_is_shown_the_face_then(person):
    session = FakeSession(asks=True)
    session.wants_face = False
    person.is_known(session, Frame(IMAGE, 0.0, FACE))
    session.wants_face = True

    assert person.is_known(session, Frame(IMAGE, 0.1, FACE))
    assert len(session.faces) == 1


def test_live_the_picture_does_not_wait(live):
    session = SlowSession()

    assert not live.is_known(session, Frame(IMAGE, 0.0, FACE))
    assert session.begun.wait(10)
    assert not live.is_known(session, Frame(IMAGE, 0.1, FACE))
    session.end.set()
    Done(live).wait()
    assert live.is_known(session, Frame(IMAGE, 0.2, FACE))


def test_live_the_one_before_serves_while_the_next_is_looked_at(live):
    session = SlowSession()
    session.end.set()
    live.is_known(session, Frame(IMAGE, 0.0, FACE))
    Done(live).wait()
    live.is_known(session, Frame(IMAGE, 0.1, FACE))
    session.end.clear()

    assert live.is_known(session, Frame(IMAGE, 9.0, FACE))
    session.end.set()


def test_a_model_chosen_meanwhile_is_shown_the_face_next(live):
    slow, other = SlowSession(), FakeSession(asks=True)
    live.is_known(slow, Frame(IMAGE, 0.0, FACE))
    before = live.is_known(other, Frame(IMAGE, 0.1, FACE))
    slow.end.set()
    Done(live).wait()
    live.is_known(other, Frame(IMAGE, 0.2, FACE))
    Done(live).wait()

    assert not before
    assert live.is_known(other, Frame(IMAGE, 0.3, FACE))
    assert len(other.faces) == 1


@pytest.mark.parametrize("waits", [False, True])
def test_an_encoder_that_fails_is_told(worker, waits):
    class Broken(FakeSession):
        def encode(self, face: np.ndarray, person: int = 1) -> None:
            raise ModelError("The encoder is gone")

    person, session = Person(worker, waits=waits), Broken(asks=True)

    def show() -> None:
        person.is_known(session, Frame(IMAGE, 0.0, FACE))
        Done(person).wait()
        person.is_known(session, Frame(IMAGE, 0.1, FACE))

    with pytest.raises(ModelError, match="The encoder is gone"):
        show()


def test_live_waits_for_a_good_face(live):
    session = FakeSession(asks=True)
    live.is_known(session, Frame(IMAGE, 0.0, portrait_at(320, 170, 40, span=0.4)))
    assert live._running is None
    live.is_known(session, Frame(IMAGE, 0.1, FACE))
    Done(live).wait()

    assert len(session.faces) == 1


def test_a_file_takes_any_face_until_a_good_one_comes(person):
    session = FakeSession(asks=True)
    known = person.is_known(session, Frame(IMAGE, 0.0, portrait_at(320, 170, 40, span=0.4)))
    person.is_known(session, Frame(IMAGE, 0.1, portrait_at(320, 170, 40, span=0.4)))
    before = len(session.faces)
    person.is_known(session, Frame(IMAGE, 0.2, FACE))
    person.is_known(session, Frame(IMAGE, 0.3, portrait_at(320, 170, 40, span=0.4)))

    assert known
    assert (before, len(session.faces)) == (1, 2)


@pytest.mark.parametrize(
    ("face", "good"),
    [
        (FACE, True),
        (portrait_at(320, 170, 40, span=0.8), True),
        (portrait_at(320, 170, 40, span=0.3), False),
        (portrait_at(320, 170, 40, span=-1.0), False),
        (portrait_at(10, 170, 40), False),
        (portrait_at(320, 340, 40), False),
    ],
    ids=["from the front", "turned a little", "from the side", "upside down", "cut", "no mouth"],
)
def test_a_good_face_is_whole_and_from_the_front(face, good):
    assert is_good(IMAGE, face) is good


def test_the_face_is_cut_as_vtoonify_cuts_it():
    image = read_image(Path(__file__).parent / "media" / "astronaut.jpg")
    landmarker = MediapipeLandmarker()
    face = find_faces(landmarker, image)[0]
    landmarker.close()
    crop = crop_parameters(*eyes_from_landmarks(face), *image.shape[:2], Padding())
    mapped = (face * crop.scale - [crop.left, crop.top]).astype(np.float32)
    expected = align_face(rescale_and_crop(image, crop), mapped)

    assert np.abs(aligned_face(image, face).astype(int) - expected).mean() < 3


@pytest.mark.parametrize("size", [3, 40, 900])
def test_a_face_of_any_size_is_aligned(size):
    assert aligned_face(IMAGE, portrait_at(320, 170, size)).shape == (256, 256, 3)
