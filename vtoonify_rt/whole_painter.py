"""Stylize the whole picture from frame to frame, steady in time."""

import math

from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.inference import Session
from vtoonify_rt.motion import MotionFinder
from vtoonify_rt.regions import stylize_whole
from vtoonify_rt.style_fade import StyleFade, keeps_pictures
from vtoonify_rt.temporal import PictureSmoother
from vtoonify_rt.timing import Meter


class SteadyWhole:
    """Stylizes pictures whole, one after the other; one thread calls."""

    def __init__(self) -> None:
        self._finder = MotionFinder()
        self._pictures = PictureSmoother()

    def paint(self, session: Session, image: Image, config: StyleConfig, max_px: int) -> Image:
        """Return all of `image` stylized, of the same size; the session, which is set to `config`,
        sees `max_px` along the longer side. `image` itself at style degree 0."""
        height, width = image.shape[:2]
        whole: Box = (0, 0, width, height)

        def smooth(picture: Image, stylized: Image) -> Image:
            motion = self._finder.update(picture, whole) if config.smoothing else None
            return self._pictures.apply(stylized, motion, config.smoothing)

        return stylize_whole(session, image, config.degree, max_px, smooth=smooth)

    def reset(self) -> None:
        """Paint the next picture from itself alone."""
        self._finder.reset()
        self._pictures.reset()


class WholePainter:
    """Paints all of each frame, whoever is in it, as finely as a crop; one thread calls."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._whole = SteadyWhole()
        self._fade = StyleFade()

    def paint(self, session: Session, frame: Frame, config: StyleConfig) -> Image:
        """Return the whole frame's picture stylized; `session` is set to `config`. The picture as
        it is, itself, at style degree 0."""
        height, width = frame.image.shape[:2]
        # As many pixels as a crop has: a frame costs the same.
        px = round(config.crop_px * math.sqrt(max(height, width) / min(height, width)))
        with self._meter.measure("generator"), self._fade.mixing(session, config, frame.time):
            return self._whole.paint(session, frame.image, config, px)

    def keep(self, before: StyleConfig, after: StyleConfig) -> None:
        """Paint the next frame from itself alone, unless a fade leads there."""
        if before != after and not keeps_pictures(before, after):
            self.reset()

    def reset(self) -> None:
        """Paint the next frame from itself alone."""
        self._whole.reset()
        self._fade.reset()
