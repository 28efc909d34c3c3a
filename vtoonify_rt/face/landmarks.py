"""478 landmarks of each face in a picture, from mediapipe's FaceLandmarker.

The library runs in its IMAGE mode: every picture stands alone. Its VIDEO mode saves the detector
(about 1.3 ms of 12 CPU-ms a frame) but remembers where in the *picture* the face was. Our pictures
are search regions that move with the face, and measured on a panned clip that memory is then wrong:
up to 16 px off, against 0.4 px in IMAGE mode, and a face lost now and then. On whole frames, where
the memory would be right, VIDEO mode lags by up to 6 px when the motion turns, costs more than a
region does, and never finds the small faces. The One Euro filter does its smoothing instead.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np

from vtoonify_rt.config import MAX_FACES
from vtoonify_rt.errors import FaceError
from vtoonify_rt.frame import Image, Landmarks

BUNDLE = Path(__file__).with_name("face_landmarker.task")
BUNDLE_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
NUM_LANDMARKS = 478
MIN_PICTURE_PX = 16  # no face can be told in less


class Landmarker(Protocol):
    """Finds the landmarks of the faces in one picture; one thread calls."""

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        """Return (478, 2) float32 for each face, in pixels of `image`; [] when there is none.

        The largest face comes first (of faces about as large, the most central). `time` is the
        picture's capture time in seconds.
        """
        ...

    def close(self) -> None:
        """Free what is held; may be called more than once, but `detect` not any more."""
        ...


class MediapipeLandmarker:
    """Finds landmarks with mediapipe's FaceLandmarker on the CPU, without any network look-up.

    Raises `FaceError` when the model bundle is missing or damaged. Must be closed before the
    interpreter exits.
    """

    def __init__(self, bundle: Path = BUNDLE) -> None:
        data = _read_bundle(bundle)
        # Imported here: it takes half a second, and nobody who only tracks with a fake needs it.
        import mediapipe
        from mediapipe.tasks.python import BaseOptions
        from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions

        self._mediapipe = mediapipe
        options = FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=data),
            num_faces=MAX_FACES,  # each face found costs one more run of the landmark network
        )
        with _quiet_stderr():
            self._landmarker = FaceLandmarker.create_from_options(options)

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        """Return the landmarks of each face in `image`, the largest and most central first."""
        height, width = image.shape[:2]
        if min(height, width) < MIN_PICTURE_PX:
            return []
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        found = self._landmarker.detect(picture).face_landmarks
        size = np.array([width, height], np.float32)
        faces = [np.array([(p.x, p.y) for p in face], np.float32) * size for face in found]
        return by_prominence(faces, height, width)

    def close(self) -> None:
        """Free the networks; `detect` must not be called any more."""
        self._landmarker.close()


def _read_bundle(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaceError(
            f"The face model {path.name} cannot be read ({error.strerror})", "Install again"
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != BUNDLE_SHA256:
        raise FaceError(
            f"The face model {path.name} is damaged: sha256 {found[:8]}..., "
            f"expected {BUNDLE_SHA256[:8]}...",
            "Install again",
        )
    return data


def by_prominence(faces: list[Landmarks], height: int, width: int) -> list[Landmarks]:
    """Return `faces` in order of size, less up to a half for lying off the picture's middle."""

    def prominence(face: Landmarks) -> float:
        low, high = face.min(axis=0), face.max(axis=0)
        off_centre = np.abs((low + high) / (width, height) - 1).max()  # 1: on the border
        return float(max(high - low) * (1 - 0.5 * min(off_centre, 1)))

    return sorted(faces, key=prominence, reverse=True)


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Send what native code writes to stderr to nowhere, for a moment.

    mediapipe and TF Lite announce their set-up on file descriptor 2 with no switch to stop it
    (their environment variables are not read by this build). Python's own errors are exceptions,
    so nothing is lost but such lines of another thread during the tenth of a second that it takes.
    """
    saved = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)
