"""The styles panel: what it shows, what it asks, and what follows from each button."""

from dataclasses import replace
from pathlib import Path

import pytest
from desktop_fakes import make_model
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from store_fakes import LICENCE, NEEDS, make_job, make_offer

from checkpoint.errors import FetchError, ModelError
from checkpoint.jobs import Jobs
from checkpoint.upkeep import Damage
from desktop_app import model_cards
from desktop_app.model_cards import InstalledCard, OfferCard
from desktop_app.shelf import Shelf
from desktop_app.store_dialogs import Question
from desktop_app.styles_window import StylesWindow


@pytest.fixture
def store(run_time):
    return run_time.store


@pytest.fixture
def open_panel(qtbot, run_time, show):
    """Opens the panel; its shelf is shut down when the test ends."""
    panels = []

    def open_() -> StylesWindow:
        panel = StylesWindow(Shelf(run_time, ""), "")
        panels.append(panel)
        show(panel)
        qtbot.waitUntil(lambda: panel.shelf.facts is not None)
        return panel

    yield open_
    for panel in panels:
        assert panel.shelf.shut_down(5)


@pytest.fixture
def panel(open_panel) -> StylesWindow:
    return open_panel()


def offers(panel) -> list[OfferCard]:
    return [card for card in panel.findChildren(OfferCard) if not card.isHidden()]


def offer(panel, name: str = "Cartoon") -> OfferCard:
    return next(card for card in offers(panel) if card.name == name)


def installed(panel) -> list[InstalledCard]:
    return [card for card in panel.findChildren(InstalledCard) if not card.isHidden()]


def words_of(card) -> str:
    return "\n".join(
        text.text().replace("\u200b", "")
        for text in card.findChildren(QLabel)
        if not text.isHidden()
    )


def question(panel) -> Question | None:
    return next((q for q in panel.findChildren(Question) if q.isVisible()), None)


def answer(qtbot, panel, *, yes: bool = True) -> None:
    qtbot.waitUntil(lambda: question(panel) is not None)
    asked = question(panel)
    asked.accept() if yes else asked.reject()
    qtbot.waitUntil(lambda: question(panel) is not asked)


def notice_button(notice, text: str) -> QPushButton:
    return next(b for b in notice.findChildren(QPushButton) if b.text() == text)


# What is shown


def test_what_there_is_to_get_is_told_with_its_needs(qtbot, panel):
    qtbot.waitUntil(lambda: "per picture" in words_of(offer(panel)))

    words = words_of(offer(panel))
    assert "317 styles" in words
    assert "Non-commercial" in words
    assert "Download about 1.21 GB" in words
    assert "680.0 MB of disk" in words
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


def test_a_model_to_be_got_by_hand_opens_its_page(panel, monkeypatch):
    opened = []
    monkeypatch.setattr(model_cards.QDesktopServices, "openUrl", opened.append)
    card = offer(panel, "Pixar-t")

    card.buttons.itemAt(1).widget().click()

    assert card.get.isHidden()
    assert opened == [QUrl("https://example.org/project")]


# Getting


def test_the_licence_is_asked_for_before_anything_is_fetched(qtbot, panel, store):
    offer(panel).get.click()

    text = words_of(question(panel))
    assert LICENCE.name in text
    assert LICENCE.summary in text
    assert LICENCE.url in text
    answer(qtbot, panel, yes=False)
    assert store.asked == []


def test_an_accepted_licence_is_noted_and_the_model_is_fetched(qtbot, panel, store):
    offer(panel).get.click()
    answer(qtbot, panel)

    qtbot.waitUntil(lambda: store.asked == [("pull", "vtoonify/cartoon")])
    assert store.accepted == {LICENCE}


def test_a_licence_is_asked_for_once(qtbot, store, open_panel):
    store.accepted.add(LICENCE)
    panel = open_panel()

    offer(panel).get.click()

    qtbot.waitUntil(lambda: store.asked == [("pull", "vtoonify/cartoon")])


@pytest.fixture
def getting(qtbot, store, open_panel) -> StylesWindow:
    """A panel in which Cartoon is being got."""
    store.accepted.add(LICENCE)
    panel = open_panel()
    offer(panel).get.click()
    qtbot.waitUntil(store.started.is_set)
    return panel


def test_progress_is_shown_in_figures(qtbot, getting, store):
    store.tell(done=412_000_000, total=1_200_000_000, bytes_per_second=3.1e6, seconds_left=254.0)

    view = offer(getting).view
    qtbot.waitUntil(lambda: "MB" in view.text)
    assert view.text == ("Downloading  ·  412.0 MB of 1.20 GB  ·  3.1 MB per second  ·  4 min left")


def test_the_steps_of_the_export_are_counted(qtbot, getting, store):
    store.tell(phase="exporting", step="encoder", done=2, total=12)

    view = offer(getting).view
    qtbot.waitUntil(lambda: "step" in view.text)
    assert view.text == "Making it ready for this computer  ·  step 3 of 12"


