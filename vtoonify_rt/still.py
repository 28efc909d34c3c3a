"""Stylize one photo: every face in it, each at the resolution that the photo has.

A live crop is small because it must be quick. A photo shows a face many times larger, and a crop
of 384 pixels would come back blurred; so the network's picture grows with the face, up to
`STILL_MAX_PX`. Looks are made of lines and areas of a few network pixels: beyond that they get too
fine for the face, and a comic looks like a photo again.
"""

from collections.abc import Iterable

from vtoonify_rt import compose
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Image, Landmarks
from vtoonify_rt.inference import Session
from vtoonify_rt.regions import covers, paste_strength, stylize_whole, whole_pixels

STILL_MAX_PX = 768  # along 400 padded pixels
NETWORK_MAX_PX = 2048  # along a side, also with a wide padding: some 0.7 GB of memory


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
    crops = sorted(_crops(session, image, faces, config, fixed_size), key=_area)
    result = image
    if config.surroundings == "stylized" and not covers(whole_pixels(crops[-1][1]), image):
        result = stylize_whole(session, image, config.degree)
    for crop, box in crops:
        region = whole_pixels(box)
        patch = session.run(compose.crop(image, region, *crop.network_size))
        result = compose.paste_back(result, patch, region, strength)
    return result


def _crops(
    session: Session,
    image: Image,
    faces: Iterable[Landmarks],
    config: StyleConfig,
    fixed_size: bool,
) -> list[tuple[SteadyCrop, CropBox]]:
    """Return for each face where it is cut out, and how large the network sees that."""
    crops = []
    for face in faces:
        crop, box = _cut(session, image, face, config, config.crop_px)
        wished = config.crop_px
        if not fixed_size:
            own_pixels = round(wished * box.width / crop.network_size[1])
            wished = min(max(own_pixels, wished), STILL_MAX_PX)
        most = config.crop_px * NETWORK_MAX_PX // max(crop.network_size)
        crops.append(_cut(session, image, face, config, min(wished, most)))
    return crops


def _cut(
    session: Session, image: Image, face: Landmarks, config: StyleConfig, crop_px: int
) -> tuple[SteadyCrop, CropBox]:
    crop = SteadyCrop(config.padding, crop_px, session.model.size_multiple)
    height, width = image.shape[:2]
    box = crop.update(face, height, width, time=0.0)
    assert box is not None  # there is a face
    return crop, box


def _area(cut: tuple[SteadyCrop, CropBox]) -> float:
    return cut[1].width * cut[1].height
