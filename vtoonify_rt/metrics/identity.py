"""How far a face in the output is from the one in the input."""

import numpy as np

from vtoonify_rt.frame import Landmarks


def identity_drift(landmarks: Landmarks, drawn: Landmarks, eye_distance: float) -> float:
    """Return the mean distance of the drawn face's landmarks from the input's, in eye distances.

    Both are in pixels of one frame, as `eye_distance` is. The place counts as well as the shape: a
    face that is drawn where it was a frame ago has drifted.
    """
    return float(np.linalg.norm(drawn - landmarks, axis=1).mean()) / eye_distance
