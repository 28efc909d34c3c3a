"""The motion that is measured against, on textures whose motion is known."""

import numpy as np
import pytest
from moving_texture import texture

from vtoonify_rt.metrics.correspondence import find_correspondence


@pytest.mark.parametrize("shift", [0.0, 0.5, 3.0, -7.25])
def test_a_texture_is_found_where_it_was(shift):
    found = find_correspondence(texture(10.0), texture(10.0 + shift))

    assert found.certain.mean() > 0.9
    assert np.median(found.motion[found.certain], axis=0) == pytest.approx([shift, 0.0], abs=0.1)
    assert found.places[80, 100] == pytest.approx([100 - shift, 80], abs=0.5)


def test_what_came_in_over_the_edge_was_nowhere():
    found = find_correspondence(texture(0.0), texture(12.0))

    assert not found.certain[:, :9].any()
    assert found.certain[:, 30:].mean() > 0.9


def test_another_picture_has_little_that_is_certain():
    assert find_correspondence(texture(0.0), texture(0.0, seed=1)).certain.mean() < 0.2
