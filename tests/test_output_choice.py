"""Which options go together is told before any work."""

from pathlib import Path

import pytest
from fakes import FakeSession
from vtoonify_fakes import FakeVToonify

from vtoonify_rt.errors import UsageError
from vtoonify_rt.output_choice import (
    OutputRequest,
    UnpastedOptions,
    check_one_file,
    choose_output,
)

MAPS = Path("maps.npy")
VTOONIFY = FakeVToonify().model
STARTER = FakeSession().model


def choose(model=VTOONIFY, **request) -> UnpastedOptions | None:
    return choose_output(OutputRequest(**request), model)


@pytest.mark.parametrize("model", [VTOONIFY, STARTER])
def test_without_a_word_the_crop_is_pasted_back(model):
    assert choose(model) is None


def test_scale_rate_and_padding_are_for_pasted_files_too():
    assert choose(output_scale=2, parse_every=3, padding=True, of_pasted=("--size",)) is None


def test_the_crop_alone():
    assert choose(crop_only=True, padding=True) == UnpastedOptions(crop=True, batch_size=4)


def test_the_picture_as_it_is():
    chosen = choose(scale=False, batch_size=2, parsing_maps=MAPS)

    assert chosen == UnpastedOptions(crop=False, batch_size=2, parsing_maps=MAPS)


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (
            {"batch_size": 2},
            "--batch-size says nothing about a crop that is pasted back. "
            "Give --crop-only or --no-scale with it.",
        ),
        ({"parsing_maps": MAPS}, "--parsing-maps says nothing about a crop that is pasted back."),
        ({"crop_only": True, "scale": False}, "--crop-only scales, and --no-scale does not."),
        (
            {"crop_only": True, "of_pasted": ("--size", "--no-face")},
            "--size says nothing about --crop-only. Leave one out.",
        ),
        ({"scale": False, "of_pasted": ("--no-face",)}, "--no-face says nothing about --no-scale."),
        ({"scale": False, "padding": True}, "--padding says nothing about --no-scale."),
        (
            {"crop_only": True, "parsing_maps": MAPS, "parse_every": 2},
            "--parse-every parses, and --parsing-maps says not to.",
        ),
        ({"crop_only": True, "batch_size": 0}, "Batch size is 0. Give 1 to 64 frames."),
        ({"scale": False, "batch_size": 65}, "Batch size is 65. Give 1 to 64 frames."),
        ({"output_scale": 3}, "Model 'starter' has no output scale 3. Choose one of 4, 2, 1."),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_sentence(request_, sentence):
    with pytest.raises(UsageError) as told:
        choose(**request_)
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize(
    ("request_", "option"),
    [
        ({"crop_only": True, "parsing_maps": MAPS}, "--parsing-maps"),
        ({"parse_every": 2}, "--parse-every"),
    ],
)
def test_a_model_that_parses_nothing_takes_no_parsing_options(request_, option):
    with pytest.raises(UsageError, match=f"'starter' parses no faces, so {option} says nothing"):
        choose(STARTER, **request_)


def test_maps_belong_to_one_video():
    options = UnpastedOptions(crop=True, parsing_maps=MAPS)

    check_one_file(options, 1)
    with pytest.raises(UsageError, match=r"maps\.npy belongs to one video, not to 2 files"):
        check_one_file(options, 2)


def test_without_maps_there_may_be_many_files():
    check_one_file(UnpastedOptions(crop=True), 9)
    check_one_file(None, 9)
