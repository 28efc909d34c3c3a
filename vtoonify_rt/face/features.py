"""Where the eyes and the mouth are: what moves quickest in a face, and is looked at most."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.face.crop import IMAGE_LEFT_EYE, IMAGE_RIGHT_EYE
from vtoonify_rt.face.steady_crop import eye_distance
from vtoonify_rt.frame import Landmarks

# The outer edge of the lips in mediapipe's mesh, from the corner at the left of the picture along
# the lower lip and back along the upper one.
OUTER_LIPS = (
    *(61, 146, 91, 181, 84, 17, 314, 405, 321, 375),
    *(291, 409, 270, 269, 267, 0, 37, 39, 40, 185),
)
MARGIN = 0.12  # eye distances around them: lids and lips reach beyond their edges as they move


def eyes_and_mouth(landmarks: Landmarks, height: int, width: int) -> NDArray[np.bool_]:
    """Return (height, width): whether a pixel belongs to an eye or the mouth, or is close by."""
    features = np.zeros((height, width), np.uint8)
    for outline in (IMAGE_LEFT_EYE, IMAGE_RIGHT_EYE, OUTER_LIPS):
        points = np.rint(landmarks[list(outline)]).astype(np.int32)
        cv2.fillConvexPoly(features, cv2.convexHull(points), 1)
    reach = max(1, round(MARGIN * eye_distance(landmarks)))
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return cv2.dilate(features, around).astype(np.bool_)
