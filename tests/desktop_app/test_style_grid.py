"""The looks: every one is offered, one is ringed, clicks and keys ask for another."""

import pytest
from desktop_fakes import make_model, make_style
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop_app.style_grid import StyleButton, StyleGrid, qualified_styles


@pytest.fixture
def grid(show) -> StyleGrid:
    grid = StyleGrid()
    grid.set_models([make_model(), make_model("mine", make_style("oil"))])
    return show(grid)


def chosen_style(grid: StyleGrid) -> list[str]:
    return [b.style_id for b in grid.findChildren(StyleButton) if b.isChecked()]


def test_every_style_of_every_model_is_offered(grid):
    ids = [button.style_id for button in grid.findChildren(StyleButton)]

    assert ids == ["comic", "poster", "oil", "mine/oil"]


def test_the_chosen_style_alone_is_ringed(grid):
    grid.select("comic")
    grid.select("mine/oil")

    assert chosen_style(grid) == ["mine/oil"]


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


def test_styles_of_one_name_are_told_apart():
    models = [make_model("a", make_style("oil")), make_model("b", make_style("oil"))]

    assert [key for key, _ in qualified_styles(models)] == ["oil", "b/oil"]
