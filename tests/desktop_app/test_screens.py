"""Every state of the window looks as in docs/screens, and nothing in it is cut off.

Where a change is wanted, `python tests/make_screens.py` makes the pictures anew; look at them. The
Chinese window has a file of its own, so that both are compared at a time.
"""

import pytest
from cut_off import faults
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from screen_check import BY_NAME, SMALLEST, check, differs, moved_in
from screens import FOLDER, MOST, VARIANTS, read_layouts
from screens_page import index, read_index
from spoken import english_in
from window_states import STATES

from desktop_app.transport import RecordButton

pytestmark = pytest.mark.usefixtures("one_font")

MOST_BYTES = 6_000_000  # of all pictures


@pytest.mark.parametrize("name", BY_NAME)
def test_it_looks_as_it_did_and_all_of_it_fits(reach, name):
    check(reach(name), name, ("en", "light"))


def test_the_window_is_as_small_as_is_promised(reach):
    rig = reach("playing")

    rig.resize(10, 10)

    assert (rig.window.width(), rig.window.height()) == SMALLEST


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["playing", "page-picture", "camera-in-use"])
def test_all_of_it_fits_on_a_4k_screen(reach, name, language):
    rig = reach(name, language)

    rig.resize(3840, 2160)

    assert faults(rig.window) == []
    assert rig.window.stage.width() > 3300  # the picture gets the room


def test_every_picture_is_of_a_state_and_every_state_has_one():
    assert {path.stem for path in FOLDER.glob("*.jpg")} == set(BY_NAME)
    assert set(read_layouts()) == set(BY_NAME)


def test_the_page_lists_every_state():
    assert read_index() == "".join(index(STATES))


def test_the_pictures_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


# The comparison itself


def test_letters_drawn_in_another_way_are_no_difference(reach, qapp):
    font = QFont(qapp.font())
    other = QFont(font)
    other.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    QApplication.setFont(other)
    rig = reach("page-picture")

    assert differs(rig, "page-picture", VARIANTS[0]) <= MOST
    assert moved_in(rig, "page-picture") == []
    qapp.setFont(font)


def test_a_missing_button_is_noticed(reach):
    rig = reach("playing")
    rig.window.findChild(RecordButton).hide()
    rig.settle()

    assert differs(rig, "playing", VARIANTS[0]) > MOST
    assert "gone: RecordButton record Record" in moved_in(rig, "playing")


def test_a_moved_button_is_noticed(reach):
    rig = reach("playing")
    button = rig.window.controls.source.refresh
    button.move(button.x(), button.y() + 24)

    assert differs(rig, "playing", VARIANTS[0]) > MOST
    assert len(moved_in(rig, "playing")) == 1


def test_a_wrong_colour_is_noticed(reach):
    rig = reach("playing", "en", "dark")

    assert differs(rig, "playing", ("en", "light")) > MOST


def test_a_text_that_is_cut_off_is_noticed(reach):
    rig = reach("playing")
    rig.window.controls._chooser.setFixedWidth(90)
    rig.settle()

    assert any("Picture" in line for line in faults(rig.window))


def test_what_lies_outside_is_noticed(reach):
    rig = reach("playing")
    rig.window.controls.source.refresh.move(300, 0)

    assert any("is not in" in line for line in faults(rig.window))


def test_english_in_the_chinese_window_is_noticed(reach):
    rig = reach("playing", "zh")
    rig.window.controls._palette_label.setText("Strength")
    rig.window.controls._palette_label.show()

    assert english_in(rig.window) == ["Strength"]
