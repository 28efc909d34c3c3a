"""Work that the user ends, while something else is under way: it stays ended."""

from pathlib import Path
from threading import Event

import pytest
from desktop_fakes import make_model
from panel_reading import answer, installed, notice_button, offer, question
from panel_store import LICENCE, make_job
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from checkpoint.upkeep import Damage
from desktop_app.styles_window import StylesWindow


def test_what_is_read_late_brings_no_cancelled_work_back(qtbot, getting, store):
    reading, go_on, discarding = Event(), Event(), Event()

    def read_slowly():
        reading.set()
        assert go_on.wait(5)
        return [make_job("comic")]

    def discard_slowly(_):
        assert discarding.wait(5)

    store.jobs, store.discard = read_slowly, discard_slowly
    offer(getting, "Comic").get.click()
    qtbot.waitUntil(reading.is_set)

    offer(getting, "Comic").view.cancel.click()
    getting.shelf.free()  # comes after the reading: both threads are busy
    with qtbot.waitSignal(getting.shelf.freed):
        go_on.set()

    assert getting.shelf.tasks.find("comic") is None
    discarding.set()


@pytest.mark.parametrize("button", ["pause", "cancel"])
def test_what_the_user_stops_does_not_go_on_at_the_next_start(getting, store, button):
    store.planned.clear()
    getattr(offer(getting).view, button).click()

    assert getting.shelf.shut_down(5)

    assert store.planned == []


def test_work_for_a_catalog_that_was_removed_can_be_given_up(qtbot, store, open_panel):
    store.unfinished = [make_job("gone", "paused")]
    panel = open_panel()

    buttons = panel.list.others.findChildren(QPushButton)
    next(b for b in buttons if b.text() == "Cancel").click()

    qtbot.waitUntil(lambda: store.asked == [("discard", "gone")])


# A damaged model


@pytest.fixture
def damaged(qtbot, store, open_panel) -> StylesWindow:
    """A panel that has found Cartoon damaged; it was imported, its terms are not accepted."""
    store.models = [make_model(), make_model("cartoon")]
    store.damaged = [Damage(model="cartoon", file=Path("a/frame.onnx"), what="damaged")]
    panel = open_panel()
    card = installed(panel)[1]
    card.check.trigger()
    qtbot.waitUntil(lambda: "frame.onnx" in card.found.text)
    return panel


def test_getting_it_again_asks_for_terms_that_nobody_has_accepted(qtbot, damaged, store):
    store.asked.clear()

    notice_button(installed(damaged)[1].found, "Get it again").click()

    assert LICENCE.name in question(damaged).windowTitle()
    answer(qtbot, damaged, yes=False)
    assert store.asked == []
    assert store.accepted == set()


def test_it_is_no_longer_offered_to_play_while_it_is_got_again(qtbot, damaged, store):
    changed = QSignalSpy(damaged.shelf.models_changed)

    notice_button(installed(damaged)[1].found, "Get it again").click()
    answer(qtbot, damaged)

    qtbot.waitUntil(store.started.is_set)
    assert changed.count() == 1
