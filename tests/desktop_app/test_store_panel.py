"""The styles panel: what it shows, and what follows from the buttons of what is installed."""

from dataclasses import replace
from pathlib import Path

import pytest
from desktop_fakes import make_model
from panel_reading import answer, installed, notice_button, offer, offers, words_of
from panel_store import make_offer
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton

from checkpoint.errors import ModelError
from checkpoint.upkeep import Damage
from desktop_app import model_cards
from desktop_app.styles_window import StylesWindow
from desktop_app.translation import set_language


def test_what_there_is_to_get_is_told_with_its_needs(qtbot, panel):
    qtbot.waitUntil(lambda: "per picture" in words_of(offer(panel)))

    words = words_of(offer(panel))
    assert "317 styles" in words
    assert "Non-commercial" in words
    assert "About 1.2 GB to download" in words
    assert "680 MB on disk" in words
    assert "About 2.9 s per picture on this computer" in words


def test_a_computer_that_cannot_be_measured_is_told_nothing_of(qtbot, run_time, open_panel):
    run_time.speed = None

    panel = open_panel()

    assert "per picture" not in words_of(offer(panel))


def test_what_is_installed_is_not_offered(store, open_panel):
    store.models = [make_model(), make_model("cartoon")]

    panel = open_panel()

    assert [card.name for card in installed(panel)] == ["Starter", "Cartoon"]
    assert [card.name for card in offers(panel)] == ["Comic", "Pixar-t"]


def test_words_find_models_in_both_lists(panel):
    panel.search.setText("com")

    assert [card.name for card in offers(panel)] == ["Comic"]
    assert [card.name for card in installed(panel)] == ["Starter"]  # it has a style "comic"


def test_cards_that_nobody_sees_are_none(panel):
    shown = [card.name for card in offers(panel)]

    panel.close()
    assert offers(panel) == installed(panel) == []

    panel.show()
    assert [card.name for card in offers(panel)] == shown != []


def test_nothing_found_is_said(panel):
    panel.search.setText("xyzzy")

    assert offers(panel) == installed(panel) == []
    assert panel.list.notices.nothing.text == "No style is called “xyzzy”."


def test_catalogs_that_cannot_be_read_are_told_and_read_again(qtbot, store, open_panel):
    store.fault = ModelError("The catalog is damaged", "Install again")
    panel = open_panel()
    assert panel.list.notices.nothing.text == "The catalog is damaged. Install again."

    store.fault = None
    notice_button(panel.list.notices.nothing, "Try again").click()

    qtbot.waitUntil(lambda: len(offers(panel)) == 3)


def test_a_store_that_cannot_be_read_is_told_and_read_again(qtbot, store, open_panel):
    models, store.models = store.models, ModelError("The starter is damaged", "Install again")
    panel = open_panel()
    assert panel.list.notices.nothing.text == "The starter is damaged. Install again."

    store.models = models
    notice_button(panel.list.notices.nothing, "Try again").click()

    qtbot.waitUntil(lambda: len(offers(panel)) == 3)


def test_a_model_to_be_got_by_hand_opens_its_page(panel, monkeypatch):
    opened = []
    monkeypatch.setattr(model_cards.QDesktopServices, "openUrl", opened.append)
    card = offer(panel, "Pixar-t")

    card.buttons.itemAt(1).widget().click()

    assert card.get.isHidden()
    assert opened == [QUrl("https://example.org/project")]


# What is installed


@pytest.fixture
def owner(store, open_panel) -> StylesWindow:
    store.models = [make_model(), make_model("cartoon")]
    return open_panel()


def test_the_default_style_is_used_at_a_click(owner):
    wanted = QSignalSpy(owner.style_wanted)

    installed(owner)[1].use.click()

    assert wanted.at(0) == ["cartoon"]


def test_a_model_is_removed_after_a_question(qtbot, owner, store):
    installed(owner)[1].remove.trigger()
    answer(qtbot, owner)

    qtbot.waitUntil(lambda: len(installed(owner)) == 1)
    assert store.asked == [("remove", "cartoon")]
    assert owner.list.message.text == "680 MB of the disk are free again."


def test_the_starter_cannot_be_removed(owner):
    assert [card.remove.isEnabled() for card in installed(owner)] == [False, True]


def test_damage_is_told_with_a_remedy(qtbot, owner, store):
    store.damaged = [Damage(model="cartoon", file=Path("a/frame.onnx"), what="damaged")]
    card = installed(owner)[1]

    card.check.trigger()
    qtbot.waitUntil(lambda: "frame.onnx" in card.found.text)
    notice_button(card.found, "Get it again").click()
    answer(qtbot, owner)

    qtbot.waitUntil(lambda: ("pull", "vtoonify/cartoon") in store.asked)
    assert ("remove", "cartoon") in store.asked


def test_whole_files_are_told(qtbot, owner):
    card = installed(owner)[1]

    card.check.trigger()

    qtbot.waitUntil(lambda: card.found.text == "All files are as they should be.")


# Kept files and files of the user's


def test_kept_downloads_can_be_freed(qtbot, store, open_panel):
    store.kept = 1_300_000_000
    panel = open_panel()
    kept = panel.list.notices.kept
    assert kept.text == "1.3 GB of downloaded files are kept for further styles."

    notice_button(kept, "Free up").click()

    qtbot.waitUntil(lambda: kept.text == "")


def test_the_users_portrait_can_be_dropped(qtbot, store, open_panel):
    store.folder.root.mkdir(parents=True)
    store.folder.portrait.touch()
    panel = open_panel()
    portrait = panel.list.notices.portrait

    notice_button(portrait, "Use the sample instead").click()

    qtbot.waitUntil(lambda: portrait.text == "")
    assert not store.folder.portrait.exists()


def test_a_dropped_file_is_imported(qtbot, panel, store, tmp_path):
    path = tmp_path / "mine.zip"
    path.touch()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    panel.dropEvent(event)
    store.finish()

    qtbot.waitUntil(lambda: len(installed(panel)) == 2)
    assert store.asked == [("import", path)]


def test_a_catalog_of_the_users_own_is_told_to_be_unsigned(store, open_panel):
    store.catalog = replace(
        store.catalog, name="Mine", signature="unsigned", models=(make_offer(),)
    )

    panel = open_panel()

    assert "from Mine, not signed" in words_of(offer(panel))


# For everyone


def test_everything_that_can_be_used_has_a_name_and_is_reached_by_tab(owner, qapp):
    buttons = {b for b in owner.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()}
    wanted = {b for b in buttons if b.focusPolicy() != Qt.FocusPolicy.NoFocus}

    reached = set()
    for _ in range(40):
        QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
        reached.add(qapp.focusWidget())

    assert wanted - reached == set()
    assert [b for b in wanted if not (b.accessibleName() or b.text())] == []
    assert len(wanted) > 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_is_cut_off_in_the_smallest_panel(qtbot, owner, language):
    set_language(language)
    owner.retranslate()
    owner.resize(owner.minimumSize())
    qtbot.waitUntil(lambda: (owner.width(), owner.height()) == (640, 480))
    qtbot.waitUntil(lambda: offer(owner, offers(owner)[0].name).get.isVisible())

    def cut() -> list[str]:
        return [
            button.text()
            for button in owner.findChildren(QPushButton)
            if button.isVisible()
            and button.width() < button.fontMetrics().horizontalAdvance(button.text()) + 8
        ]

    qtbot.waitUntil(lambda: cut() == [])
    assert owner.list.widget().width() <= owner.list.viewport().width()
