"""The filter that makes the look: steady crop -> session -> paste back.

The crop is pasted into a small stylized version of the whole frame, scaled up: a sharp face before
a soft background in one look, for a tenth of the work. By choice, into the frame as captured.

When the face is lost, the crop stays where it was and the picture goes on as before for `GRACE`
seconds, since most losses are a hand or a turn of the head. Then the picture fades to the last
stylized one or to a blur, by choice, and fades back when a face is found: never a hard flash, and
never the raw camera. The same is shown until a model that wants to know who is seen knows it.
"""

from dataclasses import replace
from threading import Lock

from vtoonify_rt import compose
from vtoonify_rt.absence import Absence
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Frame, Image, Shows
from vtoonify_rt.inference import Session
from vtoonify_rt.look_painter import LookPainter
from vtoonify_rt.person import Person
from vtoonify_rt.regions import (
    apply_look,
    steady_crop,
    stylize_whole,
)
from vtoonify_rt.style_fade import ModelFade, keeps_pictures
from vtoonify_rt.timing import Meter


class StylizeFilter:
    """Stylizes the face's surroundings in each frame.

    `apply` and `close` belong to one thread; `configure` and `use` may be called from any, and
    take effect on the next frame. It owns its session and closes it. `waits`: the frame waits
    until the model knows who is seen, so that a file is stylized from its first face on; live, the
    model finds out beside, and the picture is hidden until then.
    """

    def __init__(
        self, session: Session, config: StyleConfig, meter: Meter, *, waits: bool = False
    ) -> None:
        self._session = session
        self._config = config
        self._meter = meter
        self._lock = Lock()
        self._next: tuple[Session, StyleConfig] | None = (session, config)
        self._closed = False
        self._shape: tuple[int, ...] = ()  # of the last frame
        self._crop: SteadyCrop | None = None
        self._absence = Absence()
        self._person = Person(waits=waits)
        self._painter = LookPainter(meter)
        self._other = LookPainter(meter)  # of the look that is compared
        self._fade = ModelFade()
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
        if frame.image.shape != self._shape:
            self._forget()
            self._shape = frame.image.shape
        with self._meter.measure("steer"):
            box = self._steady_crop().update(frame.landmarks, height, width, frame.time)
        absence = self._absence.update(frame.landmarks is not None, frame.time)
        if self._person.is_known(self._session, frame):
            image, shows = self._compose(frame, box, absence)
            other = self._compared(frame, box) if shows != "hidden" else None
        else:
            self._absence.hide()
            image, shows, other = self._hidden(frame.image, known=False), "hidden", None
        stylized = replace(frame, image=image, before=frame.image, other=other, shows=shows)
        return self._fade.apply(stylized)

    def close(self) -> None:
        """Close the session."""
        with self._lock:
            self._closed = True
            if self._next is not None and self._next[0] is not self._session:
                self._next[0].close()
        self._person.close()
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
        if session.model.id != before.model.id:
            self._fade.begin(config.fade)
        if session is not before or config.padding != config_before.padding:
            self._crop = None
        elif self._crop is not None:
            self._crop.resize(config.crop_px)
        if session is not before or not keeps_pictures(config_before, config):
            self._forget_pictures()
        elif config.other == config_before.look and config_before.other == config.look:
            self._painter, self._other = self._other, self._painter
        with self._meter.measure("condition"):
            apply_look(session, config)

    def _steady_crop(self) -> SteadyCrop:
        if self._crop is None:
            self._crop = steady_crop(self._session.model, self._config)
        return self._crop

    def _compose(self, frame: Frame, box: CropBox | None, absence: float) -> tuple[Image, Shows]:
        """Return what is shown: stylized, hidden, or something between in a fade."""
        if box is None or absence >= 1.0:
            self._forget_pictures()  # nothing of them shines through when a face is back
            return self._hidden(frame.image), "hidden"
        stylized = self._stylize(frame, box)
        if absence <= 0.0:
            self._held = stylized
            return stylized, self._shown_by(stylized, frame)
        return compose.cross_fade(stylized, self._hidden(frame.image), absence), "hidden"

    def _shown_by(self, stylized: Image, frame: Frame) -> Shows:
        """Tell what `stylized` shows of the user."""
        if stylized is frame.image:
            return "camera"
        # Where the face may be, it may have left the crop; around that lies the camera's picture.
        lost = frame.landmarks is None and self._config.surroundings == "camera"
        return "hidden" if lost else "stylized"

    def _stylize(self, frame: Frame, box: CropBox) -> Image:
        size = self._steady_crop().network_size
        return self._painter.paint(self._session, frame, box, size, self._config)

    def _compared(self, frame: Frame, box: CropBox | None) -> Image | None:
        """Return the frame in the look that it is compared with, if any."""
        look = self._config.other
        if look is None or box is None:
            return None
        config = self._config.with_look(look)
        apply_look(self._session, config)
        try:
            size = self._steady_crop().network_size
            return self._other.paint(self._session, frame, box, size, config)
        finally:
            apply_look(self._session, self._config)

    def _hidden(self, image: Image, *, known: bool = True) -> Image:
        """Return what is shown instead; `known`: the model knows who was seen last."""
        if self._config.no_face == "hold" and self._held is not None:
            return self._held
        if self._config.no_face == "whole" and known:
            return stylize_whole(self._session, image, self._config.degree)
        return compose.blur(image)

    def _forget(self) -> None:
        """Start anew, as when the camera changes its size."""
        self._held = None
        self._crop = None
        self._forget_pictures()
        self._absence = Absence()
        self._person.forget()

    def _forget_pictures(self) -> None:
        """Paint the next one from itself alone."""
        self._painter.reset()
        self._other.reset()
