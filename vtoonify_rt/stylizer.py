"""The filter that makes the look: steady crop -> session -> paste back.

The crop is pasted into a small stylized version of the whole frame, scaled up: a sharp face before
a soft background in one look, for a tenth of the work. By choice, into the frame as captured.

When the face is lost, the crop stays where it was and the picture goes on as before for `GRACE`
seconds, since most losses are a hand or a turn of the head. Then the picture fades to the last
stylized one or to a blur, by choice, and fades back when a face is found: never a hard flash, and
never the raw camera. The same is shown until a model that wants to know who is seen knows it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from threading import Lock

from vtoonify_rt import compose
from vtoonify_rt.absence import Absence
from vtoonify_rt.config import FacesConfig, StyleConfig
from vtoonify_rt.followed_faces import FollowedFace, FollowedFaces, are_known
from vtoonify_rt.frame import Face, Frame, Image, Shows
from vtoonify_rt.inference import Session
from vtoonify_rt.look_painter import LookPainter
from vtoonify_rt.overlap import spot_of
from vtoonify_rt.regions import (
    SessionLook,
    around_is_raw,
    is_partly_raw,
    paste_strength,
    stylize_whole,
)
from vtoonify_rt.style_fade import ModelFade
from vtoonify_rt.timing import Meter
from vtoonify_rt.whole_painter import WholePainter

MAIN = 1  # number of the face where only one is followed


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
        self._look = SessionLook(session, meter)
        self._absence = Absence()
        self._faces = FollowedFaces(session.model, config, waits=waits)
        self._whole = WholePainter(meter)
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
        if frame.image.shape != self._shape:
            self._forget()
            self._shape = frame.image.shape
        if self._config.faces.mode == "whole":
            stylized = self._stylize_whole(frame)
        else:
            stylized = self._stylize_faces(frame)
        return self._fade.apply(replace(stylized, before=frame.image))

    def close(self) -> None:
        """Close the session."""
        with self._lock:
            self._closed = True
            if self._next is not None and self._next[0] is not self._session:
                self._next[0].close()
        self._faces.close()
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
            self._look = SessionLook(session, self._meter)
        if session.model.id != before.model.id:
            self._fade.begin(config.fade)
        is_new = session is not before or config.faces.mode != config_before.faces.mode
        if is_new:
            self._forget_pictures()
        else:
            self._painter.keep(config_before, config)
            self._other.keep(config_before, config)
            self._whole.keep(config_before, config)
        if config.other == config_before.look and config_before.other == config.look:
            self._painter, self._other = self._other, self._painter
        anew = session is not before or config.padding != config_before.padding
        self._faces.use(session.model, config, anew=anew)
        if config.faces.mode != config_before.faces.mode:
            self._absence = Absence()
            self._faces.forget()  # the numbers are given anew
        self._look.set_to(config)

    def _stylize_faces(self, frame: Frame) -> Frame:
        """Return what is shown: stylized, hidden, or something between in a fade."""
        known = frame.faces or (Face(MAIN, frame.landmarks),)
        with self._meter.measure("steer"):
            faces = self._faces.steer(frame, _chosen(known, self._config.faces))
        is_raw = around_is_raw(self._session, self._config)
        enough = all if is_raw else any  # one who is missing might be seen in what is raw
        seen = [face.is_seen for face in faces] or [face.landmarks is not None for face in known]
        absence = self._absence.update(enough(seen), frame.time)
        can_paint = are_known(self._session, frame, faces)
        if not enough(can_paint) if faces else self._session.wants_face:
            self._absence.hide()
            return self._hidden(frame, known=False)
        if absence >= 1.0 or (faces and not any(face.was_seen for face in faces)):
            self._forget_pictures()  # nothing of them shines through when a face is back
            return self._hidden(frame)
        painted = [face for face, able in zip(faces, can_paint, strict=True) if able]
        stylized = self._paint(frame, known, painted)
        if absence <= 0.0:
            self._held = stylized.image
            return stylized
        hidden = self._hidden(frame)
        is_stylized = stylized.shows == hidden.shows == "stylized"
        image = compose.cross_fade(stylized.image, hidden.image, absence)
        return replace(frame, image=image, shows="stylized" if is_stylized else "hidden")

    def _paint(self, frame: Frame, known: Sequence[Face], faces: Sequence[FollowedFace]) -> Frame:
        """Return the frame with these faces painted, and in the look that it is compared with."""
        config = self._config
        at_all = [face for face in faces if self._strength(config.of_face(face.number)) > 0.0]
        numbers = {face.number for face in at_all}
        others = [face for face in known if face.number not in numbers]
        spots = [spot_of(face.landmarks) for face in others if face.landmarks is not None]
        image = self._painter.paint(self._look, frame, at_all, config, spots)
        other = None
        if config.other is not None:
            compared = config.with_look(config.other)
            try:
                other = self._other.paint(self._look, frame, at_all, compared, spots)
            finally:
                self._look.set_to(config)
        shows = self._shown_by(image, frame, numbers, others)
        return replace(frame, image=image, other=other, shows=shows)

    def _strength(self, config: StyleConfig) -> float:
        return paste_strength(self._session, config.degree)

    def _shown_by(
        self, stylized: Image, frame: Frame, painted: Collection[int], unpainted: Sequence[Face]
    ) -> Shows:
        """Tell what `stylized` shows of those who are seen."""
        configs = [self._config, *(self._config.of_face(number) for number in painted)]
        if stylized is frame.image or any(is_partly_raw(self._session, it) for it in configs):
            return "camera"
        if not around_is_raw(self._session, self._config):
            return "stylized"
        # Where a face may be, it may have left the crop; around that lies the camera's picture.
        is_lost = any(face.landmarks is None for face in frame.faces) or frame.landmarks is None
        return "hidden" if is_lost or unpainted or frame.crowded else "stylized"

    def _stylize_whole(self, frame: Frame) -> Frame:
        """Return all of the picture stylized, whoever is in it."""
        if self._session.wants_face:  # nobody is looked for
            return self._hidden(frame, known=False)
        self._look.set_to(self._config)
        image = self._whole.paint(self._session, frame, self._config)
        self._held = image
        return self._as_whole(frame, image)

    def _hidden(self, frame: Frame, *, known: bool = True) -> Frame:
        """Return what is shown instead; `known`: the model knows who was seen last."""
        if self._config.no_face == "hold" and self._held is not None:
            return replace(frame, image=self._held, shows="hidden")
        if self._config.no_face == "whole" and known:
            self._look.set_to(self._config)
            image = stylize_whole(self._session, frame.image, self._config.degree)
            return self._as_whole(frame, image)
        return replace(frame, image=compose.blur(frame.image), shows="hidden")

    def _as_whole(self, frame: Frame, image: Image) -> Frame:
        """Return the frame with all of its picture stylized as `image`."""
        is_raw = image is frame.image or is_partly_raw(self._session, self._config)
        return replace(frame, image=image, shows="camera" if is_raw else "stylized")

    def _forget(self) -> None:
        """Start anew, as when the camera changes its size."""
        self._held = None
        self._forget_pictures()
        self._faces.forget()
        self._absence = Absence()

    def _forget_pictures(self) -> None:
        """Paint the next one from itself alone."""
        self._painter.reset()
        self._other.reset()
        self._whole.reset()


def _chosen(known: Sequence[Face], faces: FacesConfig) -> Sequence[Face]:
    """Return the faces that are to be stylized, of those that are known."""
    if faces.mode == "main":
        return known[:1]
    return [face for face in known if face.number not in faces.off]
