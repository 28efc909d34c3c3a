"""The pictures the starter model learns from, with their credits.

Every picture may be used and altered freely.  The photographs of people are read
from a folder that the user of the training names; the others come with
scikit-image.  Where the irises lie is written down, so that faces can be placed
and scaled without a face detector.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.errors import AppError


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One picture and where it comes from."""

    name: str  # file name in the data folder, or name in skimage.data
    credit: str
    licence: str
    url: str
    irises: tuple[tuple[int, int], tuple[int, int]] | None = None  # x, y in the original
    bundled: bool = False  # with scikit-image


_UNSPLASH = "Unsplash licence"
_CC0 = "CC0 1.0"

PHOTOS: tuple[Photo, ...] = (
    Photo(
        name="ILip77SbmOE.jpg",
        credit="Unsplash, photo ILip77SbmOE",
        licence=_UNSPLASH,
        url="https://unsplash.com/photos/ILip77SbmOE",
        irises=((790, 846), (1125, 836)),
    ),
    Photo(
        name="i5R8hbZFDdc.jpg",
        credit="Unsplash, photo i5R8hbZFDdc",
        licence=_UNSPLASH,
        url="https://unsplash.com/photos/i5R8hbZFDdc",
        irises=((1061, 511), (1279, 505)),
    ),
    Photo(
        name="yRpe13BHdKw.jpg",
        credit="Unsplash, photo yRpe13BHdKw",
        licence=_UNSPLASH,
        url="https://unsplash.com/photos/yRpe13BHdKw",
        irises=((793, 359), (969, 404)),
    ),
    Photo(
        name="pexels-andrea-piacquadio-733872.jpg",
        credit="Andrea Piacquadio, Pexels",
        licence="Pexels licence",
        url="https://www.pexels.com/photo/733872/",
        irises=((590, 280), (699, 281)),
    ),
    Photo(
        name="astronaut",
        credit="NASA, portrait of Eileen Collins",
        licence="public domain",
        url="https://flic.kr/p/r9qvLn",
        irises=((203, 101), (246, 104)),
        bundled=True,
    ),
    Photo(
        name="chelsea",
        credit="Stefan van der Walt",
        licence=_CC0,
        url="https://scikit-image.org/docs/stable/api/skimage.data.html",
        bundled=True,
    ),
    Photo(
        name="coffee",
        credit="Rachel Michetti, Pikolo Espresso Bar",
        licence=_CC0,
        url="https://scikit-image.org/docs/stable/api/skimage.data.html",
        bundled=True,
    ),
    Photo(
        name="rocket",
        credit="SpaceX",
        licence="public domain",
        url="https://www.flickr.com/photos/spacexphotos/16511594820/",
        bundled=True,
    ),
    Photo(
        name="camera",
        credit="Lav Varshney",
        licence=_CC0,
        url="https://scikit-image.org/docs/stable/api/skimage.data.html",
        bundled=True,
    ),
    Photo(
        name="retina",
        credit="Mikael Häggström",
        licence=_CC0,
        url="https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
        bundled=True,
    ),
)


def load_photo(photo: Photo, folder: Path) -> NDArray[np.uint8]:
    """Return the picture as (H, W, 3) RGB; raise AppError if it is not there."""
    if photo.bundled:
        import skimage.data  # only the training needs it

        image = np.asarray(getattr(skimage.data, photo.name)(), np.uint8)
        return np.dstack([image] * 3) if image.ndim == 2 else image
    found = cv2.imread(str(folder / photo.name), cv2.IMREAD_COLOR)
    if found is None:
        raise AppError(
            f"{photo.name} is not in {folder}",
            hint=f"Download it from {photo.url} and save it under that name",
        )
    return np.asarray(found[..., ::-1], np.uint8)


def face_crop(photo: Photo, folder: Path, size: int) -> NDArray[np.uint8]:
    """Return the photo's face with hair and shoulders, (size, size, 3) RGB."""
    if photo.irises is None:
        raise ValueError(f"{photo.name} shows no face")
    image = load_photo(photo, folder)
    first, second = np.array(photo.irises, np.float64)
    side = min(round(5.2 * float(np.hypot(*(second - first)))), *image.shape[:2])
    corner = (first + second) / 2.0 - side * np.array([0.5, 0.44])  # eyes a little above the middle
    left, top = (int(np.clip(corner[i], 0, image.shape[1 - i] - side)) for i in (0, 1))
    face = image[top : top + side, left : left + side]
    method = cv2.INTER_AREA if side > size else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(face, (size, size), interpolation=method), np.uint8)
