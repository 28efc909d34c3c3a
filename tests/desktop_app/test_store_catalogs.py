"""Catalogs of the user's in the window: added, shown as signed or not, and removed."""

import pytest
from panel_reading import offers, squeezed, words_of
from PySide6.QtWidgets import QPushButton

from checkpoint.errors import ModelError
from desktop_app.catalogs_dialog import CatalogsDialog


@pytest.fixture
def dialog(qtbot, panel) -> CatalogsDialog:
    panel.catalogs.click()
    qtbot.waitUntil(panel.catalogs_dialog.isVisible)
    return panel.catalogs_dialog


def add(dialog, key: str = "") -> None:
    dialog.origin.setText(" https://example.org/mine.toml ")
    dialog.key.setText(key)
    dialog.add.click()


def press(dialog, caption: str) -> None:
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.text() == caption and not b.isHidden()).click()


@pytest.mark.parametrize(("key", "told"), [("", "Not signed"), ("RWkey", "Signed")])
def test_an_added_catalog_is_shown_as_signed_or_not(qtbot, panel, dialog, store, key, told):
    add(dialog, key)

    qtbot.waitUntil(lambda: told in words_of(dialog).splitlines())
    assert store.asked == [("add", "https://example.org/mine.toml", key or None)]
    assert f"from Mine, {told.lower()}" in "".join(map(words_of, offers(panel)))
    assert dialog.origin.text() == dialog.key.text() == ""
    qtbot.waitUntil(lambda: squeezed(dialog) == [])


def test_what_is_wrong_with_a_catalog_is_said_in_the_dialog(qtbot, panel, dialog, store):
    store.refused = ModelError("mine.toml is not a catalog", "Check the name")

    add(dialog)

    qtbot.waitUntil(lambda: dialog.notice.text == "mine.toml is not a catalog. Check the name.")
    assert dialog.origin.text() != ""
    assert panel.list.message.text == ""


def test_a_catalog_is_updated_by_adding_it_again(qtbot, dialog, store):
    add(dialog)
    qtbot.waitUntil(lambda: "Not signed" in words_of(dialog))

    press(dialog, "Update")

    qtbot.waitUntil(lambda: dialog.notice.text == "Mine is up to date.")
    assert store.asked == 2 * [("add", "https://example.org/mine.toml", None)]


def test_a_button_keeps_the_focus_while_the_store_is_read_again(qtbot, panel, dialog):
    add(dialog)
    qtbot.waitUntil(lambda: "Not signed" in words_of(dialog))
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Update")
    button.setFocus()

    with qtbot.waitSignal(panel.shelf.changed):
        panel.shelf.refresh()

    assert dialog.focusWidget() is button


def test_a_removed_catalog_offers_nothing_any_more(qtbot, panel, dialog):
    add(dialog)
    qtbot.waitUntil(lambda: "Ink" in [card.name for card in offers(panel)])

    press(dialog, "Remove")

    qtbot.waitUntil(lambda: "Ink" not in [card.name for card in offers(panel)])


def test_the_apps_own_catalog_stays(dialog):
    assert "Comes with the app" in words_of(dialog)
    assert "Remove" not in [button.text() for button in dialog.findChildren(QPushButton)]


def test_nothing_is_added_while_no_place_is_given(dialog):
    assert not dialog.add.isEnabled()
