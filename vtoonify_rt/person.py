"""Who is seen: decides when a session is to look at a face, and cuts out what it looks at.

VToonify paints a person in their own colours, by a code that it takes from one upright picture of
the face. That costs more than a frame does, so it is done once per person: when a face is seen
first, and again when one comes back after an absence, since it may be somebody else's.
"""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress

import numpy as np

from vtoonify_rt import compose
from vtoonify_rt.absence import GRACE
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.alignment import (
    IMAGE_LEFT_MOUTH_CORNER,
    IMAGE_RIGHT_MOUTH_CORNER,
    align_face,
)
from vtoonify_rt.face.crop import EYE_DISTANCE_PX, eyes_from_landmarks
from vtoonify_rt.face.steady_crop import eye_distance
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.inference import Session

REACH_PX = 200  # around the eyes, at eye distance 64: VToonify's crop, whatever the user's is
# A frontal face has 1. Below, the head is turned or tilted by more than some 50 degrees.
MIN_EYE_SPAN = 0.6


def new_worker() -> ThreadPoolExecutor:
    """Return what lets sessions look at faces, one after the other: each takes all the processor
    there is. Whoever has it shuts it down."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="encode")


class Person:
    """Keeps a session in the know about one of those who are seen, by a number of theirs.

    Live, the session looks at the face in `worker`'s thread while frames go on; with `waits` the
    frame waits for it, so that files come out the same each time. Live, it looks at good faces
    only. One thread calls.
    """

    def __init__(self, worker: Executor, *, number: int = 1, waits: bool = False) -> None:
        self.number = number
        self._waits = waits
        self._worker = worker
        self._running: Future[None] | None = None
        self._seen: float | None = None  # time of the last frame with a face
        self._due = True  # the next good face is to be looked at
        self._face: Image | None = None  # of the person, aligned
        self._shown: tuple[Session, Image] | None = None  # who was shown which face last
        self._informed: Session | None = None  # the session that has looked at one

    def is_known(self, session: Session, frame: Frame) -> bool:
        """Return whether `session` can paint this frame: it has seen the person, or the one
        before while it looks at a new one, or it does not ask.

        Raises ModelError when what the session needs for it is missing or damaged.
        """
        self._note(frame)
        if not session.wants_face:
            return True
        if self._due and frame.landmarks is not None:
            self._choose(frame.image, frame.landmarks)
        self._look(session)
        return self._informed is session

    def forget(self) -> None:
        """Look again at the next face: it may be another's."""
        self._due = True

    def _note(self, frame: Frame) -> None:
        """Tell by the time whether the face came back after an absence."""
        if frame.landmarks is None:
            return
        if self._seen is not None and abs(frame.time - self._seen) > GRACE:
            self._due = True
        self._seen = frame.time

    def _choose(self, image: Image, landmarks: Landmarks) -> None:
        """Take this face, if it will do."""
        good = is_good(image, landmarks)
        # A file that shows a face from the side first gets its colours until a better one comes.
        if good or (self._waits and self._face is None):
            with suppress(FaceError):  # landmarks that are no face; another frame will do
                self._face, self._due = aligned_face(image, landmarks), not good

    def _look(self, session: Session) -> None:
        """Let `session` look at the face, unless it has."""
        if self._running is not None and self._running.done():
            self._take_result(self._running)
        if self._face is None or self._running is not None:
            return
        shown = self._shown
        if shown is not None and shown[0] is session and shown[1] is self._face:
            return
        self._shown = session, self._face
        self._running = self._worker.submit(session.encode, self._face, self.number)
        if self._waits:
            self._take_result(self._running)

    def _take_result(self, running: "Future[None]") -> None:
        self._running = None
        running.result()
        assert self._shown is not None
        self._informed = self._shown[0]


def is_good(image: Image, landmarks: Landmarks) -> bool:
    """Tell whether a face is seen well enough to stand for the person: from the front, about
    upright, and not cut off by the edge of the picture."""
    left, right = eyes_from_landmarks(landmarks)
    if right[0] - left[0] < MIN_EYE_SPAN * eye_distance(landmarks):
        return False
    height, width = image.shape[:2]
    mouth = landmarks[[IMAGE_LEFT_MOUTH_CORNER, IMAGE_RIGHT_MOUTH_CORNER]]
    places = np.array([left, right, *mouth])
    return bool((places >= 0).all() and (places < (width, height)).all())


def aligned_face(image: Image, landmarks: Landmarks) -> Image:
    """Return the upright face, (256, 256, 3), cut as VToonify does from a crop in which the eyes
    are 64 pixels apart. Raises FaceError when the landmarks are no face."""
    scale = EYE_DISTANCE_PX / eye_distance(landmarks)
    left, right = eyes_from_landmarks(landmarks)
    reach = REACH_PX / scale
    size = np.array(image.shape[1::-1])
    start = np.clip(np.floor((left + right) / 2 - reach), 0, size - 1).astype(int)
    end = np.clip(np.ceil((left + right) / 2 + reach), start + 1, size).astype(int)
    width, height = np.maximum(np.rint((end - start) * scale), 1).astype(int)
    box = (int(start[0]), int(start[1]), int(end[0] - start[0]), int(end[1] - start[1]))
    picture = compose.crop(image, box, int(height), int(width))
    share = np.array([width, height]) / (end - start)
    return upright_face(picture, ((landmarks - start) * share).astype(np.float32))


def upright_face(picture: Image, landmarks: Landmarks) -> Image:
    """Return the upright face, (256, 256, 3), at these landmarks of the picture.

    Raises FaceError when the landmarks are no face.
    """
    try:
        return align_face(picture, landmarks)
    except ValueError as error:
        raise FaceError(f"The face cannot be used: {error}", "Take another picture of it") from None
