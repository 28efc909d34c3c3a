"""The looks: every one is offered, one is ringed, clicks and keys ask for another."""

from dataclasses import replace
from pathlib import Path

import pytest
from desktop_fakes import make_model, make_style
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from checkpoint.manifest import ModelManifest
from desktop_app.style_button import StyleButton
from desktop_app.style_grid import StyleGrid
from desktop_app.translation import set_language


@pytest.fixture
def grid(show) -> StyleGrid:
    grid = StyleGrid()
    grid.set_models([make_model(), make_model("mine", make_style("oil"))])
    return show(grid)


@pytest.fixture
def large(tmp_path) -> ModelManifest:
    """A model with as many styles as the largest that is published, each with its thumbnail."""
    styles = []
    for number in range(317):
        picture = tmp_path / f"{number}.png"
        thumbnail = QImage(128, 128, QImage.Format.Format_RGB32)
        thumbnail.fill(QColor.fromHsv(number, 200, 200))
        assert thumbnail.save(str(picture))
        style = make_style(str(number))
        styles.append(replace(style, name=f"face {number}", thumbnail=picture))
    return replace(make_model("cartoon", *styles), name="Cartoon", family="vtoonify_d")


def offered(grid: StyleGrid) -> list[StyleButton]:
    return [b for b in grid.findChildren(StyleButton) if not b.isHidden()]


def ids(grid: StyleGrid) -> list[str]:
    return [button.style_id for button in offered(grid)]


def chosen_style(grid: StyleGrid) -> list[str]:
    return [button.style_id for button in offered(grid) if button.isChecked()]


def choose_model(grid: StyleGrid, name: str) -> None:
    next(action for action in grid.chooser.menu.actions() if action.text() == name).trigger()


def test_every_style_of_the_first_model_is_offered(grid):
    assert ids(grid) == ["comic", "poster", "oil"]


def test_the_styles_of_another_model_are_shown_when_it_is_chosen(grid):
    wanted = QSignalSpy(grid.chosen)

    choose_model(grid, "Mine")

    assert ids(grid) == ["mine/oil"]
    assert grid.chooser.button.text().strip() == "Mine"
    assert wanted.count() == 0


def test_beside_the_only_model_one_can_ask_for_more(show):
    grid = StyleGrid()
    grid.set_models([make_model()])
    wanted = QSignalSpy(grid.chooser.more_wanted)

    choose_model(grid, "Get more styles…")

    assert show(grid).chooser.isVisible()
    assert wanted.count() == 1


def test_made_up_weights_are_told_with_the_models_name(grid):
    grid.set_models([make_model(), replace(make_model("test"), synthetic=True)])
    english = [action.text() for action in grid.chooser.menu.actions()[:2]]
    set_language("zh")
    grid.retranslate()

    assert english == ["Starter", "Test (synthetic weights)"]
    assert grid.chooser.menu.actions()[1].text() == "Test（合成权重）"


def test_the_chosen_style_alone_is_ringed(grid):
    grid.select("comic")
    grid.select("oil")

    assert chosen_style(grid) == ["oil"]


def test_a_style_of_another_model_brings_that_model(grid):
    grid.select("comic")
    grid.select("mine/oil")

    assert chosen_style(grid) == ["mine/oil"]


def test_what_is_selected_already_does_not_end_the_look_at_another_model(grid):
    grid.select("comic")
    choose_model(grid, "Mine")
    grid.select("comic")

    assert ids(grid) == ["mine/oil"]
    assert chosen_style(grid) == []


def test_the_selected_style_is_ringed_when_its_model_is_back(grid):
    grid.select("poster")
    choose_model(grid, "Mine")
    choose_model(grid, "Starter")

    assert chosen_style(grid) == ["poster"]


def test_a_style_that_does_not_exist_rings_none(grid):
    grid.select("gone")

    assert chosen_style(grid) == []


def test_hundreds_of_styles_are_scrolled_in_a_small_place(qtbot, grid, large):
    grid.set_models([make_model(), large])
    choose_model(grid, "Cartoon")

    qtbot.waitUntil(lambda: len(offered(grid)) == 317)
    assert grid.sizeHint().height() < 420


def test_only_the_thumbnails_that_are_seen_are_read(qtbot, grid, large, monkeypatch):
    read = []
    monkeypatch.setattr(
        "desktop_app.style_button.QPixmap", lambda path: read.append(Path(path)) or QPixmap(path)
    )
    grid.set_models([make_model(), large])
    read.clear()

    choose_model(grid, "Cartoon")
    qtbot.waitUntil(lambda: len(read) > 0)
    QApplication.processEvents()

    assert len(read) <= 12


def test_a_selected_style_far_down_is_scrolled_to(qtbot, grid, large):
    grid.set_models([make_model(), large])

    grid.select("cartoon/300")

    qtbot.waitUntil(lambda: chosen_style(grid) == ["cartoon/300"])
    chosen = next(button for button in offered(grid) if button.isChecked())
    qtbot.waitUntil(lambda: not chosen.visibleRegion().isEmpty())


def test_a_numbered_style_tells_its_number(grid, large):
    grid.set_models([large])

    assert offered(grid)[26].toolTip() == "26: face 26"


def test_a_click_asks_for_a_style(grid):
    wanted = QSignalSpy(grid.chosen)

    grid.findChildren(StyleButton)[1].click()

    assert wanted.at(0) == ["poster"]


def test_arrow_keys_move_between_the_styles(grid):
    first = grid.findChildren(StyleButton)[0]
    first.setFocus()

    QTest.keyClick(first, Qt.Key.Key_Right)

    assert grid.focusWidget().style_id == "poster"


def test_a_number_beyond_the_styles_does_nothing(grid):
    wanted = QSignalSpy(grid.chosen)

    grid.choose_number(9)

    assert wanted.count() == 0


def test_a_style_without_thumbnail_is_painted_nevertheless(grid):
    assert not grid.grab().isNull()


def test_no_part_of_making_hundreds_of_styles_takes_long(qtbot, grid, large, monkeypatch):
    """A batch is a fifth of the work or less, so that the window goes on between two."""
    batches = []
    add_some = grid._add_some

    def count() -> None:
        before = len(grid._buttons)
        add_some()
        batches.append(len(grid._buttons) - before)

    monkeypatch.setattr(grid, "_add_some", count)
    grid._going_on.timeout.disconnect()
    grid._going_on.timeout.connect(count)
    grid.set_models([large])
    qtbot.waitUntil(lambda: sum(batches) == 317)

    assert max(batches) <= 317 / 5
