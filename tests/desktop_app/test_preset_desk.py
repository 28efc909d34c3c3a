"""Presets in the window: saved, shown, renamed, removed and had back, passed on."""

from dataclasses import replace

import pytest
from desktop_fakes import make_model
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton

from desktop_app.preset_desk import PresetDesk
from desktop_app.stage import Stage
from vtoonify_rt.config import GovernorConfig, Padding
from vtoonify_rt.presets import write_preset


@pytest.fixture
def player(make_idle_player):
    return make_idle_player()


@pytest.fixture
def stage(show):
    return show(Stage())


@pytest.fixture
def desk(player, stage):
    desk = PresetDesk(player, stage, player._background, lambda: None, stage)
    player.failed.connect(stage.tell_error)
    return desk


def names(desk) -> list[str]:
    return [preset.name for preset in desk.presets]


def undo(stage) -> QPushButton:
    return next(b for b in stage.findChildren(QPushButton) if b.text() == "Undo")


def entry(menu, *texts: str):
    """The entry of a menu, or of a menu in it."""
    for text in texts[:-1]:
        menu = next(action for action in menu.actions() if action.text() == text).menu()
    return next(action for action in menu.actions() if action.text() == texts[-1])


def test_all_that_is_on_the_screen_comes_back(player, desk):
    player.change(style="poster", degree=0.6, padding=Padding(left=300), smoothing=0.1)
    player.choose_palette(("#000000", "#ffffff"))
    player.choose_governor(GovernorConfig(mode="latency", target=80.0))
    desk.save("Evening")
    before = player.settings.stylize
    player.change(style="oil", padding=Padding(), smoothing=0.9, surroundings="camera")
    player.choose_governor(GovernorConfig(mode="off"))

    entry(desk.menu, "Evening").trigger()

    assert player.settings.stylize == before
    assert player.settings.governor == GovernorConfig(mode="latency", target=80.0)
    assert player.config.palette == ("#000000", "#ffffff")


def test_a_preset_that_is_replaced_can_be_had_back(player, stage, desk):
    desk.save("Evening")
    player.change(style="oil")
    desk.save("Evening")
    assert [preset.stylize.style for preset in desk.presets] == ["oil"]

    undo(stage).click()
    assert [preset.stylize.style for preset in desk.presets] == ["comic"]


def test_a_preset_that_is_removed_can_be_had_back(stage, desk):
    desk.save("Evening")
    entry(desk.menu, "Remove", "Evening").trigger()
    assert names(desk) == []
    assert not entry(desk.menu, "No presets yet").isEnabled()

    undo(stage).click()
    assert names(desk) == ["Evening"]


def test_a_name_is_asked_for(stage, desk):
    entry(desk.menu, "Save what is on the screen…").trigger()
    dialog = stage.findChild(QInputDialog)
    dialog.setTextValue("Rock & roll")
    dialog.accept()

    assert names(desk) == ["Rock & roll"]
    assert entry(desk.menu, "Rock && roll").isEnabled()


def test_a_preset_gets_another_name_but_none_that_is_taken(stage, desk):
    desk.save("Evening")
    desk.save("Morning")
    desk.rename("Evening", "Night")
    assert names(desk) == ["Night", "Morning"]

    desk.rename("Night", "Morning")
    assert names(desk) == ["Night", "Morning"]
    assert "There is a preset 'Morning' already" in stage.message.text


def test_a_name_that_is_none_is_told(stage, desk):
    desk.save("  ")

    assert names(desk) == []
    assert "needs a name" in stage.message.text


def test_a_preset_goes_to_a_file_and_comes_from_one(qtbot, stage, desk, tmp_path, monkeypatch):
    path = str(tmp_path / "evening.vtoonify.json")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    desk.save("Evening")
    entry(desk.menu, "Export", "Evening").trigger()
    qtbot.waitUntil(lambda: "Saved: evening" in stage.message.text)
    entry(desk.menu, "Import…").trigger()

    qtbot.waitUntil(lambda: names(desk) == ["Evening", "Evening 2"])


def test_a_file_that_is_no_preset_is_told(qtbot, stage, desk, tmp_path):
    path = tmp_path / "notes.json"
    path.write_text("[]")
    desk.take(path)

    qtbot.waitUntil(lambda: "notes.json is no preset" in stage.message.text)
    assert names(desk) == []


def test_a_preset_says_which_model_it_needs(qtbot, player, stage, desk, tmp_path):
    desk.save("Evening")
    path = tmp_path / "other.vtoonify.json"
    write_preset(path, replace(desk.presets[0], name="Other", model="deluxe", model_name="Deluxe"))
    desk.take(path)
    qtbot.waitUntil(lambda: names(desk) == ["Evening", "Other"])
    entry(desk.menu, "Other").trigger()

    assert "needs the model Deluxe" in stage.message.text
    assert player.settings.stylize.style == "comic"
    player.models = [make_model(), make_model("deluxe")]
    entry(desk.menu, "Other").trigger()
    assert player.settings.stylize.style == "deluxe/comic"
