"""Identity: how far drawn landmarks are from those of the face."""

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt.metrics.identity import identity_drift

FACE = face_at(100, 100, 40)


def test_the_same_face_has_not_drifted():
    assert identity_drift(FACE, FACE, 40) == 0.0


def test_drift_is_in_eye_distances():
    assert identity_drift(FACE, FACE + np.float32([6, 8]), 40) == pytest.approx(0.25)


def test_one_landmark_counts_as_one():
    drawn = FACE.copy()
    drawn[7] += np.float32([40, 0])

    assert identity_drift(FACE, drawn, 40) == pytest.approx(1 / 478, rel=1e-4)
