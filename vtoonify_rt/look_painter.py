"""One look of a frame: the crops, painted, in a frame that is stylized around them.

The main face is painted in every frame. The others are, too, or in turn, where the machine cannot
do more: whose turn it is not is shown as painted last, moved along with the face.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.face_painter import FacePainter
from vtoonify_rt.followed_faces import FollowedFace, seen_by
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.overlap import Patch, Spot, paste_all
from vtoonify_rt.regions import SessionLook, around_is_raw, covers, paste_strength
from vtoonify_rt.style_fade import keeps_pictures
from vtoonify_rt.surroundings import Surroundings
from vtoonify_rt.timing import Meter


class LookPainter:
    """Paints frame after frame in one look, a face that has its own in that; one thread calls."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._faces: defaultdict[int, FacePainter] = defaultdict(partial(FacePainter, meter))
        self._around = Surroundings(meter)
        self._frames = 0

    def paint(
        self,
        look: SessionLook,
        frame: Frame,
        faces: Sequence[FollowedFace],
        config: StyleConfig,
        left_alone: Sequence[Spot] = (),
    ) -> Image:
        """Return all of the frame, with these faces painted, the main one first; the picture as it
        is, itself, where nothing of it is changed.

        The faces in `left_alone` are seen as all that lies around.
        """
        self._frames += 1
        for number in self._faces.keys() - {face.number for face in faces}:
            del self._faces[number]
        strengths = _strengths(look, faces, config)
        shown = [face for face in faces if strengths[face.number] > 0.0]
        image = self._surroundings(look, frame, shown, strengths, config, left_alone)
        patches = [
            Patch(
                self._picture(look, frame, face, config, place, alone=len(faces) == 1),
                face.region,
                face.spot,
                strengths[face.number],
                is_lost=not face.is_seen,
            )
            for place, face in enumerate(shown)
        ]
        with self._meter.measure("compose"):
            return paste_all(image, patches, left_alone)

    def keep(self, before: StyleConfig, after: StyleConfig) -> None:
        """Paint the next frame from itself alone, but for what a change of the settings leaves of
        use."""
        if not _keeps(before, after, None):
            self._around.reset()
        for number, painter in self._faces.items():
            if not _keeps(before, after, number):
                painter.reset()

    def reset(self) -> None:
        """Paint the next frame from itself alone."""
        self._faces.clear()
        self._around.reset()

    def _surroundings(
        self,
        look: SessionLook,
        frame: Frame,
        shown: Sequence[FollowedFace],
        strengths: Mapping[int, float],
        config: StyleConfig,
        left_alone: Sequence[Spot],
    ) -> Image:
        """Return the frame that crops are pasted into."""
        image = frame.image
        if around_is_raw(look.session, config):
            return image
        is_covered = any(covers(face.region, image) for face in shown)
        if is_covered and not left_alone and all(strengths[it.number] == 1.0 for it in shown):
            return image
        look.set_to(config, shown[0].number if shown else None)
        region = shown[0].region if shown else (0, 0, 0, 0)
        return self._around.update(look.session, image, region, config, frame.time)

    def _picture(
        self,
        look: SessionLook,
        frame: Frame,
        face: FollowedFace,
        config: StyleConfig,
        place: int,
        *,
        alone: bool,
    ) -> Image:
        """Return a face's crop, painted, or as painted last where it is not its turn."""
        painter = self._faces[face.number]
        own = config.of_face(face.number)
        if place > 0 and (self._frames + place) % config.faces.others_every:
            carried = painter.carried(face)
            if carried is not None:
                return carried
        look.set_to(own, face.number)
        paint = painter.paint if alone else painter.paint_to_keep
        return paint(look.session, face, seen_by(face, frame), own)


def _strengths(
    look: SessionLook, faces: Sequence[FollowedFace], config: StyleConfig
) -> dict[int, float]:
    """Return the weight of each face's crop, by number: one who is lost fades into what lies
    around, unless that is raw, or the whole picture fades with the last one who was seen."""
    least = min((face.absence.value for face in faces), default=0.0)
    is_raw = around_is_raw(look.session, config)
    strengths = {}
    for face in faces:
        strength = paste_strength(look.session, config.of_face(face.number).degree)
        gone = 0.0 if is_raw else face.absence.value - least
        strengths[face.number] = strength * (1.0 - gone) if face.was_seen else 0.0
    return strengths


def _keeps(before: StyleConfig, after: StyleConfig, number: int | None) -> bool:
    """Tell whether what was painted of a face, or around them (None), stays of use."""
    if number is not None:
        before, after = before.of_face(number), after.of_face(number)
    before = replace(before, faces=after.faces)
    return before == after or keeps_pictures(before, after)
