"""Whatever is open speaks the new language at once: texts, tool tips, menus, names."""

import re

import pytest
from desktop_fakes import make_frame, press
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.chinese import CHINESE
from desktop_app.dialogs import about_dialog, shortcuts_dialog
from desktop_app.sentences import Sentences
from desktop_app.slow_dialog import slow_dialog
from desktop_app.translation import set_language

GETTERS = (
    "text",
    "title",
    "windowTitle",
    "placeholderText",
    "toolTip",
    "accessibleName",
    "accessibleDescription",
)
HAN = re.compile(r"[\u4e00-\u9fff]")
OWN_NAME = "简体中文"  # of a language, in itself
# What is English and has a translation that is another text; what has letters at all.
ENGLISH = Sentences(
    {
        english: chinese
        for english, chinese in CHINESE.items()
        if english != chinese and re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", english))
    }
)


def texts(windows: list[QWidget]) -> set[str]:
    """Everything that the windows, and what lies in them, say in any way."""
    things = [thing for window in windows for thing in (window, *window.findChildren(QWidget))]
    things += [action for window in windows for action in window.findChildren(QAction)]
    said = [getattr(thing, get, "") for thing in things for get in GETTERS]
    texts = [text() if callable(text) else text for text in said]
    return {text.strip() for text in texts if isinstance(text, str) and text.strip()}


@pytest.fixture
def windows(window, live, qtbot):
    """The full window with all that it can say open, and every window that it opens."""
    press(window, "2")
    window.help.begin()
    window.slowness.line.show()
    window.stage.card.say("x")
    window.controls.source.show_no_camera(True)
    window.styles.open()
    window.styles.window.catalogs_dialog.show()
    told = [
        about_dialog(window, print),
        shortcuts_dialog(window.commands.shortcuts, window),
        slow_dialog(window.slowness.situation, window),
    ]
    for dialog in told:
        qtbot.addWidget(dialog)
        dialog.show()
    live.send(make_frame())
    return [window, window.appearance.compact]


def settle(language: str) -> None:
    set_language(language)
    for _ in range(3):  # the events, what they post, and what is deleted by them
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete


def test_no_english_is_left_after_a_change_to_chinese(windows):
    settle("zh")

    left = {text for text in texts(windows) if ENGLISH.replace(text) != text}

    assert left == set()
    assert len(texts(windows)) > 150


def test_no_chinese_is_left_after_a_change_back(windows):
    settle("zh")
    settle("en")

    assert {text for text in texts(windows) if HAN.search(text)} <= {OWN_NAME}
