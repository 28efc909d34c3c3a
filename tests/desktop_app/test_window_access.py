"""The window for everyone: languages, keys, names, sizes."""

import pytest
from desktop_fakes import press
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QPushButton,
    QSlider,
    QToolButton,
)

from desktop_app.controls import PAGES
from desktop_app.run_time import SAMPLE
from desktop_app.translation import set_language


def test_the_language_changes_at_once_and_is_remembered(window, qtbot):
    window.commands.languages.choices["zh"].trigger()

    qtbot.waitUntil(lambda: window.commands.record.iconText() == "录制")
    assert window.settings.language == "zh"
    window.commands.languages.choices["en"].trigger()
    qtbot.waitUntil(lambda: window.commands.record.iconText() == "Record")


def test_the_shortcuts_are_listed(window):
    keys = {row[0]: row[1] for _, rows in window.commands.shortcuts() for row in rows}

    assert {"R", "S", "M", "C", "F11", "[", "]", "Ctrl+O", "F1"} <= set(keys)
    assert keys["R"] == "Record"


@pytest.mark.parametrize("name", ["help", "about", "why_slow"])
def test_a_small_window_opens_and_closes(window, qtbot, name):
    getattr(window.commands, name).trigger()
    dialog = window.findChild(object, "dialog")

    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(object, "dialog") is None)


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_be_used_has_a_name(window, page):
    window.controls.show_page(page)
    window.slowness.line.show()
    press(window, "2")
    kinds = (QAbstractButton, QSlider, QAbstractSpinBox)
    widgets = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]

    nameless = [w for w in widgets if not (w.accessibleName() or getattr(w, "text", str)())]

    assert nameless == []
    assert len(widgets) > 10


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_be_used_is_reached_by_tab(window, qapp, page):
    window.controls.show_page(page)
    window.slowness.line.show()
    press(window, "2")
    kinds = (QAbstractButton, QSlider, QAbstractSpinBox)
    widgets = {w for kind in kinds for w in window.findChildren(kind) if w.isVisible()}
    wanted = {w for w in widgets if w.isEnabled() and not in_a_group(w)} | {window.stage}

    reached = set()
    for _ in range(80):
        QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
        reached.add(qapp.focusWidget())

    assert wanted - reached == set()


def test_tab_follows_the_eye(window, qapp):
    press(window, "2")  # with a palette
    window.stage.setFocus()

    reached = [window.stage]
    while (at := qapp.focusWidget()) is not None:
        QTest.keyClick(at, Qt.Key.Key_Tab)
        if qapp.focusWidget() in reached:
            break
        reached.append(qapp.focusWidget())

    panel = [w for w in reached if window.controls.isAncestorOf(w)]
    below = [w for w in reached[1:] if w not in panel]
    assert reached == [window.stage, *below, *panel]
    assert len(panel) > 5
    assert sorted(below, key=lambda w: middle(window, w)[::-1]) == below
    assert sorted(panel, key=lambda w: (middle(window, w)[1] // 20, middle(window, w)[0])) == panel


def middle(window, widget) -> tuple[int, int]:
    at = widget.mapTo(window, widget.rect().center())
    return at.x(), at.y()


def in_a_group(widget) -> bool:
    """Of buttons that exclude each other Tab reaches one, and the arrow keys the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.checkedButton() is not widget


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_is_cut_off_in_the_smallest_window(window, language, page, qtbot):
    set_language(language)
    window.retranslate()
    window.controls.show_page(page)
    window.slowness.line.show()
    press(window, "2")
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: window.size() == window.minimumSize())

    buttons = [*window.findChildren(QToolButton), *window.findChildren(QPushButton)]
    shown = [button for button in buttons if button.isVisible()]
    qtbot.waitUntil(lambda: [b.text() for b in shown if b.width() < text_width(b)] == [])

    assert window.minimumWidth() <= 1280
    assert window.minimumHeight() <= 660  # of 720, without a title bar and a task bar


@pytest.mark.parametrize("width", [900, 1280])
def test_every_button_below_the_picture_is_as_wide_as_it_wants(window, qtbot, width):
    window.resize(1280, 700)
    window.resize(width, 700)
    buttons = window._transport.findChildren(QToolButton)

    qtbot.waitUntil(lambda: window.width() == width)
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in buttons))


def test_figures_that_do_not_fit_are_shortened_but_told_whole(window):
    window.progress.show_all()
    window.status.resize(120, 20)

    assert window.status.text().endswith("…")
    assert "64 × 36" in window.status.accessibleName()


def text_width(button) -> int:
    if button.objectName() == "source":  # it shortens itself
        return 0
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only:
        return 0
    icon = button.iconSize().width() + 4 if not button.icon().isNull() else 0
    return QFontMetrics(button.font()).horizontalAdvance(button.text()) + icon + 8


def test_a_narrow_line_leaves_out_what_matters_least(window):
    window.progress.show_all()
    whole = window.status.fontMetrics().horizontalAdvance(window.status.text())
    window.status.resize(whole - 10, 20)

    assert "latency 41 ms" in window.status.text()
    assert "95 %" not in window.status.text()
    assert window.status.text().endswith("64 × 36")


def test_the_window_comes_back_where_it_was(window, open_window):
    window.resize(1100, 700)
    settings = window.settings

    again = open_window(source=SAMPLE, geometry=settings.geometry)

    assert again.height() == 700


def test_a_letter_that_is_a_key_is_typed_where_one_writes(window):
    window.controls.show_page("output")
    words, others = window.controls.others.words, window.others.others
    words.setFocus()

    QTest.keyClicks(words, "h.m[1v")
    assert words.text() == "h.m[1v"
    assert not others.shuttered
    assert others.camera_state == "off"

    QTest.keyClicks(window.stage, "h")  # and not there
    assert others.shuttered
