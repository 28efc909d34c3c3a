"""Between two looks of one model: nothing but the conditioning changes, and the end is exact."""

import numpy as np
import pytest
from made_vtoonify import face, picture, shift

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import open_session

pytestmark = pytest.mark.usefixtures("no_memory")


@pytest.fixture
def lite():
    session = open_session(load_manifest(STARTER), threads=1)
    yield session
    session.close()


def conditioned(session, style: str, degree: float = 1.0) -> np.ndarray:
    session.condition(style, degree)
    session.run(picture(32, 32))
    return session.conditioning


def test_a_mix_lies_between_and_ends_exactly(lite):
    start, end = conditioned(lite, "comic"), conditioned(lite, "pencil")
    lite.mix(start, 0.5)
    np.testing.assert_allclose(lite.conditioning, (start + end) / 2, rtol=1e-4, atol=1e-4)

    lite.mix(start, 1.0)
    np.testing.assert_array_equal(lite.conditioning, end)


def test_what_a_caller_was_given_stays_as_it_is(lite):
    start = conditioned(lite, "comic")
    kept = start.copy()
    conditioned(lite, "pencil")

    np.testing.assert_array_equal(start, kept)


def test_degree_zero_is_the_input_bit_for_bit_after_a_mix(lite):
    start = conditioned(lite, "comic")
    lite.condition("comic", 0.0)
    lite.mix(start, 0.5)
    lite.mix(start, 1.0)
    image = picture(32, 64)

    np.testing.assert_array_equal(lite.run(image), image)


def test_a_vtoonify_mixes_its_next_picture(session):
    session.encode(face(0))
    start = conditioned(session, "0")
    end = conditioned(session, "second")
    session.mix(start, 0.5)
    session.run(picture())
    np.testing.assert_allclose(session.conditioning, (start + end) / 2, rtol=1e-4, atol=1e-4)

    session.mix(start, 1.0)
    session.run(picture())
    np.testing.assert_array_equal(session.conditioning, end)


def test_a_vtoonify_goes_on_to_a_new_person_in_the_middle_of_a_mix(session):
    session.encode(face(0))
    start = conditioned(session, "0")
    session.condition("second", 0.3)
    session.mix(start, 0.5)
    session.encode(face(51))
    session.run(picture())
    session.mix(start, 1.0)

    np.testing.assert_allclose(shift(session, picture()), [20, 40, 30], atol=1)
