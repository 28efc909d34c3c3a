"""The gallery: what is found, starred and remembered, and the user's own face in it."""

import pytest
from desktop_fakes import CAMERA, make_frame, make_model, make_style, press
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy, QTest

from checkpoint.errors import AppError
from desktop_app.playback import State
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.settings import GallerySettings
from desktop_app.style_grid import MAX_FOUND, StyleGrid
from desktop_app.translation import set_language


@pytest.fixture
def two_models(run_time):
    run_time.models = [make_model(), make_model("mine", make_style("oil"), make_style("ink"))]


@pytest.fixture
def grid(show) -> StyleGrid:
    grid = StyleGrid()
    grid.set_models([make_model(), make_model("mine", make_style("oil"), make_style("ink"))])
    grid.set_favourites(())
    return show(grid)


def shown(grid: StyleGrid) -> list[str]:
    return [offer.full_id for offer in grid.offers]


def search(qtbot, grid: StyleGrid, text: str) -> None:
    with qtbot.waitSignal(grid.bar.changed):
        grid.bar.field.setText(text)


# Search and favourites


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OIL", ["starter/oil", "mine/oil"]),
        ("风格ink", ["mine/ink"]),
        ("oil mine", ["mine/oil"]),
        ("mi", ["starter/comic", "mine/oil", "mine/ink"]),  # comic; and all of Mine
        ("ine", []),
    ],
)
def test_styles_are_found_in_all_models_by_either_language(qtbot, grid, text, found):
    search(qtbot, grid, text)

    assert shown(grid) == found
    assert grid.chooser.isHidden()


def test_what_is_not_found_is_said_and_all_come_back(qtbot, grid):
    search(qtbot, grid, "oils")
    assert grid._note.text() == "No style is called “oils”."

    QTest.keyClick(grid.bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(grid)) == 3)
    assert grid._note.isHidden()


def test_enter_chooses_what_was_found_first(grid):
    chosen = QSignalSpy(grid.chosen)
    QTest.keyClicks(grid.bar.field, "ink")
    QTest.keyClick(grid.bar.field, Qt.Key.Key_Return)

    assert chosen.at(0) == ["mine/ink"]


def test_a_search_that_finds_hundreds_shows_the_first_and_counts_the_rest(qtbot, show):
    grid = show(StyleGrid())
    grid.set_models([make_model("many", *[make_style(f"s{n}") for n in range(317)])])
    search(qtbot, grid, "s")

    assert len(grid.offers) == MAX_FOUND
    assert grid._note.text().startswith(f"{317 - MAX_FOUND} more")


def test_favourites_of_all_models_are_shown_alone(grid):
    grid.set_favourites(["mine/ink", "starter/oil"])
    grid.bar.favourites.click()

    assert shown(grid) == ["starter/oil", "mine/ink"]


def test_without_favourites_it_is_said_how_to_make_one(grid):
    grid.bar.favourites.click()

    assert "No favourites yet" in grid._note.text()
    set_language("zh")
    grid.retranslate()
    assert "还没有收藏" in grid._note.text()


def test_the_star_of_a_style_is_pressed_without_choosing_it(grid):
    starred, chosen = QSignalSpy(grid.star_pressed), QSignalSpy(grid.chosen)
    button = grid._buttons[1]
    place = button._star_box().center().toPoint()

    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)
    assert starred.at(0) == ["starter/poster"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y() + 40))
    assert (starred.count(), chosen.count()) == (1, 1)


def test_a_favourite_is_told_to_a_screen_reader(grid):
    grid.set_favourites(["starter/comic"])

    assert grid._buttons[0].accessibleName() == "Style Comic, a favourite"
    assert grid._buttons[1].accessibleName() == "Style Poster"


def test_the_key_makes_what_is_shown_a_favourite_and_takes_it_back(window):
    press(window, "f")
    assert window.settings.gallery.favourites == ("starter/comic",)

    press(window, "f")
    assert window.settings.gallery.favourites == ()


