"""All colours of the window, light and dark, in one place.

Roles of Qt's palette dress what lies in the window. What lies on the picture is light on dark in
both, because the picture is anything. A test holds every pair that is used against a contrast of
4.5 to 1.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

Role = QPalette.ColorRole

# role: (light, dark)
_COLOURS: Mapping[QPalette.ColorRole, tuple[str, str]] = {
    Role.Window: ("#f5f5f8", "#17171c"),
    Role.WindowText: ("#1c1c22", "#ececf1"),
    Role.Base: ("#ffffff", "#212128"),
    Role.AlternateBase: ("#f0f0f5", "#26262e"),
    Role.Text: ("#1c1c22", "#ececf1"),
    Role.Button: ("#e8e8ef", "#2b2b34"),
    Role.ButtonText: ("#1c1c22", "#ececf1"),
    Role.BrightText: ("#ffffff", "#ffffff"),  # on the red of the record button
    Role.ToolTipBase: ("#ffffff", "#2b2b34"),
    Role.ToolTipText: ("#1c1c22", "#ececf1"),
    Role.PlaceholderText: ("#575763", "#a8a8b6"),
    Role.Light: ("#ffffff", "#3a3a45"),
    Role.Midlight: ("#dfdfe8", "#363640"),  # under the pointer
    Role.Mid: ("#d0d0da", "#43434f"),  # lines, and what is pressed
    Role.Dark: ("#85858f", "#7b7b8a"),  # outlines that must be seen
    Role.Shadow: ("#dcdce3", "#0d0d11"),  # around the picture
    Role.Highlight: ("#5646d8", "#9a8fff"),
    Role.HighlightedText: ("#ffffff", "#121217"),
    Role.Accent: ("#5646d8", "#9a8fff"),
    Role.Link: ("#5646d8", "#a79dff"),
    Role.LinkVisited: ("#5646d8", "#a79dff"),
}
_FADED = ("#9c9ca8", "#6d6d7a")  # text of what cannot be used now
_TEXT_ROLES = (Role.WindowText, Role.Text, Role.ButtonText, Role.BrightText)

# The same in light and dark, by the names that the style sheet knows them by.
FIXED: Mapping[str, str] = {
    "red": "#cf2735",  # records now, or would
    "red-hover": "#b81f2d",
    "red-pressed": "#9c1723",
    "veil": "rgba(20, 20, 26, 230)",  # of cards on the picture
    "veil-line": "rgba(255, 255, 255, 28)",
    "light": "#ffffff",
    "light-faint": "#c9c9d4",
    "light-fill": "rgba(255, 255, 255, 30)",
    "light-hover": "rgba(255, 255, 255, 55)",
    "taken": "#ececf1",  # of choices on the picture
    "on-taken": "#1c1c22",
    "on-picture-accent": "#6253e6",
    "on-picture-accent-hover": "#6f61ee",
}
WARNING = "#c9760b"  # of signs in the window; is seen on light and on dark
WARNING_ON_PICTURE = "#ffb454"
DONE_ON_PICTURE = "#7ee2a8"


def palette_for(scheme: Qt.ColorScheme) -> QPalette:
    """Return our palette for a light or dark desktop; unknown counts as light."""
    column = 1 if scheme == Qt.ColorScheme.Dark else 0
    palette = QPalette()
    for role, colours in _COLOURS.items():
        palette.setColor(role, QColor(colours[column]))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_FADED[column]))
    return palette
