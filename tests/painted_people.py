"""Faces that are painted as one bright block each, which the landmarker here finds; those of one
value look alike, of two values different."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from fakes import face_at

from vtoonify_rt.config import FacesMode
from vtoonify_rt.face.search import face_box
from vtoonify_rt.face.tracker import TrackerConfig
from vtoonify_rt.face.wanted import WantedTracker
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.smoothing import SmoothingConfig

HEIGHT, WIDTH = 360, 640
ANN, BEN, CLEO, DAN, EVE = range(5)
Place = tuple[int, int]
COLOURS = ((255, 60, 60), (60, 255, 60), (60, 60, 255), (255, 255, 60), (255, 60, 255))


@dataclass
class ByColour:
    """Finds the faces that are wholly seen; counts its looks and the faces that it found."""

    looks: list[int] = field(default_factory=list)

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        faces = []
        for colour in COLOURS:
            bounds = np.subtract(colour, 30), np.add(colour, 30)
            left, top, width, height = cv2.boundingRect(cv2.inRange(image, *bounds))
            x, y = left + width // 2, top + height // 2
            is_whole = width > 9 and abs(width - height) <= 4
            if not is_whole or width < max(image.shape[:2]) / 9:
                continue
            if np.abs(np.subtract(image[y, x], colour, dtype=int)).max() < 30:
                unit = width / 3
                faces.append(face_at(x, y - 0.4 * unit, unit))
        self.looks.append(len(faces))
        return faces

    def close(self) -> None:
        pass


def scene(*people: tuple[int, int, int, int]) -> Image:
    """Return a picture of people, each (who, x, y, size); later ones are in front."""
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for who, x, y, size in people:
        half = size // 2
        image[max(y - half, 0) : y + half, max(x - half, 0) : x + half] = COLOURS[who]
    return image


class Room:
    """Follows everyone, on a clock of `fps` frames a second, and tells who is where by number."""

    def __init__(self, mode: FacesMode = "all", every: int = 2, fps: float = 30) -> None:
        self.step = 1 / fps
        self.landmarker = ByColour()
        config = TrackerConfig(smoothing=SmoothingConfig(enabled=False), every=every)
        self.tracker = WantedTracker(self.landmarker, config, mode)
        self.time = 0.0
        self.frame = Frame(scene(), 0.0)

    def show(self, *people: tuple[int, int, int, int], frames: int = 1) -> dict[int, Place | None]:
        """Show people for some frames; return the places of the faces, None of those lost."""
        image = scene(*people)
        for _ in range(frames):
            self.frame = self.tracker.apply(Frame(image, self.time))
            self.time += self.step
        return {face.number: place(face.landmarks) for face in self.frame.faces}


def place(landmarks: Landmarks | None) -> Place | None:
    """Return where a face is, to ten pixels."""
    if landmarks is None:
        return None
    box = face_box(landmarks)
    return int(round(box.x, -1)), int(round(box.y, -1))
