"""How the window looks: Fusion, dressed by one style sheet in the colours of `colours.py`.

The style sheet names roles of the palette, and with `@` what `colours.py` and `scale.py` hold, so
it serves light and dark alike. Without a choice the window follows the desktop, also when that
changes. A desktop that asks for high contrast keeps its own palette.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app import scale
from desktop_app.colours import FIXED, Role, palette_for

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
STYLE_SHEET = Path(__file__).parent / "resources" / "style.qss"
_SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    None: Qt.ColorScheme.Unknown,
}
# Named behind the font, these show Chinese in the forms of the mainland; a Linux desktop that falls
# back on its own may show Japanese ones.
_CHINESE_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_chosen: Theme | None = None
_untold = Qt.ColorScheme.Light  # the desktop's scheme, where Qt is not told


def apply_theme(app: QApplication) -> None:
    """Dress the application, now and whenever the desktop changes its colours."""
    global _untold
    _untold = _scheme_of(app.palette())  # before it is ours
    app.setFont(_with_chinese(app.font()))
    app.setStyle("Fusion")  # the one style that obeys a palette on every platform
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: _dress(app, scheme))
    if hasattr(hints, "accessibility"):  # Qt 6.10 and later tell
        hints.accessibility().contrastPreferenceChanged.connect(lambda _: _dress(app, _scheme(app)))
    _dress(app, _scheme(app))


def choose_theme(app: QApplication, theme: Theme | None) -> None:
    """Wear `theme` from now on; None: that of the desktop."""
    global _chosen  # one for the process, as Qt's is
    if theme == _chosen:
        return
    _chosen = theme
    # Where the platform obeys, title bars and its own dialogs change, too.
    app.styleHints().setColorScheme(_SCHEMES[theme])
    _dress(app, _scheme(app))


def _scheme(app: QApplication) -> Qt.ColorScheme:
    known = app.styleHints().colorScheme()
    return known if known != Qt.ColorScheme.Unknown else _untold


def _scheme_of(palette: QPalette) -> Qt.ColorScheme:
    dark = palette.color(Role.Window).lightness() < palette.color(Role.Text).lightness()
    return Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light


def _dress(app: QApplication, desktop: Qt.ColorScheme) -> None:
    """Put on the colours of the choice, or else of the desktop, unless they are worn already."""
    scheme = desktop if _chosen is None else _SCHEMES[_chosen]
    contrasts = _high_contrast(app)
    if not contrasts and palette_for(scheme) == app.palette() and app.styleSheet():
        return
    # Only a sheet that is set is coloured: what it has dressed keeps the colours of that moment.
    # Qt puts one on in a third of the time that it needs to change one for another.
    app.setStyleSheet("")
    # A palette that says nothing gives the desktop's back.
    app.setPalette(QPalette() if contrasts else palette_for(scheme))
    app.setStyleSheet(style_sheet(_values(app)))


def style_sheet(values: Mapping[str, str]) -> str:
    """Return our style sheet with its `@names` replaced; KeyError for one that is not known."""
    sheet = STYLE_SHEET.read_text(encoding="utf-8")
    return re.sub(r"@([a-z][a-z-]*)", lambda name: values[name[1]], sheet)


def _values(app: QApplication) -> dict[str, str]:
    body = QFontInfo(app.font()).pixelSize()
    faded = app.palette().color(QPalette.ColorGroup.Disabled, Role.ButtonText)
    dark_check = app.palette().color(Role.HighlightedText).lightness() < 128
    return {
        **FIXED,
        "icons": (STYLE_SHEET.parent / "icons").as_posix(),
        "tick": "tick-dark" if dark_check else "tick-light",
        "faded": faded.name(),
        "small": f"{round(body * scale.SMALL)}px",
        "title": f"{round(body * scale.TITLE)}px",
        "radius-s": f"{scale.RADIUS_S}px",
        "radius-m": f"{scale.RADIUS_M}px",
        "radius-l": f"{scale.RADIUS_L}px",
    }


def _with_chinese(font: QFont) -> QFont:
    """Return `font` with an installed one for Chinese behind it, if there is one of ours."""
    installed = set(QFontDatabase.families()) & set(_CHINESE_FONTS)
    both = QFont(font)
    both.setFamilies([QFontInfo(font).family(), *sorted(installed)[:1]])
    return both


def _high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
