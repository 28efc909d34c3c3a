"""The stylizer: what is shown with a face, without one, and between."""

import itertools

import numpy as np
import pytest
from fakes import FakeListener, FakeSession, face_at
from stylizer_frames import FACE, FPS, IMAGE, feed, make, middle

from vtoonify_rt import compose
from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import ModelError
from vtoonify_rt.frame import Frame
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter


@pytest.fixture
def session():
    return FakeSession()


def test_frame_keeps_its_time_and_the_picture_before(session):
    stylizer = make(session)
    frame = Frame(IMAGE, 3.25, FACE)
    result = stylizer.apply(frame)

    assert result.time == 3.25
    assert result.before is IMAGE


def test_degree_zero_is_the_frame_itself(session):
    shown = feed(make(session, degree=0.0), 1, FACE)[-1]

    np.testing.assert_array_equal(shown, IMAGE)
    assert session.shapes == []


def test_a_model_that_changes_at_degree_zero_is_run(session):
    session = FakeSession(identity_at_zero=False)
    feed(make(session, degree=0.0), 0.2, FACE)

    assert session.shapes


def test_the_networks_size_never_changes(session):
    stylizer = make(session, surroundings="camera")
    for index in range(60):
        face = face_at(320 + 2 * index, 170, 40 + index / 3)
        stylizer.apply(Frame(IMAGE, index / FPS, face))

    assert len(set(session.shapes)) == 1


def test_a_short_loss_is_not_seen(session):
    stylizer = make(session)
    with_face = feed(stylizer, 1, FACE)[-1]
    lost = feed(stylizer, 0.8 * GRACE, None, start=1)

    for shown in lost:
        np.testing.assert_array_equal(shown, with_face)


def test_a_long_loss_ends_in_a_blur(session):
    stylizer = make(session, no_face="blur")
    feed(stylizer, 1, FACE)
    shown = feed(stylizer, GRACE + 2 * FADE, None, start=1)[-1]

    np.testing.assert_array_equal(shown, compose.blur(IMAGE))


def test_a_long_loss_holds_the_last_picture(session):
    stylizer = make(session, no_face="hold")
    last = feed(stylizer, 1, FACE)[-1]
    other = np.full_like(IMAGE, 7)
    for index in range(90):
        shown = stylizer.apply(Frame(other, 1 + index / FPS)).image

    assert np.abs(shown.astype(int) - last).mean() > 1  # the grace went on with the new picture
    assert middle(shown).mean() == pytest.approx(248, abs=1)
    again = stylizer.apply(Frame(IMAGE, 5.0)).image
    np.testing.assert_array_equal(again, shown)


