"""What lies around the crop: stylized too, small and scaled up, soft as behind a lens.

It is drawn on every few frames only, since softness hides that it is a frame or two late.
"""

from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session
from vtoonify_rt.motion import MotionFinder
from vtoonify_rt.regions import SURROUNDINGS_PX, stylize_whole
from vtoonify_rt.temporal import PictureSmoother
from vtoonify_rt.timing import Meter

EVERY = 3  # frames


class Surroundings:
    """Draws what a crop is pasted into, steady in time; one thread calls."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._finder = MotionFinder()
        self._pictures = PictureSmoother()
        self._drawn: Image | None = None
        self._age = 0  # frames that it was used for

    def update(self, session: Session, image: Image, config: StyleConfig) -> Image:
        """Return all of `image` stylized, as it was a few frames ago at the most."""
        if self._drawn is None or self._age >= EVERY:
            self._age = 0

            def smooth(picture: Image, stylized: Image) -> Image:
                height, width = image.shape[:2]
                whole: Box = (0, 0, width, height)
                motion = self._finder.update(picture, whole) if config.smoothing else None
                return self._pictures.apply(stylized, motion, config.smoothing)

            with self._meter.measure("surroundings"):
                self._drawn = stylize_whole(
                    session, image, config.degree, SURROUNDINGS_PX, smooth=smooth
                )
        self._age += 1
        return self._drawn

    def reset(self) -> None:
        """Start anew, as after a change of style."""
        self._drawn = None
        self._finder.reset()
        self._pictures.reset()
