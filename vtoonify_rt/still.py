"""Stylize one photo: every face in it, each at the resolution that the photo has.

A live crop is small because it must be quick. A photo shows a face many times larger, and a crop
of 384 pixels would come back blurred; so the network's picture grows with the face, up to
`STILL_MAX_PX`. Looks are made of lines and areas of a few network pixels: beyond that they get too
fine for the face, and a comic looks like a photo again. VToonify has learned faces of one size and
gives four pixels for one: its picture does not grow.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from checkpoint.manifest import ModelManifest
from vtoonify_rt import compose
from vtoonify_rt.config import NoFace, StyleConfig
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.landmarks import Landmarker
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Image, Landmarks
from vtoonify_rt.inference import Session
from vtoonify_rt.person import aligned_face
from vtoonify_rt.regions import (
    covers,
    paste_strength,
    steady_crop,
    stylize_whole,
    whole_pixels,
)

STILL_MAX_PX = 768  # along 400 padded pixels


def stylize_photo(
    session: Session,
    landmarker: Landmarker,
    image: Image,
    config: StyleConfig,
    *,
    no_face: NoFace | None,
    fixed_size: bool = False,
    name: str = "the picture",
) -> tuple[Image, int]:
    """Return `image` stylized, and how many faces there are in it; `session` is set to the style
    of `config`.

    `no_face` says what becomes of a photo without a face; None: it is refused with FaceError,
    which calls the photo `name`. A model that takes its colours from a face refuses "whole", too.
    """
    faces = find_faces(landmarker, image)
    if faces:
        return stylize_faces(session, image, faces, config, fixed_size=fixed_size), len(faces)
    if no_face == "blur":
        return compose.blur(image), 0
    if no_face == "whole" and not session.wants_face:
        return stylize_whole(session, image, config.degree), 0
    raise no_face_in(name, "the whole picture", session.wants_face)


def check_whole(session: Session) -> None:
    """Raise FaceError where the whole picture cannot be stylized without a look at a face."""
    if session.wants_face:
        raise FaceError(
            f"{session.model.name} takes its colours from a face, and none is looked for",
            "Leave --whole out, or give --color-transfer",
        )


def no_face_in(name: str, all_of_it: str, face_is_needed: bool) -> FaceError:
    """Return the error for a file without a face, which says how it is done all the same."""
    if face_is_needed:
        return FaceError(
            f"No face was found in {name}, and the model takes its colours from one",
            "Give --no-face blur, or choose a model that does not",
        )
    return FaceError(f"No face was found in {name}", f"Give --no-face whole to stylize {all_of_it}")


def stylize_faces(
    session: Session,
    image: Image,
    faces: Iterable[Landmarks],
    config: StyleConfig,
    *,
    fixed_size: bool = False,
) -> Image:
    """Return `image` with every face stylized, one at least, and around them what `config` says;
    `session` is set to the style of `config`.

    All crops are cut from `image` itself and pasted from the smallest to the largest, so where
    they overlap nothing is stylized twice and the largest face is whole. `fixed_size`: the
    network sees `config.crop_px` also where the photo has more pixels. It never sees more than
    `NETWORK_MAX_PX` along a side.
    """
    strength = paste_strength(session, config.degree)
    if strength == 0.0:
        return image
    cuts = sorted(_cuts(session.model, image, faces, config, fixed_size), key=_area)
    result = image
    if config.surroundings == "stylized" and not covers(whole_pixels(cuts[-1].box), image):
        _show_face(session, image, cuts[-1].face)
        result = stylize_whole(session, image, config.degree)
    for cut in cuts:
        _show_face(session, image, cut.face)
        region = whole_pixels(cut.box)
        patch = session.run(compose.crop(image, region, *cut.crop.network_size))
        result = compose.paste_back(result, patch, region, strength)
    return result


@dataclass(frozen=True, slots=True)
class _Cut:
    """A face, where it is cut out, and how large the network sees that."""

    face: Landmarks
    crop: SteadyCrop
    box: CropBox


def _cuts(
    model: ModelManifest,
    image: Image,
    faces: Iterable[Landmarks],
    config: StyleConfig,
    fixed_size: bool,
) -> list[_Cut]:
    cuts = []
    for face in faces:
        cut = _cut(model, image, face, config, config.crop_px)
        if not fixed_size and not model.is_vtoonify:
            own_pixels = round(config.crop_px * cut.box.width / cut.crop.network_size[1])
            wished = min(max(own_pixels, config.crop_px), STILL_MAX_PX)
            cut = _cut(model, image, face, config, wished)
        cuts.append(cut)
    return cuts


def _cut(
    model: ModelManifest, image: Image, face: Landmarks, config: StyleConfig, crop_px: int
) -> _Cut:
    crop = steady_crop(model, config, crop_px)
    height, width = image.shape[:2]
    box = crop.update(face, height, width, time=0.0)
    assert box is not None  # there is a face
    return _Cut(face, crop, box)


def _area(cut: _Cut) -> float:
    return cut.box.width * cut.box.height


def _show_face(session: Session, image: Image, face: Landmarks) -> None:
    """Let the session know whom it paints next, if it asks."""
    if session.wants_face:
        session.encode(aligned_face(image, face))
