"""Follow up to four faces, and know each one again after an absence of some seconds.

Faces are looked at in turn, one on each frame, the main one on every second frame at least, so
that four cost no more than one that is looked at as often. In a look at one face the others are
painted over, since each that the landmarker sees costs half a look more. Now and then a look goes
to the whole frame instead, and to a tile, to find who came.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from vtoonify_rt.config import MAX_FACES
from vtoonify_rt.face.acquaintance import KnownFace, Sighting, match, who_it_was
from vtoonify_rt.face.landmarks import Landmarker, by_prominence
from vtoonify_rt.face.search import (
    SHOWN_PX,
    FaceBox,
    Region,
    TileTurns,
    face_box,
    glimpse,
    is_cut,
    look,
    region_around,
)
from vtoonify_rt.face.signature import signature
from vtoonify_rt.face.tracker import FOLLOW_S, WHOLE_SHOWN_PX, TrackerConfig
from vtoonify_rt.frame import Face, Frame, Image, Landmarks
from vtoonify_rt.smoothing import OneEuroFilter
from vtoonify_rt.timing import Meter

SEARCH_S = 0.5  # seconds between looks for who came,
SEARCH_LOST_S = 0.2  # and while a face is lost
REMEMBERED_S = 10.0  # so long, at most, a face that is lost keeps its number
REMEMBERED_PER_S = 5.0  # and so long for each second that it was seen
CROWDED_S = 2.0  # so long after a look that shows too many faces there are too many
MANY = 99  # tiles: more than there are
APART = 1.0  # face sizes between the middles of faces that do not hide each other


@dataclass(slots=True)
class _Past:
    """What is known from the frames before."""

    shape: tuple[int, ...] = ()  # of the pictures
    known: list[KnownFace] = field(default_factory=list)
    main: int = 0  # number of the face
    age: int = 0  # frames since the last look
    turn: int = 0  # number of the face that was looked at last
    searched: float = -math.inf  # time of the last look for who came
    crowded: float = -math.inf  # time of the last look that showed too many
    glimpse: Image | None = None  # a few pixels of the last frame
    tile_turns: TileTurns = field(default_factory=TileTurns)


class SeveralTracker:
    """A filter that adds the landmarks of up to four faces, each with a number that stays its own.

    One thread calls, but for `look_every`. It does not own the landmarker. `meter` gets the stage
    "landmarks", for each look.
    """

    def __init__(self, landmarker: Landmarker, config: TrackerConfig, meter: Meter) -> None:
        self._landmarker = landmarker
        self._config = config
        self._meter = meter
        self._last = 0  # number that was given last
        self._past = _Past()

    def apply(self, frame: Frame) -> Frame:
        """Return the frame with all faces that are known, the main one first; those that are lost
        have no landmarks."""
        if frame.image.shape != self._past.shape:
            self.reset()
            self._past.shape = frame.image.shape
        self._past.age += 1
        if self._past.age >= self._looks_every():
            self._past.age = 0
            with self._meter.measure("landmarks"):
                self._look(frame)
            self._past.glimpse = glimpse(frame.image)
        self._forget_lost(frame.time)
        order = sorted(
            self._past.known, key=lambda face: (face.number != self._past.main, face.number)
        )
        faces = tuple(Face(face.number, face.landmarks) for face in order)
        return replace(
            frame,
            landmarks=faces[0].landmarks if faces else None,
            faces=faces,
            crowded=0.0 <= frame.time - self._past.crowded < CROWDED_S,
        )

    def look_every(self, frames: int) -> None:
        """Look for one face's landmarks on every n-th frame; twice as often where there are
        several; any thread."""
        self._config = replace(self._config, every=frames)

    def reset(self) -> None:
        """Forget all faces; no number is given again."""
        self._past = _Past()

    def _looks_every(self) -> int:
        every = self._config.every
        seen = sum(face.landmarks is not None for face in self._past.known)
        if not seen:
            return 1
        return every if len(self._past.known) == 1 else (every + 1) // 2

    def _look(self, frame: Frame) -> None:
        """Look at the face whose turn it is, or for new ones."""
        face = self._next(frame.time)
        waited = frame.time - self._past.searched
        everyone = all(known.landmarks is not None for known in self._past.known)
        if face is None or not 0 <= waited < (SEARCH_S if everyone else SEARCH_LOST_S):
            self._search(frame)
        elif not self._follow(frame, face) and is_cut(frame.image, self._past.glimpse):
            for known in self._past.known:
                known.landmarks, known.is_placed = None, False
            self._search(frame)
        self._choose_main(frame)

    def _next(self, time: float) -> KnownFace | None:
        """Return the face whose turn it is; None where none is to be seen."""
        able = [face for face in self._past.known if face.is_followed(time)]
        main = [face for face in able if face.number == self._past.main]
        if main and self._past.turn != self._past.main:
            return main[0]
        others = [face for face in able if face.number != self._past.main] or main
        return min(others, key=lambda face: face.looked, default=None)

    def _follow(self, frame: Frame, face: KnownFace) -> bool:
        """Look where the face was last; return whether it is there."""
        self._past.turn, face.looked = face.number, frame.time
        region = region_around(face.box, self._config.region_faces, *frame.image.shape[:2])
        # A still region shows a still face the same pixels: a fifth less jitter.
        if face.region is None or not region.is_near(face.region):
            face.region = region
        others = [other.box for other in self._seen() if other is not face]
        covered = [box for box in others if box.distance(face.box) > APART]
        self._take(frame, self._sightings(frame, face.region, covered))
        if face.seen != frame.time:
            face.landmarks = None
        return face.landmarks is not None

    def _search(self, frame: Frame) -> None:
        """Look at the whole frame for faces that are not followed, and at the tiles whose turn it
        is; in the first frame, at all of them."""
        is_first = self._past.searched == -math.inf
        self._past.searched, self._past.turn = frame.time, 0
        height, width = frame.image.shape[:2]
        covered = [face.box for face in self._seen()]
        whole = Region(0, 0, width, height)
        found = self._sightings(frame, whole, covered, WHOLE_SHOWN_PX)
        count = MANY if is_first else self._config.tiles_per_frame
        for tile in self._past.tile_turns.take(height, width, count):
            covers = [*covered, *(sighting.box for sighting in found)]
            found += self._sightings(frame, tile, covers)
        self._take(frame, found)

    def _seen(self) -> Iterable[KnownFace]:
        return (face for face in self._past.known if face.landmarks is not None)

    def _sightings(
        self, frame: Frame, region: Region, covered: list[FaceBox], shown_px: int = SHOWN_PX
    ) -> list[Sighting]:
        """Return what a region shows, beside the faces that are painted over in it."""
        faces = look(self._landmarker, frame.image, region, frame.time, shown_px, covered)
        sightings = []
        for landmarks in by_prominence(faces, *frame.image.shape[:2]):
            box = face_box(landmarks)
            # What is left of a face that is painted over may be taken for one.
            if not any(box.distance(other) < 0.5 for other in covered):
                sightings.append(Sighting(landmarks, box, signature(frame.image, landmarks)))
        return sightings

    def _take(self, frame: Frame, sightings: list[Sighting]) -> None:
        """Note who was seen."""
        for sighting, face, is_clear in match(sightings, self._past.known, frame.time):
            if face is None:
                if not any(other.box.is_near(sighting.box) for other in self._seen()):
                    self._welcome(sighting, frame.time)
                continue
            was = who_it_was(sighting, face, self._past.known, frame.time)
            if was is not face:
                self._unite(face, was)
            was.take(sighting, frame.time)
            if is_clear and not self._is_beside_another(was):
                was.learn(sighting.signature)

    def _unite(self, face: KnownFace, was: KnownFace) -> None:
        """Take a face that seemed new for one that was lost."""
        self._past.known.remove(face)
        self._last -= face.number == self._last
        self._past.main = was.number if face.number == self._past.main else self._past.main
        was.looked = face.looked

    def _is_beside_another(self, face: KnownFace) -> bool:
        """Tell whether another face may be seen in the signature."""
        others = (other for other in self._seen() if other is not face)
        return any(other.box.distance(face.box) < APART for other in others)

    def _welcome(self, sighting: Sighting, time: float) -> None:
        """Follow a new face, if there is room; of the lost, who was seen least makes it."""
        if len(self._past.known) >= MAX_FACES:
            lost = [face for face in self._past.known if face.landmarks is None]
            if not lost:
                self._past.crowded = time
                return
            self._past.known.remove(min(lost, key=lambda face: face.seen - face.since))
        self._last += 1
        face = KnownFace(
            number=self._last,
            box=sighting.box,
            signature=sighting.signature,
            since=time,
            seen=time,
            looked=time,
            filter=OneEuroFilter(self._config.smoothing),
        )
        face.take(sighting, time)
        self._past.known.append(face)

    def _choose_main(self, frame: Frame) -> None:
        """Keep the main face while it is to be seen, and a moment longer."""
        main = next((face for face in self._past.known if face.number == self._past.main), None)
        if main is not None and main.is_followed(frame.time):
            return
        seen = {id(face.landmarks): face for face in self._seen()}
        faces = [face.landmarks for face in seen.values() if face.landmarks is not None]
        if faces:
            first: Landmarks = by_prominence(faces, *frame.image.shape[:2])[0]
            self._past.main = seen[id(first)].number

    def _forget_lost(self, time: float) -> None:
        """Forget who was lost too long; at once what was hardly seen, as half a face may be."""

        def is_kept(face: KnownFace) -> bool:
            kept = min(FOLLOW_S + REMEMBERED_PER_S * (face.seen - face.since), REMEMBERED_S)
            return face.landmarks is not None or abs(time - face.seen) <= kept

        self._past.known = [face for face in self._past.known if is_kept(face)]