def test_the_search_is_reached_by_key(window):
    window.controls.show_page("picture")
    window.commands.find_style.trigger()

    assert window.controls.styles.bar.field.hasFocus()


# Degree


def test_each_style_keeps_the_degree_that_it_was_left_with(window, live):
    window.controls.strength.slider.setValue(40)
    window.controls.styles.choose_number(3)
    assert live.configs[-1].degree == 1.0  # the model's own

    window.controls.styles.choose_number(1)
    assert live.configs[-1].degree == 0.4
    assert window.settings.gallery.degree_of["starter/comic"] == 0.4


def test_less_motion_is_no_fade(window, live):
    window.controls.styles.choose_number(3)
    assert live.configs[-1].fade > 0

    window.commands.less_motion.trigger()
    window.controls.styles.choose_number(1)
    assert live.configs[-1].fade == 0
    window.commands.less_motion.trigger()


# The own face


def test_nothing_is_taken_or_drawn_unless_it_is_wanted(qtbot, window, run_time, live):
    qtbot.waitUntil(lambda: window.gallery.own_face._own is run_time.own)

    assert not run_time.taker.active
    assert run_time.own.wanted == []


@pytest.fixture
def own_face(qtbot, open_window, run_time):
    """A window in which a camera plays and the own face is shown."""
    window = open_window(source=camera_spec(CAMERA), gallery=GallerySettings(own_face=True))
    run_time.lives[camera_spec(CAMERA)].send(make_frame())
    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    qtbot.waitUntil(lambda: window.gallery.own_face._own is run_time.own)
    return window


def test_a_portrait_is_taken_out_of_the_camera_and_every_style_drawn(qtbot, own_face, run_time):
    qtbot.waitUntil(lambda: run_time.taker in run_time.lives[camera_spec(CAMERA)].sinks)

    assert run_time.taker.active
    assert set(run_time.own.wanted) == {"starter/comic", "starter/poster", "starter/oil"}
    assert "as soon as your camera shows you" in own_face.gallery.own_face_row._note.text()


def test_no_portrait_is_taken_out_of_a_clip(qtbot, window, run_time, live):
    qtbot.waitUntil(lambda: window.gallery.own_face._own is run_time.own)
    window.gallery.own_face_row.box.click()

    assert run_time.taker not in live.sinks


def test_what_was_drawn_replaces_the_models_picture(qtbot, own_face, run_time, tmp_path):
    path = tmp_path / "me.png"
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(str(path))
    run_time.own.pictures = {"starter/poster": path}

    buttons = own_face.controls.styles._buttons
    qtbot.waitUntil(lambda: buttons[1]._path == path)
    assert buttons[0]._path != path


def test_one_click_removes_the_pictures_and_takes_no_more(qtbot, own_face, run_time):
    run_time.own.has_portrait = True
    run_time.taker.active = False
    qtbot.waitUntil(own_face.gallery.own_face_row.remove.isEnabled)
    own_face.gallery.own_face_row.remove.trigger()

    qtbot.waitUntil(lambda: run_time.own.cleared == 1)
    assert not own_face.settings.gallery.own_face
    assert not run_time.taker.active
    assert run_time.own.wanted == []


def test_pictures_that_cannot_be_removed_are_told(qtbot, own_face, run_time, monkeypatch):
    def refuse():
        raise AppError("The pictures cannot be removed", "Close other programs")

    run_time.own.clear = refuse
    own_face.gallery.own_face.remove()

    qtbot.waitUntil(lambda: "cannot be removed" in own_face.stage.message.text)


def test_drawing_ends_with_the_window(qtbot, open_window, run_time):
    window = open_window(source=SAMPLE)
    qtbot.waitUntil(lambda: window.gallery.own_face._own is run_time.own)
    window.shut_down(5)

    assert run_time.own.stopped == 1
