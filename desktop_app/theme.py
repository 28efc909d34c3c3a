"""How the window looks: two palettes, one accent colour, one style sheet.

The style sheet names palette roles only, so it serves light and dark alike. A desktop that asks
for high contrast keeps its own palette. What lies on top of the picture is light on dark in both,
because the picture is anything.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

Role = QPalette.ColorRole
STYLE_SHEET = Path(__file__).parent / "resources" / "style.qss"

# role: (light, dark)
_COLOURS = {
    Role.Window: ("#f4f4f7", "#17171c"),
    Role.WindowText: ("#1c1c22", "#ececf1"),
    Role.Base: ("#ffffff", "#212128"),
    Role.AlternateBase: ("#ececf1", "#2a2a33"),
    Role.Text: ("#1c1c22", "#ececf1"),
    Role.Button: ("#ffffff", "#2a2a33"),
    Role.ButtonText: ("#1c1c22", "#ececf1"),
    Role.BrightText: ("#ffffff", "#ffffff"),  # on the red of the record button
    Role.ToolTipBase: ("#ffffff", "#2a2a33"),
    Role.ToolTipText: ("#1c1c22", "#ececf1"),
    Role.PlaceholderText: ("#5f5f6b", "#a2a2b0"),
    Role.Light: ("#ffffff", "#3a3a45"),
    Role.Midlight: ("#e7e7ed", "#34343e"),
    Role.Mid: ("#d4d4dd", "#3f3f4b"),
    Role.Dark: ("#a9a9b5", "#5a5a68"),
    Role.Shadow: ("#dcdce3", "#0d0d11"),
    Role.Highlight: ("#5646d8", "#8f83ff"),
    Role.HighlightedText: ("#ffffff", "#121217"),
    Role.Accent: ("#5646d8", "#8f83ff"),
    Role.Link: ("#5646d8", "#a79dff"),
    Role.LinkVisited: ("#5646d8", "#a79dff"),
}
_FADED = ("#a3a3ae", "#6d6d7a")  # text of what cannot be used now
_TEXT_ROLES = (Role.WindowText, Role.Text, Role.ButtonText, Role.BrightText)


def palette_for(scheme: Qt.ColorScheme) -> QPalette:
    """Return our palette for a light or dark desktop; unknown counts as light."""
    column = 1 if scheme == Qt.ColorScheme.Dark else 0
    palette = QPalette()
    for role, colours in _COLOURS.items():
        palette.setColor(role, QColor(colours[column]))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_FADED[column]))
    return palette


def apply_theme(app: QApplication) -> None:
    """Dress the application, now and whenever the desktop changes between light and dark."""
    scheme = _scheme(app)
    app.setStyle("Fusion")  # the one style that obeys a palette on every platform
    _follow(app, scheme)
    app.styleHints().colorSchemeChanged.connect(lambda changed: _follow(app, changed))


def _scheme(app: QApplication) -> Qt.ColorScheme:
    """Return whether the desktop is light or dark; where Qt is not told, its palette says."""
    known = app.styleHints().colorScheme()
    if known != Qt.ColorScheme.Unknown:
        return known
    dark = app.palette().color(Role.Window).lightness() < app.palette().color(Role.Text).lightness()
    return Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light


def _follow(app: QApplication, scheme: Qt.ColorScheme) -> None:
    if not _high_contrast(app):
        app.setPalette(palette_for(scheme))
    sheet = STYLE_SHEET.read_text(encoding="utf-8")
    # Only a sheet that is set is coloured: what it has dressed keeps the colours of that moment.
    app.setStyleSheet(sheet.replace("@icons", (STYLE_SHEET.parent / "icons").as_posix()))


def _high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt 6.10 and later know
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
