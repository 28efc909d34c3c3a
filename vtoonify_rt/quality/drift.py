"""Whether a face landmarker still finds the face in a stylized picture, and where."""

from vtoonify_rt.face.landmarks import Landmarker
from vtoonify_rt.face.search import face_box, look, region_around
from vtoonify_rt.face.steady_crop import eye_distance
from vtoonify_rt.face.tracker import TrackerConfig
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.metrics.identity import identity_drift
from vtoonify_rt.quality.result import Identity

EVERY = 5  # frames; a look takes 10 ms, and is wanted of every look, off and on


class DriftMeter:
    """Looks for the face in versions of a frame, the same way in each; one thread calls."""

    def __init__(self, landmarker: Landmarker) -> None:
        self._landmarker = landmarker
        self._frame: Frame | None = None
        self._face: Landmarks | None = None  # as found in the frame itself
        self._count = 0

    def begin(self, frame: Frame) -> None:
        """Take up a frame, as captured, with its tracked landmarks; most are passed over."""
        self._frame, self._face = None, None
        self._count += 1
        if frame.landmarks is None or (self._count - 1) % EVERY:
            return
        self._frame = frame
        self._face = self._find(frame.image, frame.landmarks, frame.time)

    def add(self, identity: Identity, image: Image) -> Identity:
        """Return `identity` with a version of the frame taken into account."""
        if self._frame is None or self._face is None:
            return identity
        drawn = self._find(image, self._face, self._frame.time)
        drifts = identity.drifts
        if drawn is not None:
            drifts += (identity_drift(self._face, drawn, eye_distance(self._face)),)
        return Identity(identity.looked + 1, drifts)

    def _find(self, image: Image, near: Landmarks, time: float) -> Landmarks | None:
        box = face_box(near)
        region = region_around(box, TrackerConfig().region_faces, *image.shape[:2])
        faces = look(self._landmarker, image, region, time)
        found = [face for face in faces if face_box(face).is_near(box)]
        return min(found, key=lambda face: face_box(face).distance(box), default=None)
