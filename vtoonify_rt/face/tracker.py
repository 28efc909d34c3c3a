"""Keep one face from frame to frame, and find it again when it is lost.

While a face is known, only a square around it is looked at: quicker than the whole frame, and a
small face stays large enough for the detector. When it is lost, the whole frame is looked at and,
in turn, a few of the tiles that show small faces: a frame without a face never costs more than
one with a face by a factor that would be seen.
"""

from dataclasses import dataclass, field, replace

from vtoonify_rt.face.landmarks import Landmarker, by_prominence
from vtoonify_rt.face.search import (
    FaceBox,
    Region,
    TileTurns,
    face_box,
    glimpse,
    is_cut,
    look,
    region_around,
    tile_side,
    tiles,
)
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.smoothing import OneEuroFilter, SmoothingConfig
from vtoonify_rt.timing import Meter

# A face is taken for the one before, in face sizes from where that was seen last, up to
REACH = 0.8  # from one look to the next (a neighbour's face is farther away), and
REACH_PER_S = 4.0  # more with every second that it is lost
FOLLOW_S = 1.0  # for so long the place of a lost face is still looked at from near
WHOLE_SHOWN_PX = 640  # the whole frame is shown larger, so that its first landmarks are not coarse
FINEST_TILE_PX = 480  # of a still picture: finds faces of 60 pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerConfig:
    """Settings of the face tracker."""

    every: int = 1  # look for landmarks on every n-th frame and reuse the last ones between
    region_faces: float = 2.4  # side of the search region, in sizes of the last face
    tiles_per_frame: int = 2  # while the face is lost
    smoothing: SmoothingConfig = field(default_factory=SmoothingConfig)

    def __post_init__(self) -> None:
        if self.every < 1:
            raise ValueError(f"every must be at least 1, got {self.every}")
        if self.region_faces < 1.5:
            raise ValueError(f"region_faces must be at least 1.5, got {self.region_faces}")
        if self.tiles_per_frame < 1:
            raise ValueError(f"tiles_per_frame must be at least 1, got {self.tiles_per_frame}")


@dataclass(slots=True)
class _Track:
    """What is known about the face from the frames before."""

    shape: tuple[int, ...] = ()  # of the pictures that it was seen in
    landmarks: Landmarks | None = None  # as delivered last; None: lost
    age: int = 0  # frames since the last look
    box: FaceBox | None = None  # where the face was last, also when it is lost
    seen: float = 0.0  # time of the frame that it was last seen in
    region: Region | None = None  # that was looked at last
    glimpse: Image | None = None  # a few pixels of the last frame
    tile_turns: TileTurns = field(default_factory=TileTurns)


