"""An imported model gives what the networks of its checkpoint give, on a real face."""

from pathlib import Path

import numpy as np
import pytest
from vtoonify_models import needs_export

needs_export()

from agreement import agreement, read_shots  # noqa: E402

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"


@pytest.mark.parametrize("degree", [0.0, 0.7])
def test_a_d_model_and_its_checkpoint_agree(tiny_vtoonify, tiny_checkpoints, degree):
    checkpoint = tiny_checkpoints / "vtoonify_d_synthetic" / "vtoonify_s_d.pt"
    shots = read_shots(PORTRAIT, num_frames=1, padding=100)

    (error,) = agreement(tiny_vtoonify, checkpoint, shots, "2", degree)

    assert np.ptp(shots.crops[0]) > 100  # it shows something
    assert error.largest <= 1


def test_a_t_model_and_its_checkpoint_agree(tiny_vtoonify_t, tiny_checkpoints):
    checkpoint = tiny_checkpoints / "vtoonify_t_synthetic" / "vtoonify.pt"
    shots = read_shots(PORTRAIT, num_frames=1, padding=100)

    (error,) = agreement(tiny_vtoonify_t, checkpoint, shots, "toonify", 1.0)

    assert error.largest <= 1
