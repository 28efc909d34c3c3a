"""The stylizer under a governor: levels change between frames, and memory that lacks is no end."""

from dataclasses import replace

import pytest
from fakes import FakeSession
from governed_rig import CONFIG, Rig

from vtoonify_rt.config import FacesConfig, GovernorConfig
from vtoonify_rt.errors import ModelError


def test_frames_that_take_too_long_lower_the_crop_and_say_why():
    rig = Rig(0.06)

    rig.play(20)

    assert rig.crop_px == 320
    assert (rig.governed.change.before.crop_px, rig.governed.change.after.crop_px) == (512, 320)
    assert rig.governed.level.crop_px == 320
    assert rig.looks[-1] == 4


def test_off_changes_nothing():
    rig = Rig(0.06, mode="off")

    rig.play(20)

    assert rig.stylizer.configs == [CONFIG]


def test_switching_it_off_gives_the_users_choice_back():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.govern(GovernorConfig(mode="off"))

    assert rig.crop_px == 512
    assert rig.looks[-1] == 2


def test_another_style_stays_at_the_level_another_size_starts_anew():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.configure(replace(CONFIG, style="poster"))
    assert (rig.stylizer.configs[-1].style, rig.crop_px) == ("poster", 320)

    rig.governed.configure(replace(CONFIG, crop_px=448))
    assert rig.crop_px == 448


def test_frames_without_a_face_tell_nothing():
    rig = Rig(0.06)

    rig.play(20, landmarks=None)

    assert rig.governed.change is None


def test_the_whole_picture_needs_no_face_to_be_governed():
    rig = Rig(0.06)
    rig.governed.configure(replace(CONFIG, faces=FacesConfig(mode="whole")))

    rig.play(20, landmarks=None)

    assert rig.crop_px == 320


def test_nothing_is_decided_while_a_model_is_loaded():
    rig = Rig(0.06)
    rig.governed.pause(True)
    rig.play(20)
    assert rig.governed.change is None

    rig.governed.pause(False)
    rig.play(20)
    assert rig.governed.change is not None


def test_a_new_model_starts_at_its_best():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.use(other := FakeSession(), CONFIG)

    assert rig.stylizer.sessions == [other]
    assert rig.crop_px == 512


def test_too_little_memory_is_the_next_smaller_crop_also_when_it_is_off():
    rig = Rig(0.01, mode="off", fits=400)

    rig.play(1)

    assert rig.crop_px == 384
    assert rig.governed.change.reason == "memory"


def test_too_little_memory_for_any_crop_is_an_error_with_a_way_on():
    rig = Rig(0.01, fits=100)

    with pytest.raises(ModelError, match="even with 256 pixels") as raised:
        rig.play(1)
    assert "smaller model" in raised.value.hint


def test_what_frames_cost_of_late_can_be_asked():
    rig = Rig(0.02)
    assert rig.governed.workload is None

    rig.play(10)

    assert rig.governed.workload.stages == {"generator": pytest.approx(0.02)}
    assert rig.governed.workload.seconds == pytest.approx(3.6, abs=0.4)


def test_it_closes_what_it_governs():
    (rig := Rig(0.01)).governed.close()

    assert rig.stylizer.closed == 1
