"""The governor and output scales: asked for, taken when they are there, or done without."""

from dataclasses import replace

from fakes import FakeSession
from governed_rig import CONFIG, SCALES, Rig

from vtoonify_rt.config import GovernorConfig


def session_of(rig: Rig, scale: int) -> FakeSession:
    """The rig's model, loaded with an output scale."""
    session = FakeSession()
    session.model, session.output_scale = rig.session.model, scale
    return session


def test_another_output_scale_is_loaded_beside_and_taken_when_it_is_there():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    assert rig.reopened == [1]
    assert rig.stylizer.sessions == []

    reopened = session_of(rig, 1)
    rig.governed.reopened(reopened)

    assert rig.stylizer.sessions == [reopened]
    assert rig.crop_px == 256


def test_an_output_scale_that_comes_too_late_is_closed():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    rig.governed.configure(replace(CONFIG, crop_px=256))
    late = session_of(rig, 1)

    rig.governed.reopened(late)

    assert late.closed == 1
    assert rig.stylizer.sessions == []


def test_an_output_scale_that_cannot_be_loaded_is_done_without():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)

    rig.governed.give_up_scale(rig.session.model, 1)
    rig.play(60)

    assert rig.reopened == [1]
    assert {level.output_scale for level in rig.governed._governor.levels} == {4}


def test_an_output_scale_of_a_model_that_is_gone_takes_none_from_the_next():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    other = session_of(rig, 1)
    other.model = replace(rig.session.model, id="other", output_scale=1)
    rig.governed.use(other, CONFIG)

    rig.governed.give_up_scale(rig.session.model, 1)

    assert rig.governed.level.output_scale == 1


def test_where_the_scale_of_old_cannot_be_loaded_again_the_one_that_runs_stays():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    rig.governed.reopened(session_of(rig, 1))
    rig.governed.govern(GovernorConfig(mode="off"))
    assert rig.reopened == [1, 4]

    rig.governed.give_up_scale(rig.session.model, 4)

    assert rig.reopened == [1, 4]
    assert rig.governed.level.output_scale == 1
