"""The styles panel beside the main window: opened from it, and what follows there."""

import numpy as np
import pytest
from desktop_fakes import make_frame, make_model
from panel_reading import installed
from panel_store import LICENCE, make_job

from checkpoint.errors import FetchError
from desktop_app.run_time import SAMPLE
from desktop_app.style_button import StyleButton


@pytest.fixture
def store(run_time):
    store = run_time.store
    store.accepted.add(LICENCE)
    store.unfinished = [make_job("cartoon")]
    return store


@pytest.fixture
def getting(qtbot, store, window):
    """A window whose start went on with Cartoon."""
    qtbot.waitUntil(store.started.is_set)
    return window


def test_the_panel_is_opened_from_the_menu(window):
    window.commands.more_styles.trigger()

    assert window.styles.window.isVisible()


def test_the_panel_is_opened_from_the_models(window):
    window.controls.styles.chooser.more_wanted.emit()

    assert window.styles.window.isVisible()


def test_interrupted_work_goes_on_and_a_line_tells_of_it(qtbot, getting, store):
    store.tell(done=42, total=100)

    line = getting.styles.line
    qtbot.waitUntil(lambda: line.text() == "Getting Cartoon 42 %")
    assert line.isVisible()
    line.click()
    assert getting.styles.window.isVisible()


def test_the_line_tells_of_an_error(qtbot, getting, store):
    store.fail(FetchError("There is no network", "Connect to one"))

    line = getting.styles.line
    qtbot.waitUntil(lambda: line.text() == "Cartoon: stopped by an error")


def test_a_model_that_was_got_is_listed_and_can_be_used_at_once(qtbot, getting, store):
    store.unfinished = []
    store.finish()
    qtbot.waitUntil(lambda: len(getting.player.models) == 2)
    assert getting.stage.message.text == "Cartoon is installed."
    assert not getting.styles.line.isVisible()

    getting.styles.open()
    qtbot.waitUntil(lambda: len(installed(getting.styles.window)) == 2)
    installed(getting.styles.window)[1].use.click()

    assert getting.player.config.style == "cartoon/0"
    shown = [b.style_id for b in getting.findChildren(StyleButton) if not b.isHidden()]
    assert shown == ["cartoon/0", "cartoon/1", "cartoon/2"]


def test_the_model_that_plays_can_be_removed(qtbot, open_window, run_time):
    run_time.models = [make_model(), make_model("mine")]
    window = open_window(source=SAMPLE)
    window.player.change(style="mine/comic")

    window.styles.shelf.remove("mine")

    qtbot.waitUntil(lambda: window.player.config.style == "comic")


def test_a_chosen_download_address_is_remembered(window, run_time):
    window.styles.window.address.chosen.emit("https://mirror.example")

    assert window.settings.endpoint == "https://mirror.example"
    assert run_time.endpoints[-1] == "https://mirror.example"


def test_a_snapshot_becomes_the_portrait_of_thumbnails(qtbot, window, run_time, live):
    live.send(make_frame(before=180))
    qtbot.waitUntil(lambda: int(window.stage.frame.before[0, 0, 0]) == 180)

    window.commands.snapshot.trigger()

    qtbot.waitUntil(lambda: len(run_time.portraits) == 1)
    np.testing.assert_array_equal(run_time.portraits[0], window.stage.frame.before)
