"""Without a mouse: all is reached and operated, the focus is seen, and everything has a name."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from panel_store import LICENCE
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from screens import pixels_of
from window_rig import Rig, turn_loop
from window_states import STATES

from desktop_app.stage import Stage

Key = Qt.Key
Role = QAccessible.Role
MOST_STOPS = 90  # of Tab in one window
SEEN_LEVELS = 20  # of 255, by which a pixel is seen to change,
SEEN_PIXELS = 30  # and how many must
UNTOLD = (Role.NoRole, Role.Client, Role.Window, Role.Pane, Role.Grouping)
WINDOWS = ["palette-of-a-style", "page-picture", "virtual-camera", "camera-in-use", "trouble"]
WINDOWS += ["styles", "shortcuts", "about", "why-slow", "new-palette", "catalogs", "styles-licence"]
WINDOWS += ["first-steps-style", "first-steps-send"]


@pytest.fixture
def reach(tmp_path, qapp):
    """Opens a window in a state, and makes it the active one."""
    rigs = []

    def reach_(name: str, language: str = "en") -> Rig:
        state = next(each for each in STATES if each.name == name)
        rig = Rig(tmp_path / str(len(rigs)), language, "light", state.settings)
        rigs.append(rig)
        state.reach(rig)
        rig.shown.activateWindow()
        rig.settle()
        return rig

    yield reach_
    for rig in rigs:
        rig.close()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def press(key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.activePopupWidget() or focused(), key, modifier)


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def go_to(name: str) -> QWidget:
    """Press Tab until what a screen reader calls `name` has the focus."""
    for _ in range(MOST_STOPS):
        if name_of(focused()) == name:
            return focused()
        press(Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def stops(rig: Rig) -> Iterator[QWidget]:
    """Yield whatever Tab stops at, once round, while it has the focus."""
    if QApplication.focusWidget() is None:
        rig.shown.setFocus()
        rig.shown.focusNextPrevChild(True)
    else:
        press(Key.Key_Tab)  # where it is shows only once the keyboard is used
        turn_loop()
    found: list[QWidget] = []
    while focused() not in found and len(found) < MOST_STOPS:
        found.append(focused())
        yield focused()
        press(Key.Key_Tab)
        turn_loop()


def is_seen(widget: QWidget) -> bool:
    """Whether the picture of a widget that has the focus is another one without it."""
    with_focus = look_at(widget)
    widget.clearFocus()
    turn_loop()
    changed = np.abs(with_focus - look_at(widget)).max(axis=2) > SEEN_LEVELS
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    turn_loop()
    return changed.sum() >= SEEN_PIXELS


def is_told(widget: QWidget) -> bool:
    """Whether a screen reader can say what a widget is, and which one."""
    role = QAccessible.queryAccessibleInterface(widget).role()
    return bool(name_of(widget)) and (role not in UNTOLD or isinstance(widget, Stage))


def look_at(widget: QWidget) -> np.ndarray:
    window = widget.window()
    around = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-4, -4, 4, 4)
    return pixels_of(window.grab(around)).astype(np.int16)


def test_a_whole_session(reach):
    rig = reach("playing")
    window, player = rig.window, rig.window.player
    first = player.settings.stylize.style

    go_to("Style Comic")
    press(Key.Key_Right)
    press(Key.Key_Space)
    assert player.settings.stylize.style != first

    go_to("Strength of the style in percent")
    press(Key.Key_Left)
    assert player.settings.stylize.degree < 1.0

    go_to("Compare")
    press(Key.Key_Space)
    assert window.stage.wipe == 0.5

    go_to("Preview")
    press(Key.Key_Right)
    assert window.stage.wipe > 0.5

    go_to("Record")
    press(Key.Key_Space)
    rig.wait(lambda: window.recording.active and window.recording.elapsed > 0)
    press(Key.Key_Space)
    assert not window.recording.active

    go_to("Page: Look")
    press(Key.Key_Right)
    press(Key.Key_Space)
    assert name_of(focused()) == "Page: Picture"
    go_to("Steadiness of the picture in percent")


def test_the_language_is_changed_by_the_menu(reach):
    rig = reach("playing")

    press(Key.Key_V, Qt.KeyboardModifier.AltModifier)
    rig.settle()
    press(Key.Key_L)
    rig.settle()
    press(Key.Key_Up)
    press(Key.Key_Return)
    rig.settle()

    assert rig.window.player.settings.language == "zh"
    assert rig.window.commands.record.iconText() == "录制"


def test_a_model_is_got(reach):
    rig = reach("styles")

    go_to("Get Cartoon")
    press(Key.Key_Space)
    rig.settle()
    go_to("Accept")
    press(Key.Key_Space)

    rig.wait(rig.run_time.store.started.is_set)
    assert LICENCE in rig.run_time.store.accepted
    rig.run_time.store.finish()


@pytest.mark.parametrize("name", WINDOWS)
def test_every_stop_is_seen_named_and_of_a_kind(reach, name):
    rig = reach(name)
    described, fine = [], 0
    for widget in stops(rig):
        described.append(f"{type(widget).__name__} {widget.objectName()} {name_of(widget)}")
        if is_seen(widget) and is_told(widget):
            described.pop()
            fine += 1

    assert described == []
    assert fine > (8 if rig.shown is rig.window else 0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_letter_means_two_entries_of_a_menu(reach, language):
    rig = reach("playing", language)
    bar = rig.window.menuBar()

    for menu in (bar, *(action.menu() for action in bar.actions())):
        letters = [letter for a in menu.actions() for letter in re.findall("&(\\w)", a.text())]
        assert len(letters) == len({letter.lower() for letter in letters}), menu.title()
