"""A VToonify made by hand: it enlarges and inverts, and notes what it was given."""

from dataclasses import replace

import numpy as np
from fakes import face_at
from made_video import number

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER


class FakeVToonify:
    """A session of a model with output scale 4 that wants a face and a parsing.

    `parse` gives each pixel's red channel as every logit. A result is a buffer that the next call
    overwrites, as it may be.
    """

    backend = "fake"

    def __init__(self, output_scale: int = 4, color_transfer: bool = False) -> None:
        self.model = replace(
            load_manifest(STARTER),
            family="vtoonify_d",
            output_scale=4,
            output_scales=(4, 2, 1),
            size_multiple=8,
            identity_at_zero=False,
            color_transfer=color_transfer,
        )
        self.output_scale = output_scale
        self.wants_face = not color_transfer
        self.faces: list[np.ndarray] = []
        self.conditions: list[tuple[object, ...]] = []
        self.batches: list[tuple[int, ...]] = []
        self.parsings: list[np.ndarray | None] = []
        self.parsed = 0
        self.closed = 0
        self._buffers: dict[tuple[int, ...], np.ndarray] = {}

    def condition(self, style, degree, palette=None, color_transfer=None) -> None:
        self.conditions.append((style, degree, palette, color_transfer))
        if color_transfer is not None:
            self.wants_face = not color_transfer

    def encode(self, face: np.ndarray, person: int = 1) -> None:
        self.faces.append(face)

    def turn_to(self, person: int) -> None:
        pass

    def parse(self, picture: np.ndarray) -> np.ndarray:
        self.parsed += 1
        return np.repeat(picture[None, ..., 0].astype(np.float32), 19, axis=0)

    def run(self, picture: np.ndarray, parsing: np.ndarray | None = None) -> np.ndarray:
        return self.run_batch(picture[None], None if parsing is None else parsing[None])[0]

    def run_batch(self, pictures: np.ndarray, parsing: np.ndarray | None = None) -> np.ndarray:
        assert not self.wants_face or self.faces
        self.batches.append(pictures.shape)
        self.parsings.append(None if parsing is None else parsing.copy())
        large = pictures.repeat(self.output_scale, axis=1).repeat(self.output_scale, axis=2)
        buffer = self._buffers.setdefault(large.shape, large)
        buffer[:] = 255 - large
        return buffer

    def close(self) -> None:
        self.closed += 1


class FaceFrom:
    """Finds a face in the middle of frame `first` of a numbered video and of those after it."""

    def __init__(self, first: int = 0, eye_distance: float = 12) -> None:
        self._first = first
        self._eye_distance = eye_distance
        self.closed = 0

    def detect(self, image: np.ndarray, time: float) -> list[np.ndarray]:
        height, width = image.shape[:2]
        if number(image) < self._first:
            return []
        return [face_at(width / 2, height / 2, self._eye_distance)]

    def close(self) -> None:
        self.closed += 1
