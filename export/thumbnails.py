"""A picture of every style, drawn by the exported model itself as long as there is time.

The portrait is the first frame of the sample clip that ships with the app, a work of NASA in the
public domain.  A full-size model takes seconds per picture and may have hundreds of styles; those
that time is not enough for get a plain tile with their number.
"""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from checkpoint.model import ModelManifest, Style
from vtoonify_rt.config import Padding
from vtoonify_rt.face.alignment import align_face
from vtoonify_rt.face.crop import crop_parameters, eyes_from_landmarks, rescale_and_crop
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.sources.sample import open_sample

THUMBNAIL_PX = 160
BUDGET = 45.0  # seconds for all of them
_PADDING = Padding(left=128, right=128, top=128, bottom=128)  # the head, without shoulders
_THREADS = 2
_QUALITY = 88  # of the JPEG


def draw_thumbnails(
    model: ModelManifest, *, budget: float = BUDGET, clock: Callable[[], float] = time.monotonic
) -> int:
    """Write a thumbnail of every style, the default one first; return how many show the style.

    No picture is begun that would not be done within `budget` seconds; the first one always is.
    """
    first = model.style(model.default_style)
    styles = [first, *(style for style in model.styles if style is not first)]
    end = clock() + budget
    with closing(open_session(model, threads=_THREADS)) as session:
        portrait, face = _sample_portrait()
        session.condition(first.id, model.default_degree)
        if session.wants_face:
            session.encode(face)
        drawn, slowest = 0, 0.0
        for style in styles:
            start = clock()
            if drawn and start + slowest > end:
                break
            _write(style.thumbnail, _draw(session, model, style, portrait))
            slowest = max(slowest, clock() - start)
            drawn += 1
    for style in styles[drawn:]:
        _write(style.thumbnail, _tile(style))
    return drawn


def _sample_portrait() -> tuple[Image, Image]:
    """Return the head, (THUMBNAIL_PX, THUMBNAIL_PX, 3), and the aligned face of the sample clip."""
    with closing(open_sample(paced=False)) as clip:
        image = clip.read().image
    with closing(MediapipeLandmarker()) as landmarker:
        landmarks = find_faces(landmarker, image)[0]  # the clip is ours: it shows one
    height, width = image.shape[:2]
    crop = crop_parameters(*eyes_from_landmarks(landmarks), height, width, _PADDING)
    return _resized(rescale_and_crop(image, crop)), align_face(image, landmarks)


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
