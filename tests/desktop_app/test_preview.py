"""The preview: what is painted where, and what moves the divider."""

import numpy as np
import pytest
from desktop_fakes import make_frame
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop_app.picture import Picture, fit
from desktop_app.preview import Preview
from vtoonify_rt.frame import Frame

STYLIZED, CAPTURED = 100, 200


@pytest.fixture
def preview(qtbot) -> Preview:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(640, 360)
    preview.show()
    qtbot.waitExposed(preview)
    preview.show_frame(make_frame(STYLIZED, before=CAPTURED))
    return preview


def gray_at(preview: Preview, x: int, y: int = 60) -> int:
    return preview.grab().toImage().pixelColor(x, y).red()


def test_the_stylized_picture_is_shown(preview):
    assert gray_at(preview, 100) == gray_at(preview, 500) == STYLIZED


def test_the_original_is_shown_while_asked_for(preview):
    preview.show_original(True)
    assert gray_at(preview, 100) == CAPTURED

    preview.show_original(False)
    assert gray_at(preview, 100) == STYLIZED


def test_the_original_of_an_untouched_frame_is_its_picture(preview):
    preview.show_frame(Frame(np.full((36, 64, 3), 50, np.uint8), time=0.0))

    preview.show_original(True)

    assert gray_at(preview, 100) == 50


def test_the_wipe_divides_original_and_stylized(preview):
    preview.set_wipe(0.5)

    assert gray_at(preview, 200) == CAPTURED
    assert gray_at(preview, 440) == STYLIZED


def test_the_divider_is_dragged_with_the_mouse(preview):
    preview.set_wipe(0.5)
    moved = QSignalSpy(preview.wipe_moved)

    QTest.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(320, 180))
    QTest.mouseMove(preview, QPoint(160, 180))
    QTest.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(160, 180))

    assert preview.wipe == pytest.approx(0.25, abs=0.01)
    assert moved.count() >= 1


def test_the_divider_is_moved_with_the_arrow_keys(preview):
    preview.set_wipe(0.5)

    QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview.wipe == pytest.approx(0.52)
    QTest.keyClick(preview, Qt.Key.Key_Left)
    assert preview.wipe == pytest.approx(0.5)


@pytest.mark.parametrize(("key", "end"), [(Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 1.0)])
def test_home_and_end_show_one_side_whole(preview, key, end):
    preview.set_wipe(0.5)

    QTest.keyClick(preview, key)

    assert preview.wipe == end


def test_the_divider_stays_within_the_picture(preview):
    preview.set_wipe(0.99)

    QTest.keyClick(preview, Qt.Key.Key_Right)

    assert preview.wipe == 1.0


def test_the_mirror_swaps_left_and_right(preview):
    image = np.zeros((36, 64, 3), np.uint8)
    image[:, 32:] = 250
    preview.show_frame(Frame(image, time=0.0))
    assert gray_at(preview, 600) == 250

    preview.set_mirror(True)

    assert gray_at(preview, 600) == 0
    assert gray_at(preview, 40) == 250


def test_colours_are_shown_as_they_are(preview):
    image = np.zeros((36, 64, 3), np.uint8)
    image[:] = (10, 120, 240)
    preview.show_frame(Frame(image, time=0.0))

    colour = preview.grab().toImage().pixelColor(300, 100)

    assert (colour.red(), colour.green(), colour.blue()) == (10, 120, 240)


def test_the_corners_are_round_but_not_in_full_screen(preview):
    assert gray_at(preview, 0, 0) != STYLIZED

    preview.set_framed(False)

    assert gray_at(preview, 0, 0) == STYLIZED


def test_it_shows_nothing_after_it_was_cleared(preview):
    preview.clear()

    assert preview.frame is None
    assert gray_at(preview, 320, 180) != STYLIZED


def test_the_frame_is_left_untouched(preview):
    frame = make_frame(STYLIZED)
    before = frame.image.copy()

    preview.show_frame(frame)
    preview.set_mirror(True)
    preview.grab()

    np.testing.assert_array_equal(frame.image, before)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (4000, 7), (7, 4000), (64, 36)])
def test_every_shape_of_picture_can_be_shown(preview, width, height):
    preview.show_frame(make_frame(STYLIZED, width=width, height=height))

    preview.grab()


def test_a_picture_fills_what_its_shape_allows():
    assert fit(64, 36, QRect(0, 0, 640, 480)) == QRect(0, 60, 640, 360)
    assert fit(36, 64, QRect(0, 0, 640, 360)).height() == 360


def test_a_picture_has_the_pixels_of_the_screen():
    picture = Picture(make_frame(STYLIZED).image, QSize(320, 180), mirror=False)

    assert picture.qimage.size() == QSize(320, 180)
    assert picture.qimage.pixelColor(319, 179).red() == STYLIZED
