"""A picture of every style, drawn by the exported model itself as long as there is time.

The portrait is a picture of the user's, or else the first frame of the sample clip that ships with
the app, a work of NASA in the public domain.  A full-size model takes seconds per picture and may
have hundreds of styles; those that time is not enough for get a plain tile with their number.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from checkpoint.model import ModelManifest, Style
from vtoonify_rt.config import Padding
from vtoonify_rt.errors import AppError, FaceError
from vtoonify_rt.face.crop import rescale_and_crop
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.first_face import find_first_face
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import read_image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.person import upright_face
from vtoonify_rt.sources.sample import open_sample

THUMBNAIL_PX = 160
BUDGET = 45.0  # seconds for all of them
_PADDING = Padding(left=128, right=128, top=128, bottom=128)  # the head, without shoulders
_THREADS = 2
_QUALITY = 88  # of the JPEG


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of the thumbnails."""

    count: int  # how many show their style
    note: str = ""  # whom they show, if a picture was given for that


@dataclass(frozen=True, slots=True)
class _Sitter:
    portrait: Image  # the head, (THUMBNAIL_PX, THUMBNAIL_PX, 3)
    face: Image  # upright, (256, 256, 3)


def draw_thumbnails(
    model: ModelManifest,
    picture: Path | None = None,
    *,
    budget: float = BUDGET,
    clock: Callable[[], float] = time.monotonic,
) -> Drawn:
    """Write a thumbnail of every style, the default one first.

    They show the first face in `picture`; without one, or where none is in it, the sample's.  No
    thumbnail is begun that would not be done within `budget` seconds; the first one always is.
    """
    first = model.style(model.default_style)
    styles = [first, *(style for style in model.styles if style is not first)]
    end = clock() + budget
    with closing(open_session(model, threads=_THREADS, backend="onnxruntime")) as session:
        sitter, note = _choose_sitter(picture)
        session.condition(first.id, model.default_degree)
        if session.wants_face:
            session.encode(sitter.face)
        drawn, slowest = 0, 0.0
        for style in styles:
            start = clock()
            if drawn and start + slowest > end:
                break
            _write(style.thumbnail, _draw(session, model, style, sitter.portrait))
            slowest = max(slowest, clock() - start)
            drawn += 1
    for style in styles[drawn:]:
        _write(style.thumbnail, _tile(style))
    return Drawn(drawn, note)


def _choose_sitter(picture: Path | None) -> tuple[_Sitter, str]:
    """Return whom to draw, and the note on that."""
    if picture is None:
        return _sample_sitter(), ""
    try:
        sitter = _sitter_in(read_image(picture))
    except AppError as error:
        return _sample_sitter(), f"The thumbnails show the sample's face: {error.message}"
    return sitter, f"The thumbnails show the face in {picture.name}"


def _sample_sitter() -> _Sitter:
    with closing(open_sample(paced=False)) as clip:
        return _sitter_in(clip.read().image)  # the clip is ours: it shows a face


def _sitter_in(image: Image) -> _Sitter:
    with closing(MediapipeLandmarker()) as landmarker:
        first = find_first_face([Frame(image, time=0.0)], landmarker, _PADDING)
    if first is None or first.frame.landmarks is None:
        raise FaceError("no face was found in the picture")
    head = _resized(rescale_and_crop(image, first.crop))
    return _Sitter(head, upright_face(image, first.frame.landmarks))


def _draw(session: Session, model: ModelManifest, style: Style, portrait: Image) -> Image:
    session.condition(style.id, model.default_degree)
    return _resized(session.run(portrait))


def _tile(style: Style) -> Image:
    """Return a grey picture with the style's id on it."""
    tile = np.full((THUMBNAIL_PX, THUMBNAIL_PX, 3), 96, np.uint8)
    font, scale, thickness = cv2.FONT_HERSHEY_SIMPLEX, 1.6, 3
    (width, height), _ = cv2.getTextSize(style.id, font, scale, thickness)
    place = ((THUMBNAIL_PX - width) // 2, (THUMBNAIL_PX + height) // 2)
    cv2.putText(tile, style.id, place, font, scale, (220, 220, 220), thickness, cv2.LINE_AA)
    return tile


def _resized(picture: Image) -> Image:
    size = (THUMBNAIL_PX, THUMBNAIL_PX)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _write(path: Path, picture: Image) -> None:
    done, encoded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done  # of an array of this type it always is
    path.write_bytes(encoded.tobytes())  # cv2's own writing would lose letters of a path
