"""Crop and face: presets, margins, detail, and what is shown without a face."""

from dataclasses import replace

import pytest
from desktop_fakes import button_named
from PySide6.QtTest import QSignalSpy

from desktop_app.framing import PRESETS, Framing
from vtoonify_rt.config import Padding, StyleConfig


@pytest.fixture
def framing(show) -> Framing:
    framing = Framing()
    framing.show_choices(StyleConfig())
    return show(framing)


def test_the_section_folds_and_opens_again(framing):
    unfolded = QSignalSpy(framing.unfolded)
    assert framing.spins["left"].isVisible()

    framing.toggle.click()
    assert not framing.spins["left"].isVisible()

    framing.toggle.click()
    assert framing.spins["left"].isVisible()
    assert unfolded.count() == 1


def test_what_is_chosen_is_shown_without_asking_for_it(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    config = StyleConfig(padding=PRESETS["wide"], crop_px=512, no_face="hold")
    framing.show_choices(replace(config, surroundings="camera"))

    assert wanted.count() == 0
    assert framing.spins["left"].value() == PRESETS["wide"].left
    assert button_named(framing, "Crop: Wide").isChecked()
    assert button_named(framing, "Detail: Fine").isChecked()
    assert button_named(framing, "Around the crop: Camera picture").isChecked()
    assert button_named(framing, "When no face is found: Keep the last picture").isChecked()


def test_margins_of_ones_own_are_no_preset(framing):
    framing.show_choices(StyleConfig(padding=Padding(left=123), crop_px=400))

    assert not any(
        button_named(framing, f"Crop: {n}").isChecked() for n in ("Tight", "Normal", "Wide")
    )


def test_a_preset_asks_for_its_margins(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    button_named(framing, "Crop: Wide").click()

    assert wanted.at(0) == [PRESETS["wide"]]


def test_a_margin_is_asked_for_with_the_others(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    framing.spins["top"].setValue(250)

    assert wanted.at(0) == [Padding(top=250)]


def test_the_detail_asks_for_a_crop_size(framing):
    wanted = QSignalSpy(framing.crop_chosen)

    button_named(framing, "Detail: Fast").click()

    assert wanted.at(0) == [320]
