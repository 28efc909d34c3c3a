"""Sources, filters and sinks made by hand; they keep the protocols' promises."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.face.alignment import IMAGE_LEFT_MOUTH_CORNER, IMAGE_RIGHT_MOUTH_CORNER
from vtoonify_rt.face.crop import IMAGE_LEFT_EYE, IMAGE_RIGHT_EYE
from vtoonify_rt.face.steady_crop import NOSE_BASE
from vtoonify_rt.frame import Frame, Image, Landmarks, Parsing
from vtoonify_rt.sources import SourceInfo


class FakeSource:
    """Delivers gray frames of its own numbering: frame n has the value n and the time n / 30."""

    def __init__(self, frame_count: int = 5, height: int = 4, width: int = 6) -> None:
        self.info = SourceInfo(
            name="fake", width=width, height=height, fps=30, frame_count=frame_count
        )
        self.delivered = 0
        self.closed = 0

    def read(self) -> Frame:
        if self.closed or self.delivered == self.info.frame_count:
            raise EndOfStream
        image = np.full((self.info.height, self.info.width, 3), self.delivered % 256, np.uint8)
        self.delivered += 1
        return Frame(image, time=(self.delivered - 1) / 30)

    def close(self) -> None:
        self.closed += 1


class FakeFilter:
    """Passes frames on and counts them."""

    def __init__(self) -> None:
        self.applied = 0
        self.closed = 0

    def apply(self, frame: Frame) -> Frame:
        self.applied += 1
        return frame

    def close(self) -> None:
        self.closed += 1


class FakeSink:
    """Keeps every frame."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.closed = 0

    def write(self, frame: Frame) -> None:
        self.frames.append(frame)

    def close(self) -> None:
        self.closed += 1


class FakeListener:
    """Keeps what a meter tells: the stages with their frames' capture times, and frames done."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, float | None]] = []
        self.done: list[float] = []

    @property
    def stages(self) -> list[str]:
        return [stage for stage, _ in self.spans]

    def span(self, stage: str, start: float, end: float, captured: float | None) -> None:
        self.spans.append((stage, captured))

    def frame_done(self, captured: float, end: float) -> None:
        self.done.append(captured)


def face_at(x: float, y: float, eye_distance: float) -> Landmarks:
    """Return the landmarks of a face whose eyes' midpoint is (x, y): points of a face oval, with
    the eyes and the nose base where mediapipe has them."""
    angles = np.linspace(0, 2 * np.pi, 478, endpoint=False)
    oval = np.stack([np.sin(angles) * 1.1, np.cos(angles) * 1.5 + 0.4], axis=1)
    landmarks = oval * eye_distance + [x, y]
    landmarks[list(IMAGE_LEFT_EYE)] = [x - eye_distance / 2, y]
    landmarks[list(IMAGE_RIGHT_EYE)] = [x + eye_distance / 2, y]
    landmarks[NOSE_BASE] = [x, y + 0.7 * eye_distance]
    return landmarks.astype(np.float32)


def portrait_at(x: float, y: float, eye_distance: float, span: float = 1.0) -> Landmarks:
    """Return the landmarks of such a face with a mouth; `span` below 1 brings everything closer
    together, as a turn of the head does."""
    landmarks = face_at(x, y, eye_distance)
    landmarks[IMAGE_LEFT_MOUTH_CORNER] = [x - 0.4 * eye_distance, y + eye_distance]
    landmarks[IMAGE_RIGHT_MOUTH_CORNER] = [x + 0.4 * eye_distance, y + eye_distance]
    landmarks[:, 0] = x + span * (landmarks[:, 0] - x)
    return landmarks


class FakeSession:
    """Inverts pictures, by the degree; notes what it was asked.

    `asks`: it wants to be shown a face, before it runs.
    """

    backend = "fake"
    backend_note = ""

    def __init__(self, identity_at_zero: bool = True, asks: bool = False) -> None:
        starter = load_manifest(STARTER)
        self.model = replace(starter, identity_at_zero=identity_at_zero)
        self.output_scale = starter.output_scale
        self.wants_face = asks
        self.conditions: list[tuple[str, float, object]] = []
        self.faces: list[Image] = []
        self.people: list[int] = []  # whose they are
        self.person = 1
        self.parsed: list[Image] = []
        self.parsings: list[Parsing | None] = []
        self.shapes: list[tuple[int, ...]] = []
        self.closed = 0

    def condition(
        self,
        style: str,
        degree: float,
        palette: object = None,
        color_transfer: bool | None = None,
    ) -> None:
        self.model.style(style)
        self.conditions.append((style, degree, palette))

    def encode(self, face: Image, person: int = 1) -> None:
        assert face.shape == (256, 256, 3)
        self.faces.append(face)
        self.people.append(person)

    def turn_to(self, person: int) -> None:
        self.person = person

    def parse(self, picture: Image) -> Parsing | None:
        self.parsed.append(picture)
        return np.full((19, *picture.shape[:2]), len(self.parsed), np.float32)

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        assert self.faces or not self.wants_face
        self.shapes.append(picture.shape)
        self.parsings.append(parsing)
        return 255 - picture

    def run_batch(
        self, pictures: NDArray[np.uint8], parsing: NDArray[np.float32] | None = None
    ) -> NDArray[np.uint8]:
        return np.stack([self.run(picture) for picture in pictures])

    def close(self) -> None:
        self.closed += 1
