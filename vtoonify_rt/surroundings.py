"""What lies around the crop: stylized too, small and scaled up, soft as behind a lens.

It is drawn on every few frames only, since softness hides that it is a frame or two late; and of
a scene that stands still, as most do behind a face, much more rarely.
"""

import cv2
import numpy as np

from vtoonify_rt import compose
from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session
from vtoonify_rt.regions import SURROUNDINGS_PX
from vtoonify_rt.style_fade import LookFade
from vtoonify_rt.timing import Meter
from vtoonify_rt.whole_painter import SteadyWhole

EVERY = 3  # frames
AT_LEAST_EVERY = 15  # also of a scene that stands still: light changes slowly
CELLS = (32, 18)  # that the frame is divided into, across and down, to see whether something moved
STILL = 3.0  # grey levels, in the mean over a cell; a camera's noise makes less than one


class Surroundings:
    """Draws what a crop is pasted into, steady in time; one thread calls."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._painter = SteadyWhole()
        self._drawn: Image | None = None
        self._fade = LookFade()
        self._before: Image | None = None  # what the fade comes from
        self._shown: Image | None = None  # what was returned last
        self._cells = np.zeros((*CELLS[::-1], 3), np.uint8)  # of the frame that it was drawn from
        self._age = 0  # frames that it was used for

    def update(
        self, session: Session, image: Image, region: Box, config: StyleConfig, time: float
    ) -> Image:
        """Return all of `image` stylized, as it was a few frames ago at the most; `region` of it
        is not looked at, since the crop covers it. `time` is the frame's."""
        share = self._fade.update(config, time)
        if self._fade.began:
            before = self._shown
            self._start_anew()
            self._before = before
        drawn = self._up_to_date(session, image, region, config)
        if self._before is None or share == 1.0:
            self._before, self._shown = None, drawn
        else:  # as soft as it is, a blend of the pictures is as good as one of what draws them
            self._shown = compose.cross_fade(self._before, drawn, share)
        return self._shown

    def _up_to_date(
        self, session: Session, image: Image, region: Box, config: StyleConfig
    ) -> Image:
        if self._drawn is None or (self._age % EVERY == 0 and self._has_changed(image, region)):
            with self._meter.measure("surroundings"):
                self._drawn = self._painter.paint(session, image, config, SURROUNDINGS_PX)
                self._cells = _cells(image)
            self._age = 0
        self._age += 1
        return self._drawn

    def _has_changed(self, image: Image, region: Box) -> bool:
        """Tell whether to draw anew."""
        cells = _cells(image)
        change = cv2.absdiff(cells, self._cells).max(axis=2)
        height, width = image.shape[:2]
        x, y, region_width, region_height = region
        across, down = CELLS[0] / width, CELLS[1] / height
        # Cells that the crop covers in full.
        rows = slice(int(np.ceil(y * down)), int((y + region_height) * down))
        columns = slice(int(np.ceil(x * across)), int((x + region_width) * across))
        change[rows, columns] = 0
        return bool(change.max() >= STILL) or self._age >= AT_LEAST_EVERY

    def reset(self) -> None:
        """Start anew, as after a change of style without a fade."""
        self._fade.reset()
        self._before = self._shown = None
        self._start_anew()

    def _start_anew(self) -> None:
        self._drawn = None
        self._painter.reset()


def _cells(image: Image) -> Image:
    """Return the mean of each cell of the frame, (18, 32, 3)."""
    return compose.resize(image, *CELLS[::-1])
