"""The cards of the styles panel: their layout, the variants of a style set, and their buttons."""

from dataclasses import replace
from pathlib import Path

import pytest
from desktop_fakes import make_model
from panel_reading import installed, offer, offers, squeezed, words_of
from panel_store import LICENCE, NEEDS, make_catalog, make_offer, make_style_set
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from checkpoint.errors import FetchError, ModelError
from checkpoint.landing import already_installed
from desktop_app.model_cards import VariantsLine
from desktop_app.shelf import Shelf
from desktop_app.store_words import space_text
from desktop_app.styles_window import StylesWindow
from desktop_app.translation import set_language

# Layout


@pytest.fixture
def many(store) -> list[str]:
    """A catalog of more cards than the panel has room for, higher than their pictures."""
    licence = replace(LICENCE, name="A licence with a name of many words " * 5)
    models = [make_offer(f"m{number}", licence=licence) for number in range(12)]
    store.catalog = make_catalog(*models)
    return [model.name for model in models]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cards_grow_with_their_lines(qtbot, run_time, show, many, language):
    set_language(language)
    shelf = Shelf(run_time, "")
    panel = StylesWindow(shelf, "")
    run_time.speed, speed = None, run_time.speed
    shelf.refresh()
    qtbot.waitUntil(lambda: shelf.facts is not None)  # the cards are made before they are seen
    with qtbot.waitSignal(shelf.changed):  # it is read again
        show(panel)
    qtbot.waitUntil(lambda: squeezed(panel.list) == [])
    before = words_of(offers(panel)[0])

    run_time.speed = speed
    panel.shelf.speed = speed.__getitem__
    panel.shelf.changed.emit()

    assert words_of(offers(panel)[0]) != before
    qtbot.waitUntil(lambda: squeezed(panel.list) == [])
    assert shelf.shut_down(5)


def test_cards_grow_with_their_tasks(qtbot, store, open_panel, many):
    store.accepted.add(store.catalog.models[0].licence)
    panel = open_panel()
    offer(panel, many[0]).get.click()
    qtbot.waitUntil(store.started.is_set)

    store.fail(FetchError("The line is cut. " * 12, "Try again later. " * 12))

    qtbot.waitUntil(offer(panel, many[0]).view.start.isVisible)
    qtbot.waitUntil(lambda: squeezed(panel.list) == [])


def test_no_more_digits_than_have_a_meaning():
    sizes = (1_930_000_000, 999_600_000, 680_400_000, 4_000_000, 31_000)

    assert [space_text(size) for size in sizes] == ["1.9 GB", "1.0 GB", "680 MB", "4 MB", "31 kB"]


def test_memory_that_is_no_more_than_any_is_not_told(store, open_panel):
    store.needed = replace(NEEDS, memory_bytes=0)

    assert "memory" not in words_of(offer(open_panel()))


# Style sets


@pytest.fixture
def style_set(store, open_panel) -> StylesWindow:
    """A panel with a style set of three models, and a model of its own."""
    store.catalog = make_catalog(*make_style_set("a", "b", "c"), make_offer("comic"))
    return open_panel()


def names(panel) -> list[str]:
    return [card.name for card in offers(panel)]


def variants(panel) -> VariantsLine:
    return next(line for line in panel.findChildren(VariantsLine) if not line.isHidden())


def test_a_style_set_is_shown_by_its_first_model(style_set):
    assert names(style_set) == ["A", "Comic"]
    assert variants(style_set).button.text() == "2 more variants"


def test_the_variants_are_shown_at_a_click_and_hidden_at_the_next(style_set):
    line = variants(style_set)

    line.button.click()
    shown = names(style_set)
    line.button.click()

    assert sorted(shown) == ["A", "B", "C", "Comic"]
    assert names(style_set) == ["A", "Comic"]


def test_words_find_a_variant(style_set):
    style_set.search.setText("b")

    assert names(style_set) == ["B"]


def test_the_next_variant_stands_for_the_set_of_an_installed_one(store, open_panel):
    store.catalog = make_catalog(*make_style_set("a", "b"))
    store.models = [make_model(), make_model("a")]

    panel = open_panel()

    assert names(panel) == ["B"]
    assert panel.findChildren(VariantsLine) == []


# Buttons


def test_enter_in_the_search_presses_nothing(qtbot, panel, store):
    QTest.keyClick(panel.search, Qt.Key.Key_Return)

    assert [b.text() for b in panel.findChildren(QPushButton) if b.isDefault()] == []
    assert [b.text() for b in panel.findChildren(QPushButton) if b.autoDefault()] == []
    assert store.asked == []


def test_an_import_that_met_a_model_can_replace_it(qtbot, panel, store):
    store.asked.clear()
    panel.shelf.import_path(Path("mine.zip"))
    store.fail(already_installed("mine"))
    qtbot.waitUntil(lambda: "already" in words_of(panel.list.others))
    assert "--replace" not in words_of(panel.list.others)

    button = next(b for b in panel.list.others.findChildren(QPushButton) if b.text() == "Replace")
    button.click()
    store.finish()

    qtbot.waitUntil(lambda: len(installed(panel)) == 2)
    assert store.asked == [("import", Path("mine.zip")), ("replace", Path("mine.zip"))]


def test_another_failure_of_an_import_replaces_nothing(qtbot, panel, store):
    panel.shelf.import_path(Path("mine.zip"))
    store.fail(ModelError("It is damaged", "Get it again"))
    qtbot.waitUntil(lambda: "damaged" in words_of(panel.list.others))

    captions = [b.text() for b in panel.list.others.findChildren(QPushButton)]
    assert "Replace" not in captions


# Many of them


def names_down(cards) -> list[str]:
    return [card.name for card in sorted(cards, key=lambda card: card.y())]


def test_many_models_are_shown_some_at_a_time_until_all_are_there(qtbot, store, open_panel):
    store.models = [make_model(f"model{number}") for number in range(20)]

    panel = open_panel()
    shown_at_once = len(installed(panel))

    names = [f"Model{number}" for number in range(20)]
    qtbot.waitUntil(lambda: names_down(installed(panel)) == names)
    assert shown_at_once < 20
