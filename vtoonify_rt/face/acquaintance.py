"""Whose face is seen: by its place while that is clear, else also by what it looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from vtoonify_rt.face.search import FaceBox, Region
from vtoonify_rt.face.signature import SAME, Signature, difference
from vtoonify_rt.face.tracker import FOLLOW_S
from vtoonify_rt.frame import Landmarks
from vtoonify_rt.smoothing import OneEuroFilter

# A face is taken for one that was seen before, in face sizes from where that was, up to
REACH = 0.8  # from one look to the next,
REACH_PER_S = 4.0  # more with every second that it is lost,
LONGEST_REACH = 2.5  # and at most
LIKE = 1.5 * SAME  # what one may differ by that is where a face was lost a moment ago
LEARN = 0.1  # share of a new signature in the one that is kept
YOUNG_S = 5.0  # so long a face that seems new may yet turn out to be one that was lost


@dataclass(frozen=True, slots=True)
class Sighting:
    """A face that was found in one frame, whosever it is."""

    landmarks: Landmarks
    box: FaceBox
    signature: Signature


@dataclass(slots=True)
class KnownFace:
    """A face that is followed, or that is remembered for a while."""

    number: int
    box: FaceBox  # where it was seen last
    signature: Signature  # a mean over its sightings
    since: float  # time of the frame that it was first seen in,
    seen: float  # and last
    looked: float  # time of the frame that its place was last looked at in
    filter: OneEuroFilter
    landmarks: Landmarks | None = None  # smoothed; None: it is lost
    region: Region | None = None  # that was looked at last
    is_placed: bool = field(default=True)  # whether it may still be near its place

    def is_followed(self, time: float) -> bool:
        """Tell whether its place is looked at: while it is seen, however rarely, and a moment
        longer."""
        return self.is_placed and (self.landmarks is not None or time - self.seen <= FOLLOW_S)

    def reaches(self, box: FaceBox, time: float) -> bool:
        """Tell whether the face can have got to `box` by now."""
        return self.is_placed and self.box.is_near(box, self.reach(time))

    def reach(self, time: float) -> float:
        """Return how far it can be from where it was, in face sizes."""
        lost = 0.0 if self.landmarks is not None else max(time - self.seen, 0.0)
        return min(REACH + REACH_PER_S * lost, LONGEST_REACH)

    def take(self, sighting: Sighting, time: float) -> None:
        """Be where the sighting is."""
        self.box, self.seen, self.is_placed = sighting.box, time, True
        self.landmarks = self.filter.apply(sighting.landmarks, time)

    def learn(self, signature: Signature) -> None:
        """Take a little of how it looks now into what it is known by."""
        self.signature = self.signature + LEARN * (signature - self.signature)


def who_it_was(
    sighting: Sighting, face: KnownFace, known: Sequence[KnownFace], time: float
) -> KnownFace:
    """Return the lost face that `face` is, which seemed new when it came half hidden or turned
    aside; or else `face`."""
    if time - face.since > YOUNG_S:
        return face
    lost = [other for other in known if other.landmarks is None and other.since < face.since]
    differs = {it.number: difference(sighting.signature, it.signature) for it in lost}
    likest = min(lost, key=lambda it: differs[it.number], default=face)
    return likest if differs.get(likest.number, SAME) < SAME else face


def match(
    sightings: Sequence[Sighting], known: Sequence[KnownFace], time: float
) -> list[tuple[Sighting, KnownFace | None, bool]]:
    """Return for each sighting whose face it is, and whether that is clear by its place alone;
    None: nobody's who is known."""
    near = [(s, k) for s in sightings for k in known if k.reaches(s.box, time)]
    rivals = Counter(id(part) for pair in near for part in pair)
    costs: list[tuple[float, Sighting, KnownFace, bool]] = []
    for sighting, face in near:
        cost = face.box.distance(sighting.box) / face.reach(time)
        is_clear = rivals[id(sighting)] == rivals[id(face)] == 1
        if not is_clear or face.landmarks is None:
            differs = difference(sighting.signature, face.signature)
            is_there = face.box.distance(sighting.box) <= REACH
            if face.landmarks is None and differs > (LIKE if is_there else SAME):
                continue
            cost += differs / SAME
        costs.append((cost, sighting, face, is_clear))
    for sighting in sightings:
        for face in known:
            if face.landmarks is None and not face.reaches(sighting.box, time):
                differs = difference(sighting.signature, face.signature)
                if differs <= SAME:
                    costs.append((1 + differs / SAME, sighting, face, False))
    owners: dict[int, tuple[KnownFace, bool]] = {}
    taken: set[int] = set()
    for _, sighting, face, is_clear in sorted(costs, key=lambda it: it[0]):
        if id(sighting) not in owners and face.number not in taken:
            owners[id(sighting)] = face, is_clear
            taken.add(face.number)
    return [(s, *owners.get(id(s), (None, False))) for s in sightings]
