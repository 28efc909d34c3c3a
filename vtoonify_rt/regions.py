"""What still and moving pictures share when a session stylizes a part of them, or all."""

from collections.abc import Callable

from checkpoint.manifest import ModelManifest
from vtoonify_rt import compose
from vtoonify_rt.config import Look, StyleConfig
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session
from vtoonify_rt.timing import Meter

FADE_IN_DEGREE = 0.1  # below it the crop's softness would show: it fades in with the degree
# Output pixels along a side of a whole picture. Looks are drawn for faces of a crop's size: lines
# get thin on a larger picture, and memory grows.
WHOLE_MAX_PX = 1536
# Output pixels along a side of a crop, also with a wide padding: it is 0.7 GB of memory with a Lite
# model, and with a VToonify, whose picture grows fourfold, 5 GB.
NETWORK_MAX_PX = 2048
# A sixth of a usual crop's pixels. Scaled up, what lies around the face is soft as behind a lens.
SURROUNDINGS_PX = 192


def apply_look(session: Session, config: StyleConfig) -> None:
    """Set `session` to what `config` says of the look; ModelError for an unknown style."""
    session.condition(config.style, config.degree, config.palette, config.color_transfer)


class SessionLook:
    """Keeps a session set to the look that is painted next, and to whom; one thread calls."""

    def __init__(self, session: Session, meter: Meter) -> None:
        self.session = session
        self._meter = meter
        self._set: tuple[Look, bool | None] | None = None

    def set_to(self, config: StyleConfig, person: int | None = None) -> None:
        """Have the session paint as `config` says, and this person; None: as before."""
        wanted = config.look, config.color_transfer
        if wanted != self._set:
            with self._meter.measure("condition"):
                apply_look(self.session, config)
            self._set = wanted
        if person is not None:
            self.session.turn_to(person)


def around_is_raw(session: Session, config: StyleConfig) -> bool:
    """Tell whether the camera's picture lies around the faces, as captured."""
    return config.surroundings == "camera" or paste_strength(session, config.degree) == 0.0


def is_partly_raw(session: Session, config: StyleConfig) -> bool:
    """Tell whether what is painted lets the camera's picture shine through, as at a low degree."""
    return 0.0 < paste_strength(session, config.degree) < 1.0


def steady_crop(
    model: ModelManifest, config: StyleConfig, crop_px: int | None = None
) -> SteadyCrop:
    """Return the crop that `config` asks for, with other network pixels by choice, within what
    the model has the memory for."""
    px = config.crop_px if crop_px is None else crop_px
    most = NETWORK_MAX_PX // model.output_scale
    return SteadyCrop(config.padding, px, model.size_multiple, most)


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
    session: Session,
    image: Image,
    degree: float,
    max_px: int | None = None,
    smooth: Callable[[Image, Image], Image] = lambda _, stylized: stylized,
) -> Image:
    """Stylize all of `image`, of any size, with a session that is set to `degree`.

    The result has the same size. Beyond `max_px` along the longer side, or `WHOLE_MAX_PX` of
    output, the session sees the picture reduced. `smooth` is given what it sees and what it makes
    of that, and returns what to show.
    """
    strength = paste_strength(session, degree)
    if strength == 0.0:
        return image
    height, width = image.shape[:2]
    most = WHOLE_MAX_PX // session.model.output_scale
    most = most if max_px is None else min(max_px, most)
    share = min(1.0, most / max(height, width))
    small = (max(1, round(height * share)), max(1, round(width * share)))
    picture = compose.resize(image, *small)
    painted = smooth(picture, session.run(picture))
    stylized = compose.resize(painted, height, width)
    if strength == 1.0 and stylized is not painted:
        return stylized
    # A fade makes a new array, which the session's buffer is not.
    return compose.cross_fade(image, stylized, strength)
