"""The parsing in time: carried and blended along the motion, never by its old outline."""

import cv2
import numpy as np
import pytest
from moving_scenes import CROP, INNER, SIZE, motion_by

from vtoonify_rt.motion import Motion, Place
from vtoonify_rt.temporal import ParsingSmoother, past_share

RIGHT = (3, 0)  # pixels a frame


def blob(x: float, y: float) -> np.ndarray:
    """The logits of a round something at (x, y), 12 pixels wide; each class has its own height."""
    across, down = np.meshgrid(np.arange(SIZE[1]), np.arange(SIZE[0]))
    hill = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * 12**2))
    return (np.linspace(-5, 5, 19)[:, None, None] * hill).astype(np.float32)


def middle_of(parsing: np.ndarray) -> np.ndarray:
    """Return where the blob lies, x and y."""
    weights = np.abs(parsing).sum(axis=0)
    down, across = np.mgrid[0 : SIZE[0], 0 : SIZE[1]]
    return np.array([(weights * places).sum() / weights.sum() for places in (across, down)])


def test_a_parsing_is_carried_to_where_things_are_now():
    smoother = ParsingSmoother()
    smoother.apply(blob(80, 90), None, 0.5)
    for _ in range(3):
        carried = smoother.carry(motion_by((4, -2)))

    assert middle_of(carried) == pytest.approx([92, 84], abs=0.1)
    np.testing.assert_allclose(carried, blob(92, 84), atol=0.05)


def test_a_parsing_is_carried_in_the_size_of_the_picture():
    """All of the 19 maps, to a picture that shows the same in half as many rows."""
    smoother = ParsingSmoother()
    smoother.apply(blob(80, 90), None, 0.5)
    still = motion_by()
    carried = smoother.carry(Motion(still.flow, still.trust, Place(CROP, (96, 192)), still.here))

    half = blob(80, 90).reshape(19, 96, 2, 192).mean(axis=2)
    np.testing.assert_allclose(carried, half, atol=0.01)


def test_a_parsing_is_blended_along_the_motion():
    random, smoother = np.random.default_rng(0), ParsingSmoother()
    for index in range(30):
        clean = blob(50 + 3 * index, 90)
        noise = random.normal(0, 1, clean.shape).astype(np.float32)
        shown = smoother.apply(clean + noise, motion_by(RIGHT), 1.0)

    wrong = (shown - clean)[:, INNER, INNER]
    assert wrong.std() < 0.6  # of 1
    np.testing.assert_allclose(cv2.blur(wrong.mean(axis=0), (9, 9)), 0, atol=0.25)  # no trail


def test_an_old_outline_has_less_weight_than_a_picture():
    """A parsing's share of the past is below that of a picture: 70 % of it."""
    smoother = ParsingSmoother()
    smoother.apply(blob(80, 90), None, 0.5)
    shown = smoother.apply(np.zeros((19, *SIZE), np.float32), motion_by(), 0.5)

    np.testing.assert_allclose(shown, 0.7 * past_share(0.5) * blob(80, 90), atol=1e-4)


@pytest.mark.parametrize("motion", [None, motion_by(trust=0.1)])
def test_no_parsing_is_carried_without_a_motion_or_over_a_cut(motion):
    smoother = ParsingSmoother()
    assert smoother.carry(motion_by()) is None  # there is none yet
    smoother.apply(blob(80, 90), None, 1.0)

    assert smoother.carry(motion) is None
    np.testing.assert_array_equal(smoother.apply(blob(20, 20), motion, 1.0), blob(20, 20))


def test_a_parsing_that_is_not_trusted_is_the_new_one():
    motion = motion_by()
    motion.trust[:, :96] = 0
    smoother = ParsingSmoother()
    smoother.apply(blob(80, 90), None, 1.0)
    shown = smoother.apply(blob(100, 90), motion, 1.0)

    np.testing.assert_array_equal(shown[:, :, :96], blob(100, 90)[:, :, :96])
    assert np.abs(shown - blob(100, 90))[:, :, 96:].max() > 0.5


def test_without_strength_a_parsing_is_itself_and_can_be_carried():
    smoother = ParsingSmoother()
    smoother.apply(blob(10, 10), None, 1.0)

    np.testing.assert_array_equal(smoother.apply(blob(80, 90), motion_by(), 0.0), blob(80, 90))
    np.testing.assert_allclose(smoother.carry(motion_by()), blob(80, 90), atol=1e-5)


def test_a_parsers_buffer_is_neither_kept_nor_written():
    alone, shared = ParsingSmoother(), ParsingSmoother()
    buffer = blob(80, 90)
    results = [shared.apply(buffer, None, 0.5).copy()]
    buffer[:] = blob(83, 90)
    buffer.flags.writeable = False
    results += [shared.apply(buffer, motion_by(RIGHT), 0.5), shared.carry(motion_by(RIGHT))]

    expected = [alone.apply(blob(80, 90), None, 0.5).copy()]
    expected += [alone.apply(blob(83, 90), motion_by(RIGHT), 0.5), alone.carry(motion_by(RIGHT))]
    np.testing.assert_array_equal(results, expected)
    assert not any(np.shares_memory(buffer, result) for result in results)


def test_after_a_reset_there_is_no_parsing_to_carry():
    smoother = ParsingSmoother()
    smoother.apply(blob(80, 90), None, 0.5)
    smoother.reset()

    assert smoother.carry(motion_by()) is None
