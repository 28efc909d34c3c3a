"""How large a face is, however the head is held."""

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt.face.steady_crop import eye_distance


def test_a_head_on_one_side_is_as_large_as_an_upright_one():
    upright = face_at(0, 0, 50)
    tilted = upright @ np.array([[0.8, 0.6], [-0.6, 0.8]], np.float32)

    assert eye_distance(tilted) == pytest.approx(eye_distance(upright), rel=1e-5)
