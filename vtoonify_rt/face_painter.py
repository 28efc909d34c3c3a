"""One face's pictures, from frame to frame, in one look."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt import compose
from vtoonify_rt.compose import Box
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.crop_painter import CropPainter
from vtoonify_rt.followed_faces import FollowedFace
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.inference import Session
from vtoonify_rt.timing import Meter

Affine = NDArray[np.float64]  # (2, 3)


@dataclass(frozen=True, slots=True)
class _Painted:
    """How the face was painted last."""

    picture: Image
    region: Box
    landmarks: Landmarks | None  # at that time


class FacePainter:
    """Paints the crop of one face; one thread calls. Frames that it is given have the landmarks of
    this face, or none, and the face was seen once at least."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._crop = CropPainter(meter)
        self._painted: _Painted | None = None

    def paint(
        self, session: Session, face: FollowedFace, frame: Frame, config: StyleConfig
    ) -> Image:
        """Return the stylized crop; valid until the session's next call without smoothing."""
        height, width = face.crop.network_size
        with self._meter.measure("crop"):
            picture = compose.crop(frame.image, face.region, height, width)
        return self._crop.paint(session, picture, face.region, config, frame)

    def paint_to_keep(
        self, session: Session, face: FollowedFace, frame: Frame, config: StyleConfig
    ) -> Image:
        """Return the stylized crop, which stays valid and is what `carried` begins with."""
        picture = self.paint(session, face, frame, config)
        picture = picture.copy() if config.smoothing == 0.0 else picture
        self._painted = _Painted(picture, face.region, face.landmarks)
        return picture

    def carried(self, face: FollowedFace) -> Image | None:
        """Return what was painted last, moved as the face did since; None: it was not painted."""
        painted = self._painted
        if painted is None:
            return None
        before, now = painted.landmarks, face.landmarks
        if painted.region == face.region and before is now:
            return painted.picture
        moved = np.eye(2, 3) if before is None or now is None else _similarity(now, before)
        return _moved(painted.picture, painted.region, face.region, moved)

    def reset(self) -> None:
        """Paint the next picture from itself alone, as after a change of style without a fade."""
        self._crop.reset()
        self._painted = None


def _similarity(start: Landmarks, end: Landmarks) -> Affine:
    """Return the shift, turn and scaling that lead nearest from one set of points to the other."""
    from_middle, to_middle = start.mean(axis=0), end.mean(axis=0)
    here, there = (start - from_middle) @ [1, 1j], (end - to_middle) @ [1, 1j]
    turn = np.vdot(here, there) / max(float(np.vdot(here, here).real), 1e-9)
    matrix = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.column_stack([matrix, to_middle - matrix @ from_middle])


def _moved(picture: Image, region_before: Box, region: Box, moved: Affine) -> Image:
    """Return the picture of one region as one of another, when what it shows has moved: `moved`
    leads from a place in the frame now to where that was before."""
    height, width = picture.shape[:2]
    to_frame = _between((0, 0, width, height), region)
    to_picture = _between(region_before, (0, 0, width, height))
    affine = (to_picture @ np.vstack([moved, [0, 0, 1]]) @ to_frame)[:2]
    affine[:, 2] += affine[:, :2] @ [0.5, 0.5] - 0.5  # pixels are seen at their middle
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shifted = cv2.warpAffine(
        picture, affine, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return shifted.astype(np.uint8, copy=False)


def _between(box: Box, other: Box) -> NDArray[np.float64]:
    """Return what leads from a place in one box to the same place in another, (3, 3)."""
    x, y, width, height = box
    other_x, other_y, other_width, other_height = other
    across, down = other_width / width, other_height / height
    return np.array([[across, 0, other_x - across * x], [0, down, other_y - down * y], [0, 0, 1.0]])
