"""One look of a frame: the crop, painted, in a frame that is stylized around it."""

from vtoonify_rt import compose
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.crop_painter import CropPainter
from vtoonify_rt.face.steady_crop import CropBox
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.inference import Session
from vtoonify_rt.regions import covers, paste_strength, whole_pixels
from vtoonify_rt.surroundings import Surroundings
from vtoonify_rt.timing import Meter


class LookPainter:
    """Paints frame after frame in one look; one thread calls."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._crop = CropPainter(meter)
        self._around = Surroundings(meter)

    def paint(
        self,
        session: Session,
        frame: Frame,
        box: CropBox,
        network_size: tuple[int, int],
        config: StyleConfig,
    ) -> Image:
        """Return all of the frame, with the crop at `box`, seen by the network in `network_size`
        (height, width). `session` is set to `config`. The picture as it is, itself, at degree 0.
        """
        image = frame.image
        strength = paste_strength(session, config.degree)
        if strength == 0.0:
            return image
        region = whole_pixels(box)
        around = image
        if config.surroundings == "stylized" and not covers(region, image):
            around = self._around.update(session, image, region, config, frame.time)
        with self._meter.measure("crop"):
            picture = compose.crop(image, region, *network_size)
        patch = self._crop.paint(session, picture, region, config, frame)
        with self._meter.measure("compose"):
            return compose.paste_back(around, patch, region, strength)

    def reset(self) -> None:
        """Paint the next frame from itself alone."""
        self._crop.reset()
        self._around.reset()