def test_a_pause_and_a_resume(qtbot, getting, store):
    view = offer(getting).view

    view.pause.click()
    qtbot.waitUntil(view.start.isVisible)
    assert view.text == "Paused"
    view.start.click()

    qtbot.waitUntil(lambda: store.asked.count(("pull", "vtoonify/cartoon")) == 2)


def test_cancelling_forgets_what_was_fetched(qtbot, getting, store):
    offer(getting).view.cancel.click()

    qtbot.waitUntil(lambda: ("discard", "cartoon") in store.asked)
    assert offer(getting).get.isVisible()


def test_an_error_is_said_in_place_and_can_be_tried_again(qtbot, getting, store):
    store.fail(FetchError("There is no network", "Connect to one"))
    view = offer(getting).view
    qtbot.waitUntil(view.start.isVisible)
    assert view.text == "There is no network. Connect to one."

    view.start.click()

    qtbot.waitUntil(lambda: store.asked.count(("pull", "vtoonify/cartoon")) == 2)


def test_what_is_got_moves_to_what_is_installed(qtbot, getting, store):
    changed = QSignalSpy(getting.shelf.models_changed)

    store.finish()

    qtbot.waitUntil(lambda: [card.name for card in installed(getting)] == ["Starter", "Cartoon"])
    assert changed.count() == 1


def test_the_focus_stays_where_it_is_while_another_model_is_got(qtbot, getting, store):
    button = offer(getting, "Comic").get
    button.setFocus()

    store.finish()

    qtbot.waitUntil(lambda: len(installed(getting)) == 2)
    assert getting.focusWidget() is button


# Missing packages


def test_missing_packages_are_installed_first_if_the_user_agrees(qtbot, run_time, open_panel):
    store = run_time.store
    store.accepted.add(LICENCE)
    store.needed = replace(NEEDS, export_packages=("torch", "onnx"))
    panel = open_panel()

    offer(panel).get.click()
    answer(qtbot, panel)
    qtbot.waitUntil(lambda: offer(panel).view.text == "Waits for its turn")
    run_time.installs.put("Collecting torch")
    qtbot.waitUntil(lambda: "Collecting torch" in words_of(panel.list.others))
    run_time.installs.put(None)

    qtbot.waitUntil(lambda: store.asked == [("pull", "vtoonify/cartoon")])
    assert panel.list.notices.packages.text == ""


def test_missing_packages_are_explained_beforehand(store, open_panel):
    store.needed = replace(NEEDS, export_packages=("torch", "onnx"))

    panel = open_panel()

    assert "torch, onnx" in panel.list.notices.packages.text or (
        "onnx, torch" in panel.list.notices.packages.text
    )


# Interrupted work


def test_interrupted_work_goes_on(qtbot, store, open_panel):
    store.unfinished = [make_job("cartoon")]

    open_panel()

    qtbot.waitUntil(lambda: store.asked == [("pull", "vtoonify/cartoon")])


def test_paused_and_failed_work_is_shown_only(store, open_panel):
    failed = make_job("comic", "failed", error=("The file is gone", "Ask its authors"))
    store.unfinished = [make_job("cartoon", "paused"), failed]

    panel = open_panel()

    assert offer(panel).view.text == "Paused"
    assert offer(panel, "Comic").view.text == "The file is gone. Ask its authors."
    assert store.asked == []


def test_work_of_another_process_is_left_to_it(qtbot, store, open_panel):
    store.unfinished = [make_job("cartoon", busy=True)]
    panel = open_panel()
    assert offer(panel).view.text == "Another program is getting it"

    store.unfinished, store.models = [], [make_model(), make_model("cartoon")]
    panel.shelf.refresh()

    qtbot.waitUntil(lambda: len(installed(panel)) == 2)
    assert store.asked == []


def test_what_is_unfinished_when_the_app_ends_goes_on_at_its_next_start(getting, store):
    assert getting.shelf.shut_down(5)

    job = Jobs(store.folder).find("cartoon")
    assert job is not None
    assert job.interrupted


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
    assert owner.list.message.text == "680.0 MB of the disk are free again."


def test_the_starter_cannot_be_removed(owner):
    assert [card.remove.isEnabled() for card in installed(owner)] == [False, True]


def test_damage_is_told_with_a_remedy(qtbot, owner, store):
    store.accepted.add(LICENCE)
    store.damaged = [Damage(model="cartoon", file=Path("a/frame.onnx"), what="damaged")]
    card = installed(owner)[1]

    card.check.trigger()
    qtbot.waitUntil(lambda: "frame.onnx" in card.found.text)
    notice_button(card.found, "Get it again").click()

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
    assert kept.text == "1.30 GB of downloaded files are kept for further styles."

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
