"""What still and moving pictures share when a session stylizes a part of them, or all."""

from vtoonify_rt import compose
from vtoonify_rt.face.steady_crop import CropBox
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session

FADE_IN_DEGREE = 0.1  # below it the crop's softness would show: it fades in with the degree
# Looks are drawn for faces of a crop's size: lines get thin on a larger picture, and memory grows.
WHOLE_MAX_PX = 1536
# A sixth of a usual crop's pixels. Scaled up, what lies around the face is soft as behind a lens.
SURROUNDINGS_PX = 192


def paste_strength(session: Session, degree: float) -> float:
    """Return the weight, 0..1, of a stylized crop over the picture; 0 at style degree 0.

    A model that is not the identity at degree 0 is always shown in full.
    """
    return min(1.0, degree / FADE_IN_DEGREE) if session.model.identity_at_zero else 1.0


def whole_pixels(box: CropBox) -> compose.Box:
    """Round to whole pixels: crop and paste use the same ones, so nothing shifts."""
    x, y = round(box.x), round(box.y)
    return x, y, round(box.x + box.width) - x, round(box.y + box.height) - y


def covers(box: compose.Box, image: Image) -> bool:
    """Tell whether nothing of `image` lies outside `box`."""
    height, width = image.shape[:2]
    return box == (0, 0, width, height)


def stylize_whole(
    session: Session, image: Image, degree: float, max_px: int = WHOLE_MAX_PX
) -> Image:
    """Stylize all of `image`, of any size, with a session that is set to `degree`.

    The result has the same size. Beyond `max_px` along the longer side the session sees the
    picture reduced.
    """
    strength = paste_strength(session, degree)
    if strength == 0.0:
        return image
    height, width = image.shape[:2]
    share = min(1.0, max_px / max(height, width))
    small = (max(1, round(height * share)), max(1, round(width * share)))
    stylized = compose.resize(session.run(compose.resize(image, *small)), height, width)
    if strength == 1.0 and share < 1.0:
        return stylized
    # A fade makes a new array, which the session's buffer is not.
    return compose.cross_fade(image, stylized, strength)
