"""The ladder: from the user's choice downwards, one thing at a time."""

import itertools
from dataclasses import fields, replace

import pytest
from fakes import FakeSession

from vtoonify_rt.config import FacesConfig, StyleConfig
from vtoonify_rt.ladder import LEAST_CUT, Level, ladder, lever_between

LITE = FakeSession().model
VTOONIFY = replace(LITE, family="vtoonify_d", output_scale=4, output_scales=(4, 2, 1))


def values(levels: tuple[Level, ...], name: str) -> list[int]:
    return [getattr(level, name) for level in levels]


@pytest.mark.parametrize("model", [LITE, VTOONIFY])
@pytest.mark.parametrize("crop_px", [128, 256, 320, 384, 400, 512, 1024])
def test_every_level_lowers_one_thing_and_none_is_above_the_users_choice(model, crop_px):
    levels = ladder(model, StyleConfig(crop_px=crop_px), every=2)

    assert (levels[0].crop_px, levels[0].every) == (crop_px, 2)
    for above, below in itertools.pairwise(levels):
        names = [f.name for f in fields(Level)]
        assert sum(getattr(above, n) != getattr(below, n) for n in names) == 1
        assert below.cost <= above.cost
    assert all(px <= LEAST_CUT * crop_px for px in values(levels, "crop_px") if px != crop_px)


def test_a_lite_has_no_parsing_and_one_scale():
    levels = ladder(LITE, StyleConfig(crop_px=384), every=2)

    assert set(values(levels, "parse_every")) == {1}
    assert len(set(values(levels, "output_scale"))) == 1
    assert values(levels, "every")[:3] == [2, 3, 4]
    assert sorted(set(values(levels, "crop_px"))) == [256, 320, 384]


def test_a_vtoonify_also_lowers_parsing_and_scale():
    levels = ladder(VTOONIFY, StyleConfig(crop_px=400), every=2)

    assert values(levels, "parse_every")[-1] == 2
    assert values(levels, "output_scale")[-1] == 1
    assert levels[-1].cost / levels[0].cost == pytest.approx(0.97 * 180 / 229 * (256 / 400) ** 2)


def test_what_the_user_set_lower_stays_lower():
    levels = ladder(VTOONIFY, StyleConfig(crop_px=400, parse_every=5), every=2)

    assert set(values(levels, "parse_every")) == {5}


def test_a_level_changes_only_its_own_part_of_the_settings():
    config = StyleConfig(style="poster", degree=0.5, smoothing=0.2)
    level = Level(every=2, parse_every=2, crop_px=256, output_scale=1)

    assert level.apply(config) == replace(config, crop_px=256, parse_every=2)


def test_of_two_things_that_change_the_more_visible_one_is_named():
    best, worst = (lambda levels: (levels[0], levels[-1]))(
        ladder(VTOONIFY, StyleConfig(crop_px=400), every=2)
    )

    assert lever_between(best, worst) == "crop_px"
    assert lever_between(best, replace(best, every=3)) == "every"
    assert lever_between(best, best) is None


def test_with_several_faces_the_others_are_painted_more_rarely_before_the_crop_shrinks():
    levels = ladder(LITE, StyleConfig(crop_px=384, faces=FacesConfig(mode="all")), every=2)
    at = values(levels, "others_every").index(2)

    assert set(values(levels[: at + 2], "crop_px")) == {384}
    assert values(levels, "others_every")[-1] == 3
    assert levels[at].apply(StyleConfig(faces=FacesConfig(mode="all"))).faces.others_every == 2
    assert lever_between(levels[0], levels[at]) == "others_every"


def test_a_level_costs_by_the_faces_that_it_paints():
    level = Level(every=2, parse_every=1, crop_px=384, output_scale=1, others_every=2)

    assert level.cost_of(3) == 2 * level.cost_of(1) == 2 * level.cost
