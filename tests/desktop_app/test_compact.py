"""The compact window: the same picture, a slim bar, and every key as in the full one."""

import pytest
from desktop_fakes import make_frame
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop_app.picture import cover
from desktop_app.run_time import SAMPLE


@pytest.fixture
def compact(window, qtbot):
    """The compact window in the place of the full one."""
    window.commands.compact.trigger()
    qtbot.waitExposed(window.appearance.compact)
    return window.appearance.compact


def bar_names(compact) -> list[str]:
    return [button.accessibleName() for button in compact.bar.buttons]


def test_the_picture_moves_to_a_small_window_above_all_others(window, compact, live, qtbot):
    live.send(make_frame(150))

    qtbot.waitUntil(lambda: window.stage.frame.image[0, 0, 0] == 150)
    assert window.stage.isVisible()
    assert not window.isVisible()
    assert (compact.width(), compact.height()) == (360, 203)
    assert compact.windowFlags() & Qt.WindowType.WindowStaysOnTopHint


def test_the_picture_fills_it(window, compact):
    shown = window.stage.picture_rect()

    assert shown.contains(window.stage.rect())


def test_what_only_the_full_window_has_brings_it_back(window, compact):
    window.stage.styles_wanted.emit()

    assert window.isVisible()
    assert window.styles.window.isVisible()


@pytest.mark.parametrize("way", ["Esc", "close", "key", "double click"])
def test_there_are_ways_back(window, compact, way):
    ways = {
        "Esc": lambda: QTest.keyClick(window.stage, Qt.Key.Key_Escape),
        "close": compact.close,
        "key": lambda: QTest.keyClick(window.stage, Qt.Key.Key_F9),
        "double click": lambda: QTest.mouseDClick(window.stage, Qt.MouseButton.LeftButton),
    }
    ways[way]()

    assert window.isVisible()
    assert not compact.isVisible()
    assert window.isAncestorOf(window.stage)
    assert not window.stage.picture_rect().contains(window.stage.rect())


def test_the_bar_appears_for_the_keyboard_and_is_walked_through(window, compact, qapp):
    compact.bar.hide()  # the pointer may lie there

    reached = []
    for _ in compact.bar.buttons:
        QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
        reached.append(qapp.focusWidget().accessibleName())

    assert compact.bar.isVisible()
    assert reached == bar_names(compact)
    assert all(reached)


def test_the_bar_goes_with_the_pointer(window, compact):
    QTest.mouseMove(window.stage, QPoint(50, 50))
    assert compact.bar.isVisible()

    QApplication.sendEvent(compact, QEvent(QEvent.Type.Leave))
    assert not compact.bar.isVisible()


def test_the_bar_steps_through_the_styles(window, compact):
    forward = compact.bar.buttons[bar_names(compact).index("Next style")]

    styles = []
    for _ in range(3):
        forward.click()
        styles.append(window.player.config.style)

    assert styles == ["poster", "oil", "comic"]  # and begins again


def test_the_keys_of_the_full_window_work(window, compact):
    QTest.keyClick(window.stage, "2")
    QTest.keyPress(window.stage, Qt.Key.Key_Space)

    assert window.player.config.style == "poster"
    assert window.stage.shows_original
    QTest.keyRelease(window.stage, Qt.Key.Key_Space)
    assert not window.stage.shows_original


def test_it_is_moved_by_its_picture(window, compact):
    before = compact.pos()
    hold = QPoint(100, 100)
    QTest.mousePress(window.stage, Qt.MouseButton.LeftButton, pos=hold)
    QTest.mouseMove(window.stage, hold + QPoint(30, 20))

    assert compact.pos() == before + QPoint(30, 20)


def test_its_place_is_remembered(window, compact, open_window):
    compact.setGeometry(40, 50, 300, 180)
    window.commands.compact.trigger()
    again = open_window(source=SAMPLE, window=window.settings.window)
    again.commands.compact.trigger()

    assert again.appearance.compact.size() == compact.size()


def test_at_first_it_lies_in_the_lower_right_corner(compact):
    room = compact.screen().availableGeometry()

    assert room.contains(compact.geometry())
    assert compact.geometry().center().x() > room.center().x()
    assert compact.geometry().center().y() > room.center().y()


def test_closing_the_full_window_leaves_none_behind(window, compact):
    window.close()

    assert not compact.isVisible()


@pytest.mark.parametrize(("width", "height"), [(640, 480), (100, 300), (1280, 720)])
def test_a_picture_that_covers_keeps_its_shape(width, height):
    area = QRect(0, 0, 360, 203)

    shown = cover(width, height, area)

    assert shown.contains(area)
    assert shown.width() / shown.height() == pytest.approx(width / height, rel=0.02)


def test_the_sign_of_what_others_see_is_whole_beside_the_light(window, compact, qtbot):
    window.stage.light.say("● 0:08 · 0.9 MB")
    window.others.others.set_shutter(True)
    window.others.look()
    sign = window.others.sign

    qtbot.waitUntil(lambda: sign.width() >= sign.minimumSizeHint().width())
    assert not sign.geometry().intersects(window.stage.light.geometry())
    assert window.stage.rect().contains(sign.geometry())


def test_it_goes_with_a_window_that_was_never_closed(window, compact):
    window.shut_down(5)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert not isValid(compact)  # left to Python, another thread might delete it
    assert window.isAncestorOf(window.stage)