@pytest.mark.parametrize("no_face", ["hold", "blur"])
def test_losing_and_finding_the_face_never_flashes(session, no_face):
    """No frame differs from the one before by more than a step of the fade does."""
    stylizer = make(session, no_face=no_face)
    shown = feed(stylizer, 1, FACE)
    shown += feed(stylizer, 2, None, start=1)
    shown += feed(stylizer, 1, FACE, start=3)
    settled = shown[FPS // 2 :]
    steps = [np.abs(a.astype(int) - b).mean() for a, b in itertools.pairwise(settled)]
    whole = np.abs(settled[0].astype(int) - compose.blur(IMAGE)).mean()

    assert max(steps) <= 1.3 * whole / (FADE * FPS)


def test_before_the_first_face_the_camera_is_blurred(session):
    np.testing.assert_array_equal(feed(make(session), 0.1, None)[0], compose.blur(IMAGE))


def test_the_raw_camera_is_never_shown_while_the_face_is_lost(session):
    stylizer = make(session)
    feed(stylizer, 1, FACE)
    for shown in feed(stylizer, 3, None, start=1):
        assert np.abs(middle(shown) - middle(IMAGE)).mean() > 10


def test_settings_take_effect_on_the_next_frame(session):
    stylizer = make(session)
    feed(stylizer, 0.1, FACE)

    stylizer.configure(StyleConfig(style="poster", degree=0.5, palette=("#000000", "#ffffff")))
    stylizer.apply(Frame(IMAGE, 1, FACE))

    assert session.conditions[-1] == ("poster", 0.5, ("#000000", "#ffffff"))


def test_moving_the_degree_does_not_move_the_crop(session):
    stylizer = make(session)
    before = feed(stylizer, 1, FACE)[-1]
    stylizer.configure(StyleConfig(degree=0.9))

    np.testing.assert_array_equal(stylizer.apply(Frame(IMAGE, 1, FACE)).image, before)


def test_another_crop_size_takes_effect_also_while_the_face_is_lost_for_a_moment(session):
    stylizer = make(session, crop_px=384, surroundings="camera", smoothing=0.0)
    feed(stylizer, 1, FACE)

    stylizer.configure(StyleConfig(crop_px=320, surroundings="camera", smoothing=0.0))
    shown = feed(stylizer, 0.5 * GRACE, None, start=1)

    assert session.shapes[-1] == (320, 320, 3)
    assert middle(shown[-1]).mean() > 150  # the frame is darker than 100, a blur of it too


def test_another_model_replaces_and_closes_the_one_before(session):
    stylizer, other = make(session), FakeSession()
    feed(stylizer, 0.1, FACE)

    stylizer.use(other, StyleConfig())
    stylizer.apply(Frame(IMAGE, 1, FACE))

    assert (session.closed, other.closed) == (1, 0)
    stylizer.close()
    assert other.closed == 1


def test_a_model_chosen_and_never_shown_is_closed_too(session):
    stylizer, never, last = make(session), FakeSession(), FakeSession()
    feed(stylizer, 0.1, FACE)

    stylizer.use(never, StyleConfig())
    stylizer.use(last, StyleConfig())
    stylizer.close()

    assert (session.closed, never.closed, last.closed) == (1, 1, 1)


def test_a_model_that_comes_after_the_end_is_closed(session):
    stylizer, late = make(session), FakeSession()
    stylizer.close()

    stylizer.use(late, StyleConfig())

    assert (session.closed, late.closed) == (1, 1)


def test_a_setting_that_comes_while_a_model_is_taken_over_is_for_that_model(session):
    class Other(FakeSession):
        def condition(self, *settings: object) -> None:
            super().condition(*settings)
            if len(self.conditions) == 1:
                stylizer.configure(StyleConfig(degree=0.5))

    stylizer, other = make(session), Other()
    feed(stylizer, 0.1, FACE)
    stylizer.use(other, StyleConfig())
    feed(stylizer, 0.1, FACE, start=1)

    assert [degree for _, degree, _ in other.conditions] == [1.0, 0.5]
    assert [degree for _, degree, _ in session.conditions] == [1.0]


@pytest.mark.parametrize("stage", ["steer", "crop", "generator", "compose"])
def test_each_stage_is_measured_once_a_frame(session, stage):
    meter, told = Meter(), FakeListener()
    meter.listen(told)
    feed(StylizeFilter(session, StyleConfig(), meter), 5 / FPS, FACE)

    assert told.stages.count(stage) == 5


def test_an_unknown_style_is_an_error(session):
    with pytest.raises(ModelError, match="no style 'manga'"):
        make(session, style="manga").apply(Frame(IMAGE, 0, FACE))


def test_a_camera_that_changes_its_size_while_a_face_fades_in_is_followed(session):
    stylizer = make(session)
    feed(stylizer, 2 / FPS, None)
    feed(stylizer, 2 / FPS, FACE, start=2 / FPS)
    small = np.ascontiguousarray(IMAGE[:240, :320])

    shown = stylizer.apply(Frame(small, 4 / FPS, face_at(160, 100, 30))).image

    assert shown.shape == small.shape


def test_a_camera_that_changes_its_size_is_followed(session):
    stylizer = make(session)
    feed(stylizer, 1, FACE)
    small = np.ascontiguousarray(IMAGE[:240, :320])

    shown = stylizer.apply(Frame(small, 1, face_at(160, 100, 30))).image

    assert shown.shape == small.shape
