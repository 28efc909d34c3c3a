"""Whose face a file shows first: it decides the crop, and the content code, of the whole file.

VToonify's own program takes both from the first frame with a face. So does everything here that
works like it, and finds the same face, so that its outputs fit each other frame by frame.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.face.crop import (
    CropParameters,
    Sides,
    crop_parameters,
    eyes_from_landmarks,
    rescale_and_crop,
)
from vtoonify_rt.face.landmarks import Landmarker
from vtoonify_rt.face.search import face_box
from vtoonify_rt.face.tracker import find_faces
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.person import upright_face
from vtoonify_rt.sources import Source
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal

MAX_SCALED_PX = 170_000_000  # of the whole picture, scaled for the crop: half a GB


@dataclass(frozen=True, slots=True)
class FirstFace:
    """The most prominent face of the first frame that has one, and the crop around it."""

    index: int  # of the frame
    frame: Frame  # its landmarks are those of the face
    crop: CropParameters


def read_frames(source: Source, stop: StopSignal) -> Iterator[Frame]:
    """Yield the frames of `source` to its end; raise as `stop` says once it is set."""
    while True:
        stop.raise_if_signalled()
        try:
            yield source.read()
        except EndOfStream:
            return


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found out about a video before its frames are worked on."""

    first: FirstFace | None  # None: there is none, or it was not looked for
    frames: int | None  # that can be read; None: not counted


def survey(
    path: Path,
    stop: StopSignal,
    *,
    landmarker: Landmarker | None,
    padding: Sides,
    count: bool,
) -> Survey:
    """Read the video `path` up to its first face (without a landmarker, it is not looked for),
    or to its end to `count` its frames; raise as `stop` says once it is set.

    What a video file says of its length is not always so.
    """
    total = 0

    def frames() -> Iterator[Frame]:
        nonlocal total
        for frame in read_frames(source, stop):
            total += 1
            yield frame

    with closing(VideoFile(path, paced=False)) as source:
        first = find_first_face(frames(), landmarker, padding) if landmarker else None
        if count:
            total += sum(1 for _ in read_frames(source, stop))
    return Survey(first, total if count else None)


def find_first_face(
    frames: Iterable[Frame], landmarker: Landmarker, padding: Sides
) -> FirstFace | None:
    """Return the first face in `frames` that can be cropped; None where there is none.

    A face seen from the side, whose eyes lie above one another, has no crop.
    """
    for index, frame in enumerate(frames):
        for landmarks in find_faces(landmarker, frame.image):
            crop = _crop(frame.image, landmarks, padding)
            if crop is not None:
                return FirstFace(index, replace(frame, landmarks=landmarks), crop)
    return None


def first_face_aligned(first: FirstFace, landmarker: Landmarker, *, cropped: bool) -> Image:
    """Return the upright face, (256, 256, 3), that the content code is made from.

    `cropped`: it is taken from the scaled crop, where VToonify looks for the landmarks again. So
    do we, since a face is read more exactly from near; where it is not found again, the landmarks
    of the whole picture are mapped there. Otherwise it is taken from the picture as it is.
    Raises FaceError when the landmarks are no face.
    """
    picture, landmarks = first.frame.image, first.frame.landmarks
    assert landmarks is not None  # it is a face
    if cropped:
        picture = rescale_and_crop(picture, first.crop)
        landmarks = _again(landmarker, picture, _mapped(landmarks, first.crop))
    return upright_face(picture, landmarks)


def _crop(image: Image, landmarks: Landmarks, padding: Sides) -> CropParameters | None:
    height, width = image.shape[:2]
    try:
        crop = crop_parameters(*eyes_from_landmarks(landmarks), height, width, padding)
    except ValueError:
        return None
    too_large = crop.height * crop.width > MAX_SCALED_PX
    empty = crop.bottom <= crop.top or crop.right <= crop.left
    return None if too_large or empty else crop


def _mapped(landmarks: Landmarks, crop: CropParameters) -> Landmarks:
    return landmarks * np.float32(crop.scale) - np.array([crop.left, crop.top], np.float32)


def _again(landmarker: Landmarker, picture: Image, mapped: Landmarks) -> Landmarks:
    """Return the face nearest to `mapped` in the crop, or `mapped` where there is none near."""
    expected = face_box(mapped)
    near = [face for face in find_faces(landmarker, picture) if face_box(face).is_near(expected)]
    return min(near, key=lambda face: face_box(face).distance(expected), default=mapped)
