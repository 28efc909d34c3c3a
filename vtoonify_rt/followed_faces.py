"""The faces of a live picture, from frame to frame: where each is cropped, and who it is."""

from collections.abc import Sequence
from dataclasses import replace

from checkpoint.manifest import ModelManifest
from vtoonify_rt.absence import Absence
from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face.steady_crop import CropBox, SteadyCrop
from vtoonify_rt.frame import Face, Frame, Landmarks
from vtoonify_rt.inference import Session
from vtoonify_rt.overlap import Spot, spot_of
from vtoonify_rt.person import Person, new_worker
from vtoonify_rt.regions import steady_crop, whole_pixels


class FollowedFace:
    """One face; one thread calls. Frames that it is given have its landmarks, or none."""

    def __init__(self, number: int, crop: SteadyCrop, person: Person) -> None:
        self.number = number
        self.crop = crop
        self.person = person
        self.absence = Absence()
        self.is_seen = False  # in the last frame
        self.landmarks: Landmarks | None = None  # where it was seen last
        self._box: CropBox | None = None

    @property
    def was_seen(self) -> bool:
        """Whether it was ever seen, so that there is something to paint."""
        return self._box is not None

    @property
    def region(self) -> Box:
        """The crop in whole pixels of the frame; the face was seen."""
        assert self._box is not None
        return whole_pixels(self._box)

    @property
    def spot(self) -> Spot:
        """Where it was last; the face was seen."""
        assert self.landmarks is not None
        return spot_of(self.landmarks)

    def steer(self, frame: Frame) -> None:
        """Take note of where the face is in this frame."""
        height, width = frame.image.shape[:2]
        self._box = self.crop.update(frame.landmarks, height, width, frame.time)
        self.is_seen = frame.landmarks is not None
        self.absence.update(self.is_seen, frame.time)
        if frame.landmarks is not None:
            self.landmarks = frame.landmarks


class FollowedFaces:
    """Remembers each face that is to be painted by its number, as long as frames have it.

    One thread calls. `waits`: see `Person`.
    """

    def __init__(self, model: ModelManifest, config: StyleConfig, *, waits: bool) -> None:
        self._model = model
        self._config = config
        self._waits = waits
        self._worker = new_worker()
        self._followed: dict[int, FollowedFace] = {}

    def use(self, model: ModelManifest, config: StyleConfig, *, anew: bool) -> None:
        """Crop as these ask for, from the next frame on; `anew`: as if no face had been seen."""
        self._model, self._config = model, config
        for face in self._followed.values():
            if anew:
                face.crop = steady_crop(model, config)
            else:
                face.crop.resize(config.crop_px)

    def steer(self, frame: Frame, faces: Sequence[Face]) -> list[FollowedFace]:
        """Take note of where these faces are in the frame, and forget all others."""
        known = self._followed
        self._followed = {
            face.number: known.get(face.number) or self._new(face.number) for face in faces
        }
        for face in faces:
            self._followed[face.number].steer(as_seen(frame, face.landmarks))
        return list(self._followed.values())

    def forget(self) -> None:
        """Start anew, as when the camera changes its size; who it is may have changed, too."""
        for face in self._followed.values():
            face.crop = steady_crop(self._model, self._config)
            face.absence = Absence()
            face.person.forget()

    def close(self) -> None:
        """Wait until a session has looked at whom it was shown."""
        self._worker.shutdown(cancel_futures=True)

    def _new(self, number: int) -> FollowedFace:
        person = Person(self._worker, number=number, waits=self._waits)
        return FollowedFace(number, steady_crop(self._model, self._config), person)


def are_known(session: Session, frame: Frame, faces: Sequence[FollowedFace]) -> list[bool]:
    """Tell of each face whether the session can paint it by now, see `Person.is_known`."""
    return [face.person.is_known(session, seen_by(face, frame)) for face in faces]


def seen_by(face: FollowedFace, frame: Frame) -> Frame:
    """Return the frame with the landmarks of one face."""
    return as_seen(frame, face.landmarks if face.is_seen else None)


def as_seen(frame: Frame, landmarks: Landmarks | None) -> Frame:
    """Return the frame with these landmarks."""
    return frame if frame.landmarks is landmarks else replace(frame, landmarks=landmarks)
