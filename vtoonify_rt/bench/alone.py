"""The generator alone: what it takes when nothing else of the pipeline runs."""

import time
from dataclasses import dataclass

import numpy as np

from vtoonify_rt.bench.request import HEIGHT, WIDTH, BenchRequest, clip_path
from vtoonify_rt.compose import letterbox
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.person import aligned_face
from vtoonify_rt.regions import apply_look, steady_crop
from vtoonify_rt.sources.video_file import VideoFile

WARM_UP_RUNS = 5  # or a third of all, where they take long
ALONE_RUNS = 60
ALONE_S = 20.0  # at most, but for `FEWEST_RUNS`
FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What the model sees of the clip's first frame."""

    size: tuple[int, int]  # height and width of its picture
    face: Image | None  # aligned; None: there is none

    def noise(self) -> Image:
        """Return a picture of the size that the model sees: what it shows makes no difference."""
        return np.random.default_rng(0).integers(0, 256, (*self.size, 3), np.uint8)


def first_look(request: BenchRequest) -> Look:
    """Look at the clip's first frame; SourceError when there is none."""
    clip = VideoFile(clip_path(request.clip), paced=False)
    image = letterbox(clip.read().image, HEIGHT, WIDTH)
    clip.close()
    landmarker = MediapipeLandmarker()
    faces = find_faces(landmarker, image)
    landmarker.close()
    crop = steady_crop(request.model, request.config)
    crop.update(faces[0] if faces else None, HEIGHT, WIDTH, time=0.0)
    return Look(crop.network_size, aligned_face(image, faces[0]) if faces else None)


def ready_session(request: BenchRequest, seen: Look) -> Session:
    """Return the model, ready to run.

    Raises FaceError if it wants a face and the clip begins without one.
    """
    session = open_session(request.model, backend=request.backend)
    apply_look(session, request.config)
    if session.wants_face:
        if seen.face is None:
            session.close()
            raise no_face_in(request.clip)
        session.encode(seen.face)
    return session


def time_generator(request: BenchRequest, seen: Look) -> list[float]:
    """Return the seconds of up to `ALONE_RUNS` runs of the model, after a warm-up.

    Raises FaceError if it wants a face and the clip begins without one.
    """
    noise = seen.noise()
    session = ready_session(request, seen)
    seconds: list[float] = []
    while len(seconds) < WARM_UP_RUNS + ALONE_RUNS:
        if len(seconds) >= FEWEST_RUNS and sum(seconds) >= ALONE_S:
            break
        start = time.perf_counter()
        session.run(noise)
        seconds.append(time.perf_counter() - start)
    session.close()
    return seconds[min(WARM_UP_RUNS, len(seconds) // 3) :]


def no_face_in(clip: str) -> FaceError:
    """Return the error for a clip of which nothing can be stylized."""
    return FaceError(f"No face was found in {clip}", "Choose a clip with a face")
