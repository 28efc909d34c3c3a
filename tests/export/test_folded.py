"""What the folded network gives is what the split one gives."""

import numpy as np
import pytest
import torch

from export.conditioning import StyleGraph
from export.folded import FoldedGraph
from export.frame_graph import FrameGraph
from export.verify import compare
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.sizes import TINY64
from vtoonify_rt.nn.vtoonify import VToonifyD


@pytest.mark.parametrize("degree", [0.0, 0.6])
def test_folding_changes_no_picture(degree) -> None:
    shapes = {key: tuple(value.shape) for key, value in VToonifyD(TINY64).state_dict().items()}
    filled = synthetic.fill(shapes, seed=1)
    state = {key: torch.from_numpy(value) for key, value in filled.items()}
    for key in state:  # a scale below zero turns a ReLU over
        if key.endswith("modulation.bias"):
            state[key][0] = -3.0
    codes = synthetic.normal((2, 1, TINY64.num_rows, TINY64.w_dim), 2, "codes")
    content, code = torch.from_numpy(codes)
    picture = torch.from_numpy(synthetic.uint8_frame(32, 48, 3)[None])
    parsing = torch.from_numpy(8 * synthetic.smooth((1, 19, 32, 48), 4, "parsing"))
    frame = FrameGraph(state, TINY64, toonify=False)

    with torch.inference_mode():
        style = StyleGraph(state, TINY64, False)
        conditioning = style(content, code, torch.zeros(1), torch.tensor([degree]))
        expected = frame(picture, parsing, conditioning)
        found = FoldedGraph(frame, conditioning)(picture, parsing)

    assert np.ptp(expected.numpy()) > 100  # it shows something
    assert compare(found.numpy(), expected.numpy()).largest <= 1
