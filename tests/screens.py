"""Pictures of the window's states, the layout beside them, and what tells them from others.

Pictures say what a state looks like, and the layout where each widget lies. Both are compared with
tolerance, since fonts are drawn a little differently from machine to machine: pictures coarsely, so
that the shape of a letter does not count, and rectangles to within some pixels.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from cut_off import text_of, visible
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QSlider, QWidget

from vtoonify_rt.frame import Image

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
LAYOUTS = FOLDER / "layout.json"
VARIANTS = (("en", "light"), ("zh", "light"), ("en", "dark"), ("zh", "dark"))
COMPARED = (VARIANTS[0], VARIANTS[3])  # and all that is kept of a large picture, to save room
IN_FOUR = ("playing", "page-picture", "page-output", "styles", "first-steps-style")  # all the same
LARGE = 300_000  # pixels
LARGEST = (640, 360)  # of a picture on its sheet, in pixels
QUALITY = 80
CELL = 8  # pixels of the window that are looked at as one
MOST = 16  # levels that a cell may differ by
NUDGE = 14  # pixels that an edge may lie elsewhere,
SHARE = 0.04  # and this share of its distance from the window's edge
Layout = Mapping[str, Sequence[int]]  # widget -> x, y, width, height


def picture_of(widget: QWidget) -> Image:
    """Return what a widget shows, as RGB."""
    return pixels_of(widget.grab())


def pixels_of(pixmap: QPixmap) -> Image:
    """Return a picture of Qt's as RGB."""
    shot = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(shot.constBits(), np.uint8).reshape(shot.height(), shot.bytesPerLine())
    return rows[:, : 3 * shot.width()].reshape(shot.height(), shot.width(), 3).copy()


def scaled(picture: Image) -> Image:
    """Return a picture as large as it is on its sheet."""
    height, width = picture.shape[:2]
    factor = min(1.0, LARGEST[0] / width, LARGEST[1] / height)
    size = (round(width * factor), round(height * factor))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def variants_of(name: str, shown: Image) -> tuple[tuple[str, str], ...]:
    """Return the variants that are kept of a state, of which one looks like `shown`."""
    is_large = shown.shape[0] * shown.shape[1] > LARGE
    return COMPARED if is_large and name not in IN_FOUR else VARIANTS


def sheet_of(pictures: Sequence[Image]) -> Image:
    """Return two or four pictures as one, two in a row."""
    small = [scaled(picture) for picture in pictures]
    height, width = (max(each.shape[side] for each in small) for side in (0, 1))
    sheet = np.full((len(small) // 2 * height, 2 * width, 3), 128, np.uint8)
    for place, each in enumerate(small):
        top, left = place // 2 * height, place % 2 * width
        sheet[top : top + each.shape[0], left : left + each.shape[1]] = each
    return sheet


def write_sheet(name: str, pictures: Mapping[tuple[str, str], Image]) -> None:
    """Keep the pictures of a state, given each of those that are kept of it."""
    kept = [pictures[each] for each in variants_of(name, pictures[COMPARED[0]])]
    sheet = cv2.cvtColor(sheet_of(kept), cv2.COLOR_RGB2BGR)
    how = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    cv2.imwrite(str(FOLDER / f"{name}.jpg"), sheet, how)


def kept_picture(name: str, variant: tuple[str, str], shown: Image) -> Image:
    """Return the picture that was kept of a state, as large as what is shown now is kept."""
    height, width = scaled(shown).shape[:2]
    sheet = cv2.cvtColor(cv2.imread(str(FOLDER / f"{name}.jpg")), cv2.COLOR_BGR2RGB)
    variants = variants_of(name, shown)
    place, rows = variants.index(variant), len(variants) // 2
    top, left = place // 2 * sheet.shape[0] // rows, place % 2 * sheet.shape[1] // 2
    return sheet[top : top + height, left : left + width]


def strangeness(shown: Image, kept: Image) -> float:
    """Return by how many levels of 255 the most different spot of what is shown differs from what
    was kept of it.

    A spot is some letters large, and its brightness and colours are averaged.
    """
    small = scaled(shown)
    cell = CELL * small.shape[1] / shown.shape[1]
    height = min(small.shape[0], kept.shape[0])
    width = min(small.shape[1], kept.shape[1])
    one, other = (coarse(each[:height, :width], cell) for each in (small, kept))
    return float(np.abs(one - other).max())


def coarse(picture: Image, cell: float) -> np.ndarray:
    """Return a picture of cells, softened."""
    height, width = (max(1, round(side / cell)) for side in picture.shape[:2])
    cells = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(cells.astype(np.float32), (0, 0), 1.5)


def layout_of(window: QWidget) -> dict[str, list[int]]:
    """Return where everything lies that shows or does something; the window itself is "window"."""
    found = {"window": [0, 0, window.width(), window.height()]}
    seen: Counter[str] = Counter()
    for widget in visible(window):
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QSlider):
            name = f"{type(widget).__name__} {widget.objectName()} {text_of(widget)[:30]}".strip()
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name} ({seen[name]})"
            found[key] = four(QRect(widget.mapTo(window, QPoint()), widget.size()))
    if isinstance(window, QMenu):
        for action in window.actions():
            if action.text():
                found[f"action {action.text()}"] = four(window.actionGeometry(action))
    return found


def four(rect: QRect) -> list[int]:
    """Return a rectangle as numbers."""
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def moved(now: Layout, kept: Layout) -> list[str]:
    """Return a line for each widget that is gone, new, or elsewhere."""
    lines = [f"gone: {name}" for name in kept if name not in now]
    lines += [f"new: {name}" for name in now if name not in kept]
    for name in now.keys() & kept.keys():
        here, there = (edges(each[name]) for each in (now, kept))
        if any(abs(a - b) > NUDGE + SHARE * abs(b) for a, b in zip(here, there, strict=True)):
            lines.append(f"moved: {name} from {list(kept[name])} to {list(now[name])}")
    return lines


def edges(rect: Sequence[int]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom."""
    left, top, width, height = rect
    return left, top, left + width, top + height


def read_layouts() -> dict[str, dict[str, Layout]]:
    """Return state -> language -> layout, as kept."""
    kept: dict[str, dict[str, Layout]] = json.loads(LAYOUTS.read_text("utf-8"))
    return kept


def write_layouts(layouts: Mapping[str, Mapping[str, Layout]]) -> None:
    """Keep the layouts, a widget a line."""
    states = []
    for name, languages in sorted(layouts.items()):
        parts = []
        for language, layout in languages.items():
            lines = [
                f"   {json.dumps(k, ensure_ascii=False)}: {list(v)}" for k, v in layout.items()
            ]
            parts.append(f'  "{language}": {{\n' + ",\n".join(lines) + "\n  }")
        states.append(f' "{name}": {{\n' + ",\n".join(parts) + "\n }")
    LAYOUTS.write_text("{\n" + ",\n".join(states) + "\n}\n", "utf-8")
