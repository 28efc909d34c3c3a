"""Connects what is known of the faces with the section, the preview, and what is chosen."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QImage

from checkpoint.errors import ModelError
from checkpoint.store import find_style
from desktop_app.controls import Controls
from desktop_app.face_chip import SIDE
from desktop_app.face_rings import FaceRings
from desktop_app.picture import Picture
from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.stage import Stage
from desktop_app.translation import style_name, tr
from desktop_app.widgets import timer
from vtoonify_rt.config import FacesConfig, FacesMode, FaceStyle, Look

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame, Landmarks

LOOK_MS = 200  # between two looks at where the faces are
PICTURES_EVERY = 5  # looks; then the pictures on the chips are drawn anew
AROUND = 0.25  # of a face's size, that is seen around it


class FaceDesk(QObject):
    """Gives the next style to the face that was chosen, and shows which faces there are."""

    def __init__(
        self, controls: Controls, stage: Stage, player: Player, playback: Playback
    ) -> None:
        super().__init__(controls)
        self._faces = faces = controls.faces
        self._stage = stage
        self._player = player
        self._playback = playback
        self._looks = 0
        self.rings = FaceRings(stage)
        self.rings.clicked.connect(faces.choose)
        controls.styles.chosen.connect(self.choose_style)
        controls.strength.chosen.connect(self.choose_degree)
        faces.mode_chosen.connect(self._choose_mode)
        faces.painting_chosen.connect(self._paint)
        faces.own_style_dropped.connect(self._drop_style)
        faces.face_chosen.connect(lambda _: self.look())
        self._timer = timer(self, LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def _config(self) -> FacesConfig:
        return self._player.settings.stylize.faces

    def choose_style(self, style: str) -> None:
        """Take this style for the chosen face, or for all."""
        number, player = self._faces.chosen, self._player
        if number is None:
            player.change(style=style)
            return
        model, _ = find_style(style, list(player.models))
        if player.look is None or model.id != player.look[0].id:
            self._stage.tell(
                tr("A face's own style must be one of the model that the picture has"),
                trouble=True,
            )
            return
        palette = player.settings.palette_of.get(style)
        self._give(number, Look(style=style, degree=player.config.degree, palette=palette))

    def choose_degree(self, degree: float) -> None:
        """Take this much of the style for the chosen face, if it has its own, or for all."""
        own = next((f for f in self._config.styles if f.number == self._faces.chosen), None)
        if own is None:
            self._player.change(degree=degree)
        else:
            self._give(own.number, replace(own.look, degree=degree))

    def look(self) -> None:
        """Show the faces of the newest frame."""
        frame = self._stage.frame
        if self._config.mode != "all" or frame is None:
            self.rings.show_faces({}, None)
            return
        size = frame.image.shape[1], frame.image.shape[0]
        draws_anew = self._looks % PICTURES_EVERY == 0
        self._looks += 1
        pictures: dict[int, QImage | None] = {}
        places: dict[int, QRectF] = {}
        for face in sorted(frame.faces, key=lambda face: face.number):
            seen = face.landmarks
            is_new = face.number not in self._faces.chips
            shows = seen is not None and frame.shows == "stylized" and (draws_anew or is_new)
            pictures[face.number] = _picture(frame, seen, self._player.mirror) if shows else None
            if seen is not None:
                places[face.number] = _share(seen, size, self._player.mirror)
        self._faces.show_faces(pictures, {number: self._style_of(number) for number in pictures})
        self._faces.show_note(self._note(frame))
        several = places if len(pictures) > 1 else {}
        self.rings.show_faces(several, self._faces.chosen)

    def _note(self, frame: "Frame") -> str:
        live = self._playback.live
        governed = live.governed if live is not None else None
        if frame.crowded:
            return tr("Up to four faces are followed; whoever else is there is left out.")
        if governed is not None and governed.level.others_every > 1 and len(frame.faces) > 1:
            return tr("This computer cannot paint all of them every time: they take turns.")
        return ""

    def _style_of(self, number: int) -> str:
        own = next((face for face in self._config.styles if face.number == number), None)
        if own is not None:
            with suppress(ModelError):
                return style_name(find_style(own.look.style, list(self._player.models))[1])
            return own.look.style  # it was removed; the picture keeps what is loaded
        return style_name(self._player.look[1]) if self._player.look is not None else ""

    def _choose_mode(self, mode: FacesMode) -> None:
        self._player.change(faces=FacesConfig(mode=mode))

    def _change(self, change: Callable[[FacesConfig], FacesConfig]) -> None:
        self._player.change(faces=change(self._config))
        self.look()

    def _give(self, number: int, look: Look) -> None:
        others = tuple(face for face in self._config.styles if face.number != number)
        own = FaceStyle(number=number, look=look)
        self._change(lambda faces: replace(faces, styles=(*others, own)))

    def _drop_style(self, number: int) -> None:
        others = tuple(face for face in self._config.styles if face.number != number)
        self._change(lambda faces: replace(faces, styles=others))

    def _paint(self, number: int, on: bool) -> None:
        off = set(self._config.off) - {number} if on else {*self._config.off, number}
        self._change(lambda faces: replace(faces, off=tuple(sorted(off))))


def _share(landmarks: "Landmarks", size: tuple[int, int], mirror: bool) -> QRectF:
    """Return where a face is, as shares of a picture of `size` (width, height) as it is seen."""
    (left, top), (right, bottom) = landmarks.min(axis=0) / size, landmarks.max(axis=0) / size
    left, right = (1 - right, 1 - left) if mirror else (left, right)
    return QRectF(float(left), float(top), float(right - left), float(bottom - top))


def _picture(frame: "Frame", landmarks: "Landmarks | None", mirror: bool) -> QImage | None:
    """Return a small square picture of a face as it is stylized."""
    if landmarks is None:
        return None
    low, high = landmarks.min(axis=0), landmarks.max(axis=0)
    x, y = (low + high) / 2
    half = max(float((high - low).max()) * (0.5 + AROUND), 8.0)
    height, width = frame.image.shape[:2]
    left, top = round(max(x - half, 0)), round(max(y - half, 0))
    side = round(min(2 * half, width - left, height - top))
    if side < 8:
        return None
    part = frame.image[top : top + side, left : left + side]
    return Picture(part, QSize(2 * SIDE, 2 * SIDE), mirror=mirror).qimage.copy()
