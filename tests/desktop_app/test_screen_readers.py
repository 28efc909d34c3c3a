"""What paints itself tells screen readers what it is, how it is called, and whether it is taken."""

import pytest
from desktop_fakes import make_model, make_style, press
from PySide6.QtGui import QAccessible

from desktop_app.palette_row import PaletteChip
from desktop_app.segmented import Segmented
from desktop_app.step_choices import StyleStrip
from desktop_app.style_button import StyleButton

Role = QAccessible.Role


@pytest.fixture
def shown(window):
    press(window, "2")  # a style with palettes
    window.help.begin()
    return window


@pytest.mark.parametrize("kind", [StyleButton, PaletteChip])
def test_one_of_several_has_a_name_and_tells_whether_it_is_taken(shown, kind):
    widgets = [w for w in shown.controls.findChildren(kind) if w.isVisible()]
    told = [QAccessible.queryAccessibleInterface(w) for w in widgets]

    assert {interface.role() for interface in told} <= {Role.RadioButton, Role.CheckBox}
    assert all(interface.text(QAccessible.Text.Name) for interface in told)
    assert [interface.state().checked for interface in told] == [w.isChecked() for w in widgets]
    assert sum(interface.state().checked for interface in told) == 1


def test_pages_are_told_with_what_they_are_choices_of(shown):
    pages = shown.controls.findChild(Segmented)
    told = QAccessible.queryAccessibleInterface(pages._buttons["look"])

    assert told.text(QAccessible.Text.Name) == "Page: Look"
    assert told.state().checked


def test_the_looks_of_the_first_steps_are_told(show):
    strip = show(StyleStrip())
    strip.offer([make_model("starter", make_style("comic"), make_style("oil"))])
    strip.select("oil")

    told = [QAccessible.queryAccessibleInterface(button) for button in strip.buttons]

    assert [i.text(QAccessible.Text.Name) for i in told] == ["Style Comic", "Style Oil"]
    assert [i.state().checked for i in told] == [False, True]


def test_a_message_and_a_card_can_be_read_as_a_whole(shown):
    shown.stage.card.say("Desk camera is in use", "Close it there")
    shown.stage.tell("Saved: a.mp4")

    names = [
        QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        for part in (shown.stage.card, shown.stage.message, shown.stage.steps)
    ]
    assert names[0] == "Desk camera is in use Close it there"
    assert names[1] == "Saved: a.mp4"
    assert names[2].startswith("Which camera?")
