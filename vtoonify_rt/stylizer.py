"""The filter that makes the look: steady crop -> session -> paste back.

The crop is pasted into a small stylized version of the whole frame, scaled up: a sharp face before
a soft background in one look, for a tenth of the work. By choice, into the frame as captured.

When the face is lost, the crop stays where it was and the picture goes on as before for `GRACE`
seconds, since most losses are a hand or a turn of the head. Then the picture fades to the last
stylized one or to a blur, by choice, and fades back when a face is found: never a hard flash, and
never the raw camera.
"""

from dataclasses import dataclass
from threading import Lock

from vtoonify_rt import compose
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.inference import Session
from vtoonify_rt.regions import (
    SURROUNDINGS_PX,
    covers,
    paste_strength,
    stylize_whole,
    whole_pixels,
)
from vtoonify_rt.timing import Meter

GRACE = 1.0  # seconds without a face before the picture fades
FADE = 0.3  # seconds that a fade takes
SURROUNDINGS_EVERY = 3  # frames; softness hides that they are a frame or two late


class StylizeFilter:
    """Stylizes the face's surroundings in each frame.

    `apply` and `close` belong to one thread; `configure` and `use` may be called from any, and
    take effect on the next frame. It owns its session and closes it.
    """

    def __init__(self, session: Session, config: StyleConfig, meter: Meter) -> None:
        self._session = session
        self._config = config
        self._meter = meter
        self._lock = Lock()
        self._next: tuple[Session, StyleConfig] | None = (session, config)
        self._closed = False
        self._crop: SteadyCrop | None = None
        self._absence = _Absence()
        self._around: Image | None = None  # the last stylized surroundings
        self._around_age = 0  # frames that they were used for
        self._held: Image | None = None  # the last picture that was stylized with a face

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on; its style must be one of the session's model."""
        with self._lock:
            session = self._next[0] if self._next else self._session
            self._next = (session, config)

    def use(self, session: Session, config: StyleConfig) -> None:
        """Use another model from the next frame on, and close the one before.

        After `close` there is no next frame, and the model is closed at once.
        """
        with self._lock:
            if self._closed:
                session.close()
                return
            waiting, self._next = self._next, (session, config)
            if waiting is not None and waiting[0] not in (self._session, session):
                waiting[0].close()

    def apply(self, frame: Frame) -> Frame:
        """Return the stylized frame, of the same size and time, with `before` filled in."""
        self._take_settings()
        height, width = frame.image.shape[:2]
        if self._held is not None and self._held.shape != frame.image.shape:
            self._forget()
        with self._meter.measure("steer"):
            box = self._steady_crop().update(frame.landmarks, height, width, frame.time)
        absence = self._absence.update(frame.landmarks is not None, frame.time)
        image = self._compose(frame.image, box, absence)
        return Frame(image, frame.time, frame.landmarks, before=frame.image)

    def close(self) -> None:
        """Close the session."""
        with self._lock:
            self._closed = True
            if self._next is not None and self._next[0] is not self._session:
                self._next[0].close()
        self._session.close()

    def _take_settings(self) -> None:
        with self._lock:  # at one go: a `configure` in between would go back to the old session
            if self._next is None:
                return
            before, config_before = self._session, self._config
            (session, config), self._next = self._next, None
            self._session, self._config = session, config
        if session is not before:
            before.close()
        if session is not before or _crop_settings(config) != _crop_settings(config_before):
            self._crop = None
        self._around = None
        with self._meter.measure("condition"):
            session.condition(config.style, config.degree, config.palette)

    def _steady_crop(self) -> SteadyCrop:
        if self._crop is None:
            multiple = self._session.model.size_multiple
            self._crop = SteadyCrop(self._config.padding, self._config.crop_px, multiple)
        return self._crop

    def _compose(self, image: Image, box: CropBox | None, absence: float) -> Image:
        """Return what is shown: stylized, hidden, or something between in a fade."""
        if box is None or absence >= 1.0:
            return self._hidden(image)
        stylized = self._stylize(image, box)
        if absence <= 0.0:
            self._held = stylized
            return stylized
        return compose.cross_fade(stylized, self._hidden(image), absence)

    def _stylize(self, image: Image, box: CropBox) -> Image:
        strength = paste_strength(self._session, self._config.degree)
        if strength == 0.0:
            return image
        region = whole_pixels(box)
        around = self._surroundings(image, region)
        height, width = self._steady_crop().network_size
        with self._meter.measure("crop"):
            picture = compose.crop(image, region, height, width)
        with self._meter.measure("generator"):
            patch = self._session.run(picture)
        with self._meter.measure("compose"):
            return compose.paste_back(around, patch, region, strength)

    def _surroundings(self, image: Image, region: compose.Box) -> Image:
        """Return the frame that the crop is pasted into."""
        if self._config.surroundings == "camera" or covers(region, image):
            return image
        if self._around is None or self._around_age >= SURROUNDINGS_EVERY:
            self._around_age = 0
            degree = self._config.degree
            with self._meter.measure("surroundings"):
                self._around = stylize_whole(self._session, image, degree, SURROUNDINGS_PX)
        self._around_age += 1
        return self._around

    def _hidden(self, image: Image) -> Image:
        if self._config.no_face == "hold" and self._held is not None:
            return self._held
        if self._config.no_face == "whole":
            return stylize_whole(self._session, image, self._config.degree)
        return compose.blur(image)

    def _forget(self) -> None:
        """Start anew, as when the camera changes its size."""
        self._held = None
        self._around = None
        self._crop = None
        self._absence = _Absence()


@dataclass(slots=True)
class _Absence:
    """How far the picture has faded away from the face: 0 face shown, 1 hidden."""

    value: float = 1.0  # before the first face there is nothing to show
    seen: float | None = None  # time of the last frame with a face
    last: float | None = None  # time of the last frame

    def update(self, face: bool, now: float) -> float:
        """Take one frame into account and return the new value."""
        if self.last is None and face:
            self.value = 0.0  # a clip that begins with a face is stylized from its first frame on
        step = (now - self.last) / FADE if self.last is not None else 0.0
        self.last = now
        if face:
            self.seen = now
        lost = self.seen is None or now - self.seen > GRACE
        self.value = min(1.0, max(0.0, self.value + (step if lost else -step)))
        return self.value


def _crop_settings(config: StyleConfig) -> tuple[object, ...]:
    return config.padding, config.crop_px
