"""Icons drawn from SVG files in the colour of the text beside them."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop_app.scale import ICON_M, ICON_S

FOLDER = Path(__file__).parent / "resources" / "icons"


def give_symbol(action: QAction, name: str) -> None:
    """Give an action the icon `name` in the palette's present colours; buttons may draw it anew."""
    action.setProperty("symbol", name)
    action.setIcon(icon(name))


def symbol_of(action: QAction) -> str:
    """Return the name of an action's icon; "" where it has none."""
    return action.property("symbol") or ""


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return the icon `name` in the palette's colour of `role`, faded where disabled.

    It is as fine as each of the screens that there are now.
    """
    result = QIcon()
    palette = QApplication.palette()
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    sizes = {round(side * ratio) for side in (ICON_S, ICON_M) for ratio in ratios}
    for group, mode in (
        (QPalette.ColorGroup.Active, QIcon.Mode.Normal),
        (QPalette.ColorGroup.Disabled, QIcon.Mode.Disabled),
    ):
        for size in sizes:
            result.addPixmap(_draw(name, palette.color(group, role), size), mode)
    return result


def draw(name: str, colour: QColor, size: int) -> QPixmap:
    """Return the icon `name` in one colour, `size` of Qt's pixels large, as fine as the screen."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = _draw(name, colour, round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _draw(name: str, colour: QColor, size: int) -> QPixmap:
    key = f"icon {name} {colour.name()} {size}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _render(name, colour, size)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _render(name: str, colour: QColor, size: int) -> QPixmap:
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour.name()).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def app_icon() -> QIcon:
    """Return the application's own icon, in its own colours."""
    return QIcon(str(FOLDER / "app.svg"))
