"""From what a user asks of a look to model and settings."""

from dataclasses import replace

import pytest

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.config import Padding
from vtoonify_rt.errors import UsageError
from vtoonify_rt.look import (
    LookRequest,
    choose_look,
    join_padding,
    list_styles,
    parse_padding,
    parse_palette,
)


@pytest.fixture
def starter():
    return load_manifest(STARTER)


def test_without_a_word_the_model_decides(starter):
    model, config = choose_look(LookRequest(), [starter])

    assert model is starter
    assert (config.style, config.degree) == (starter.default_style, starter.default_degree)


def test_a_style_can_be_named_with_its_model(starter):
    other = replace(starter, id="mine")
    model, config = choose_look(LookRequest(style="mine/comic"), [starter, other])

    assert (model.id, config.style) == ("mine", "comic")


def test_an_unknown_style_is_bad_usage_and_lists_those_that_exist(starter):
    with pytest.raises(UsageError, match=r"no style 'manga'.*comic, poster"):
        choose_look(LookRequest(style="manga"), [starter])


def test_a_model_can_be_named_beside_its_style(starter):
    other = replace(starter, id="mine")
    for style in ("poster", "Poster", "mine/poster", 1, "1"):
        model, config = choose_look(LookRequest(model="mine", style=style), [starter, other])

        assert (model.id, config.style) == ("mine", "poster")


def test_a_model_without_a_style_gives_its_default(starter):
    other = replace(starter, id="mine", default_style="poster")

    assert choose_look(LookRequest(model="mine"), [starter, other])[1].style == "poster"


def test_an_unknown_model_is_bad_usage_and_lists_those_that_exist(starter):
    with pytest.raises(UsageError, match=r"no model 'yours'. Choose one of starter"):
        choose_look(LookRequest(model="yours"), [starter])


def test_the_crop_is_as_large_as_the_model_was_made_for(starter):
    large = replace(starter, crop_px=400)

    assert choose_look(LookRequest(), [large])[1].crop_px == 400
    assert choose_look(LookRequest(crop_px=512), [large])[1].crop_px == 512


def test_colour_transfer_is_left_to_a_model_that_can_do_it(starter):
    able = replace(starter, color_transfer=True)

    assert choose_look(LookRequest(), [able])[1].color_transfer is None
    assert choose_look(LookRequest(color_transfer=False), [able])[1].color_transfer is False
    assert choose_look(LookRequest(color_transfer=False), [starter])[1].color_transfer is False


def test_colour_transfer_of_a_model_without_it_names_those_that_have_it(starter):
    able = replace(starter, id="painting", color_transfer=True)

    with pytest.raises(UsageError, match=r"'starter' was not .* one that was: painting"):
        choose_look(LookRequest(color_transfer=True), [starter, able])
    with pytest.raises(UsageError, match="None of your models was"):
        choose_look(LookRequest(color_transfer=True), [starter])


@pytest.mark.parametrize("frames", [0, -1, 31])
def test_a_parsing_that_serves_no_frame_or_too_many_is_bad_usage(starter, frames):
    with pytest.raises(UsageError, match=f"to serve {frames} frames. Give 1 to 30"):
        choose_look(LookRequest(parse_every=frames), [starter])


@pytest.mark.parametrize("degree", [-0.1, 1.5, float("nan")])
def test_a_degree_outside_0_to_1_is_bad_usage(starter, degree):
    with pytest.raises(UsageError, match="from 0 to 1"):
        choose_look(LookRequest(degree=degree), [starter])


@pytest.mark.parametrize("crop_px", [0, -5, 100, 5000])
def test_a_crop_size_out_of_range_is_bad_usage(starter, crop_px):
    with pytest.raises(UsageError, match=f"Crop size is {crop_px}. Give 128"):
        choose_look(LookRequest(crop_px=crop_px), [starter])


def test_a_model_with_one_degree_has_no_other(starter):
    fixed = replace(starter, fixed_degree=0.5)

    with pytest.raises(UsageError, match=r"no style degree 0.7. It only knows 0.5"):
        choose_look(LookRequest(degree=0.7), [fixed])


def test_a_palette_is_for_tone_styles(starter):
    palette = ("#000000", "#ffffff")

    assert choose_look(LookRequest(style="poster", palette=palette), [starter])[1].palette
    with pytest.raises(UsageError, match="takes no palette"):
        choose_look(LookRequest(style="comic", palette=palette), [starter])


def test_styles_of_the_same_id_are_listed_with_their_model(starter):
    other = replace(starter, id="mine")
    listed = [style_id for style_id, _, _ in list_styles([starter, other])]

    assert len(set(listed)) == len(listed)
    assert "comic" in listed
    assert "mine/comic" in listed


def test_every_listed_style_can_be_chosen(starter):
    models = [starter, replace(starter, id="mine")]
    for style_id, model, style in list_styles(models):
        chosen, config = choose_look(LookRequest(style=style_id), models)

        assert (chosen.id, config.style) == (model.id, style.id)


def test_palette_from_text():
    assert parse_palette("#102030, #ffffff") == ("#102030", "#ffffff")
    assert parse_palette(None) is None


@pytest.mark.parametrize("text", ["", "#102030", "red,blue", "#12345,#ffffff"])
def test_a_palette_of_other_than_colours_is_bad_usage(text):
    with pytest.raises(UsageError, match="palette"):
        parse_palette(text)


@pytest.mark.parametrize("text", ["180 190 200 210", "180,190,200,210"])
def test_padding_of_four_sides(text):
    assert parse_padding(text) == Padding(left=180, right=190, top=200, bottom=210)


def test_padding_of_one_number_is_for_all_sides():
    assert parse_padding("300") == Padding(left=300, right=300, top=300, bottom=300)


@pytest.mark.parametrize("text", ["", "1 2", "wide", "200.5", "1 2 3 4 5"])
def test_padding_of_other_than_one_or_four_numbers_is_bad_usage(text):
    with pytest.raises(UsageError, match="one or four"):
        parse_padding(text)


def test_padding_out_of_range_is_bad_usage():
    with pytest.raises(UsageError, match="Padding left is 10"):
        parse_padding("10")


def test_four_numbers_after_padding_are_one_argument():
    arguments = ["stylize", "a.jpg", "--padding", "1", "2", "3", "4", "b.jpg"]

    assert join_padding(arguments) == ["stylize", "a.jpg", "--padding", "1 2 3 4", "b.jpg"]


def test_one_number_after_padding_stays_one():
    arguments = ["stylize", "--padding", "200", "2024", "-o", "x"]

    assert join_padding(arguments) == arguments
