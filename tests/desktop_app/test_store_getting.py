"""Getting a model from the styles panel: terms, progress, errors, and work that was left."""

from dataclasses import replace

from desktop_fakes import make_model
from panel_reading import answer, installed, offer, question, words_of
from panel_store import LICENCE, NEEDS, make_job
from PySide6.QtTest import QSignalSpy

from checkpoint.errors import FetchError


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


def test_progress_is_shown_in_figures(qtbot, getting, store):
    store.tell(done=412_000_000, total=1_200_000_000, bytes_per_second=3.1e6, seconds_left=254.0)

    view = offer(getting).view
    qtbot.waitUntil(lambda: "MB" in view.text)
    assert view.text == ("Downloading  ·  412 MB of 1.2 GB  ·  3.1 MB per second  ·  4 min left")


def test_why_it_waits_for_another_try_is_said(qtbot, getting, store):
    store.tell(done=412_000_000, total=1_200_000_000, trouble="The hub did not answer in time")

    view = offer(getting).view
    qtbot.waitUntil(lambda: "Trying again" in view.text)
    assert view.text.startswith("Trying again: The hub did not answer in time  ·  412 MB")


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
    store.planned.clear()

    assert getting.shelf.shut_down(5)

    assert store.planned == ["vtoonify/cartoon"]


def test_what_waits_for_its_turn_is_noted(qtbot, getting, store):
    offer(getting, "Comic").get.click()
    qtbot.waitUntil(lambda: offer(getting, "Comic").view.text == "Waits for its turn")
    assert store.planned == ["vtoonify/cartoon", "vtoonify/comic"]

    offer(getting, "Comic").view.pause.click()

    qtbot.waitUntil(lambda: ("pause", "comic") in store.asked)
