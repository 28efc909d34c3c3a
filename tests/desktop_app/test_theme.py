"""The colours follow the choice or the desktop while the app runs, and can be read."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton

from desktop_app import theme
from desktop_app.colours import FIXED, Role, palette_for
from desktop_app.faces import Faces
from desktop_app.fold import Fold
from desktop_app.theme import choose_theme, style_sheet
from desktop_app.widgets import column, label

LIGHT, DARK = Qt.ColorScheme.Light, Qt.ColorScheme.Dark
SURFACES = (Role.Window, Role.Base, Role.AlternateBase)
# text and what it lies on, as the style sheet and the widgets that paint themselves pair them
PAIRS = [
    *itertools.product((Role.WindowText, Role.Text, Role.PlaceholderText), SURFACES),
    *itertools.product((Role.ButtonText,), (Role.Button, Role.Midlight, Role.Mid, Role.Light)),
    *itertools.product((Role.Text, Role.PlaceholderText), (Role.Midlight, Role.Button)),
    *itertools.product((Role.Accent, Role.Link), (Role.Window, Role.Base)),
    (Role.HighlightedText, Role.Highlight),
    (Role.HighlightedText, Role.Link),  # a default button under the pointer
    (Role.ToolTipText, Role.ToolTipBase),
]


@pytest.fixture
def dressed(qtbot, qapp, show):
    """A window, a frame and a text that the style sheet dresses; it ends in light colours."""
    window, frame = QDialog(), QFrame()
    frame.setObjectName("modelCard")
    frame.setFixedSize(60, 60)
    layout = column(window, margins=(20, 20, 20, 20))
    layout.addWidget(frame)
    layout.addWidget(label("faint", "text"))
    yield show(window)
    choose_theme(qapp, None)
    qapp.styleHints().colorSchemeChanged.emit(LIGHT)


def wears(window: QDialog, scheme: Qt.ColorScheme) -> bool:
    wanted = palette_for(scheme)
    picture = window.grab().toImage()
    frame, text = window.findChild(QFrame, "modelCard"), window.findChild(QLabel, "faint")
    return (
        picture.pixelColor(3, 3) == wanted.color(Role.Window)
        and picture.pixelColor(frame.geometry().center()) == wanted.color(Role.Base)
        and text.palette().color(Role.WindowText) == wanted.color(Role.PlaceholderText)
    )


@pytest.mark.parametrize("schemes", [(DARK,), (DARK, LIGHT)])
def test_what_is_shown_follows_a_change_of_the_desktop(qapp, dressed, schemes):
    for scheme in schemes:
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    assert wears(dressed, schemes[-1])


def test_what_is_chosen_stays_when_the_desktop_changes(qapp, dressed):
    choose_theme(qapp, "dark")
    qapp.styleHints().colorSchemeChanged.emit(LIGHT)

    assert wears(dressed, DARK)


def test_without_a_choice_the_desktop_is_followed_again(qapp, dressed):
    choose_theme(qapp, "dark")
    choose_theme(qapp, None)
    qapp.styleHints().colorSchemeChanged.emit(LIGHT)

    assert wears(dressed, LIGHT)


def test_high_contrast_keeps_the_palette_of_the_desktop(qapp, dressed, monkeypatch):
    monkeypatch.setattr(theme, "_high_contrast", lambda app: True)
    qapp.styleHints().colorSchemeChanged.emit(LIGHT)

    assert not wears(dressed, LIGHT)
    assert not wears(dressed, DARK)


def luminance(colour: QColor) -> float:
    """The relative luminance of WCAG 2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_it_is_known_to_have():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=lambda role: role.name)
def test_every_text_can_be_read(scheme, text, ground):
    palette = palette_for(scheme)

    assert contrast(palette.color(text), palette.color(ground)) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *itertools.product(["light"], ["red", "red-hover", "red-pressed"]),
        *itertools.product(["light"], ["on-picture-accent", "on-picture-accent-hover"]),
        *itertools.product(["light", "light-faint"], ["veil"]),
    ],
)
def test_every_text_on_the_picture_can_be_read_whatever_lies_below(text, ground):
    assert contrast(QColor(FIXED[text]), over_white(FIXED[ground])) >= 4.5


def over_white(colour: str) -> QColor:
    """What a colour of the style sheet becomes on the brightest picture."""
    if colour.startswith("#"):
        return QColor(colour)
    *parts, alpha = (int(n) for n in colour.removeprefix("rgba(").removesuffix(")").split(","))
    return QColor(*(round((part * alpha + 255 * (255 - alpha)) / 255) for part in parts))


def test_a_colour_that_nobody_knows_is_no_style():
    with pytest.raises(KeyError):
        style_sheet({})


def test_a_choice_is_whole_also_when_it_is_chosen(dressed, show):
    faces = show(Faces())
    faces.resize(faces.minimumSizeHint())
    whole = next(b for b in faces.findChildren(QPushButton) if b.text() == "Whole picture")
    whole.setChecked(True)
    bold = QFont(whole.font())
    bold.setWeight(QFont.Weight.DemiBold)

    inner = whole.contentsRect().width() - 12  # less padding and border
    assert inner >= QFontMetrics(bold).horizontalAdvance(whole.text())


def test_the_frame_of_a_section_that_has_the_focus_is_closed(dressed, show, qapp):
    fold = show(Fold())
    fold.toggle.setText("Faces")
    fold.activateWindow()
    fold.toggle.setFocus()
    qapp.processEvents()
    seen = fold.toggle.grab().toImage()

    middle = seen.height() // 2
    left, right = seen.pixelColor(0, middle), seen.pixelColor(seen.width() - 1, middle)
    assert left == right == fold.palette().color(Role.Accent)
