"""From a crop to its stylized picture, steady in time: motion -> parsing -> session -> smoothing.

The motion is that of the crop as captured, since a style's lines hide it. The same motion carries
the parsing, which a VToonify looks at, and the picture that comes out.
"""

import cv2
import numpy as np

from vtoonify_rt import compose
from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.features import eyes_and_mouth
from vtoonify_rt.frame import Frame, Image, Landmarks, Parsing
from vtoonify_rt.inference import Session
from vtoonify_rt.motion import Motion, MotionFinder
from vtoonify_rt.style_fade import StyleFade
from vtoonify_rt.temporal import ParsingSmoother, PictureSmoother
from vtoonify_rt.timing import Meter

# Of what is trusted elsewhere: lids and lips that move a little at a time change less than a noise
# would, and must not lag.
FEATURES_TRUST = 0.65
SOFT = 5  # low-resolution pixels in which that fades in
WHILE_FADING = 0.15  # of the smoothing: the past has the look that is to go
MAX_GAP = 0.5  # seconds; after a longer pause the past says nothing


class CropPainter:
    """Paints one crop from frame to frame; one thread calls.

    With `StyleConfig.smoothing` 0 and a parsing for every frame it is the session's own picture,
    bit for bit.
    """

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._finder = MotionFinder()
        self._pictures = PictureSmoother()
        self._parsings = ParsingSmoother()
        self._fade = StyleFade()
        self._parsing_age = 0  # frames that the last parsing served
        self._time = 0.0  # of the last frame

    def paint(
        self, session: Session, picture: Image, region: Box, config: StyleConfig, frame: Frame
    ) -> Image:
        """Return the stylized `picture`, which shows `region` of the frame; valid until the next
        call. `session` is set to `config`; time and landmarks are the frame's.
        """
        if not 0 <= frame.time - self._time <= MAX_GAP:
            self.reset()
        self._time = frame.time
        motion = None
        if config.smoothing > 0.0 or config.parse_every > 1:
            with self._meter.measure("motion"):
                motion = self._motion(picture, region, frame.landmarks)
        parsing = self._parsing(session, picture, config, motion)
        with (
            self._meter.measure("generator"),
            self._fade.mixing(session, config, frame.time),
        ):
            stylized = session.run(picture, parsing)
        if config.smoothing == 0.0:
            return stylized
        with self._meter.measure("smoothing"):
            strength = config.smoothing * (WHILE_FADING if self._fade.is_on else 1.0)
            return self._pictures.apply(_shown(stylized, region), motion, strength)

    def reset(self) -> None:
        """Forget what was painted, as after a change of style without a fade."""
        self._finder.reset()
        self._pictures.reset()
        self._parsings.reset()
        self._fade.reset()

    def _motion(self, picture: Image, region: Box, landmarks: Landmarks | None) -> Motion | None:
        motion = self._finder.update(picture, region)
        if motion is None or landmarks is None:
            return motion
        height, width = motion.trust.shape
        x, y, region_width, region_height = region
        scale = np.array([width / region_width, height / region_height], np.float32)
        seen = (landmarks - np.array([x, y], np.float32)) * scale
        features = eyes_and_mouth(seen, height, width).astype(np.float32)
        return motion.less_trusted(1 - (1 - FEATURES_TRUST) * cv2.blur(features, (SOFT, SOFT)))

    def _parsing(
        self, session: Session, picture: Image, config: StyleConfig, motion: Motion | None
    ) -> Parsing | None:
        """Return what the session is to take for the parsing; None: it makes its own."""
        if config.smoothing == 0.0 and config.parse_every == 1:
            return None
        self._parsing_age += 1
        if self._parsing_age < config.parse_every:
            carried = self._parsings.carry(motion)
            if carried is not None:
                return carried
        self._parsing_age = 0
        start = self._meter.clock()
        parsing = session.parse(picture)
        if parsing is None:  # the model needs none, which took no time
            return None
        self._meter.add("parsing", self._meter.clock() - start)
        return self._parsings.apply(parsing, motion, config.smoothing)


def _shown(stylized: Image, region: Box) -> Image:
    """Return `stylized` in no more pixels than are shown of it: a VToonify's are four times those
    of the crop along a side."""
    _, _, width, height = region
    if stylized.shape[0] <= height:
        return stylized
    return compose.resize(stylized, height, width)
