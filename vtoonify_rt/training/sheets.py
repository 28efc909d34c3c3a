"""Contact sheets: what figures do not show is seen here."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.measure import Picture
from vtoonify_rt.training.palettes import colour, expand
from vtoonify_rt.training.student import Student


def write_comparison(student: Student, pictures: Sequence[Picture], folder: Path) -> None:
    """Write one sheet a picture: the input and the teachers above, the student below."""
    folder.mkdir(parents=True, exist_ok=True)
    for index, picture in enumerate(pictures):
        above, below = [picture], [picture]
        for look in LOOKS:
            palettes = [s.get("palette") for s in student.styles if s["code"] == look.id]
            drawn = look.draw(picture.astype(np.float32) / np.float32(255.0))
            if palettes[0] is not None:
                drawn = colour(drawn, expand(palettes[0]))
            above.append(np.asarray(np.rint(np.clip(drawn, 0, 1) * 255), np.uint8))
            below.append(student.stylize(picture, student.condition_code(look.id, palettes[0])))
        sheet = np.vstack([np.hstack(above), np.hstack(below)])
        save(folder / f"compare_{index:02d}.png", sheet)


def write_overview(
    student: Student, pictures: Sequence[Picture], path: Path, tile: int = 176
) -> None:
    """Write one sheet: a row per picture, the input and then every style of the model."""
    rows = []
    for picture in pictures:
        tiles = [picture]
        tiles += [student.stylize(picture, student.condition(s["id"])) for s in student.styles]
        rows.append(np.hstack([_shrink(each, tile) for each in tiles]))
    save(path, np.vstack(rows))


def _shrink(picture: Picture, size: int) -> Picture:
    return np.asarray(cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def save(path: Path, picture: Picture) -> None:
    """Write an RGB picture; the suffix says which format."""
    quality = [cv2.IMWRITE_JPEG_QUALITY, 84] if path.suffix == ".jpg" else []
    cv2.imwrite(str(path), picture[..., ::-1], quality)