class FaceTracker:
    """A filter that adds the landmarks of one face, the same from frame to frame.

    One thread calls, but for `look_every`. It owns the landmarker. `meter` gets the stage
    "landmarks", for each look.
    """

    def __init__(
        self,
        landmarker: Landmarker,
        config: TrackerConfig = TrackerConfig(),
        meter: Meter | None = None,
    ) -> None:
        self._landmarker = landmarker
        self._config = config
        self._meter = Meter() if meter is None else meter
        self._filter = OneEuroFilter(config.smoothing)
        self._track = _Track()

    def apply(self, frame: Frame) -> Frame:
        """Return the frame with the tracked face's smoothed landmarks, or None if it is lost."""
        if frame.image.shape != self._track.shape:
            self.reset()
            self._track.shape = frame.image.shape
        track = self._track
        track.age += 1
        if track.landmarks is None or track.age >= self._config.every:
            track.age = 0
            # Not of the frames between: their nothing would make half of a stage's durations.
            with self._meter.measure("landmarks"):
                track.landmarks = self._find(frame)
            track.glimpse = glimpse(frame.image)
        return replace(frame, landmarks=track.landmarks)

    def look_every(self, frames: int) -> None:
        """Look for landmarks on every n-th frame from the next one on; any thread."""
        self._config = replace(self._config, every=frames)

    def reset(self) -> None:
        """Forget the face; the most prominent one is chosen next."""
        self._track = _Track()
        self._filter.reset()

    def close(self) -> None:
        """Close the landmarker; the tracker must not be used any more."""
        self._landmarker.close()

    def _find(self, frame: Frame) -> Landmarks | None:
        """Look for the face; return its smoothed landmarks."""
        track = self._track
        found = None
        if track.box is not None and frame.time - track.seen <= FOLLOW_S:
            found = self._follow(frame, track.box)
        if found is None:
            if is_cut(frame.image, track.glimpse):
                track.box = None
            found = self._search(frame)
        if found is None:
            return None
        track.box, track.seen = face_box(found), frame.time
        return self._filter.apply(found, frame.time)

    def _follow(self, frame: Frame, box: FaceBox) -> Landmarks | None:
        """Look where the face was last."""
        region = region_around(box, self._config.region_faces, *frame.image.shape[:2])
        # A still region shows a still face the same pixels: a fifth less jitter.
        if self._track.region is None or not region.is_near(self._track.region):
            self._track.region = region
        faces = look(self._landmarker, frame.image, self._track.region, frame.time)
        near = [face for face in faces if face_box(face).is_near(box, REACH)]
        return min(near, key=lambda face: face_box(face).distance(box), default=None)

    def _search(self, frame: Frame) -> Landmarks | None:
        """Look at the whole frame, and at the tiles whose turn it is if it shows no face."""
        height, width = frame.image.shape[:2]
        whole = Region(0, 0, width, height)
        faces = look(self._landmarker, frame.image, whole, frame.time, WHOLE_SHOWN_PX)
        for tile in self._track.tile_turns.take(height, width, self._config.tiles_per_frame):
            faces = faces or look(self._landmarker, frame.image, tile, frame.time)
        box = self._track.box
        if box is None:
            return next(iter(by_prominence(faces, height, width)), None)
        reach = REACH + REACH_PER_S * max(frame.time - self._track.seen, 0.0)
        reached = [face for face in faces if face_box(face).distance(box) <= reach]
        return min(reached, key=lambda face: face_box(face).distance(box), default=None)


def find_faces(landmarker: Landmarker, image: Image) -> list[Landmarks]:
    """Return all faces of a still picture, in its pixels, the most prominent first.

    Looks at the whole picture and at tiles, and at smaller tiles if that shows no face; [] when
    there is none. Made for one picture: it may take a second on 20 megapixels.
    """
    height, width = image.shape[:2]
    whole = Region(0, 0, width, height)
    faces = []
    for face in look(landmarker, image, whole, 0.0, WHOLE_SHOWN_PX):
        closer = _look_closer(landmarker, image, face)
        faces.append(face if closer is None else closer)
    side = tile_side(height, width)
    while side < max(height, width):
        for tile in tiles(height, width, side):
            for face in look(landmarker, image, tile, 0.0):
                # A tile may show a part of a face that is larger; seen from near it is none.
                closer = _look_closer(landmarker, image, face)
                faces += [] if closer is None else [closer]
        if faces or side <= FINEST_TILE_PX:
            break
        side = max(side // 2, FINEST_TILE_PX)
    return by_prominence(_distinct(faces), height, width)


def _distinct(faces: list[Landmarks]) -> list[Landmarks]:
    """Return `faces` without those that were seen twice."""
    kept: list[Landmarks] = []
    for face in faces:
        if not any(face_box(face).is_near(face_box(other)) for other in kept):
            kept.append(face)
    return kept


def _look_closer(landmarker: Landmarker, image: Image, face: Landmarks) -> Landmarks | None:
    """Return the same face, seen from near; None if there is none."""
    box = face_box(face)
    region = region_around(box, TrackerConfig().region_faces, *image.shape[:2])
    near = [f for f in look(landmarker, image, region, 0.0) if face_box(f).is_near(box)]
    return min(near, key=lambda f: face_box(f).distance(box), default=None)
