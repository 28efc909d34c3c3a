"""The network that a VToonify model folder was made from, with weights that are not its own.

Speed does not depend on the weights, and a model folder does not hold those of the whole network.
"""

from pathlib import Path

import torch
from torch.utils.flop_counter import FlopCounterMode

from checkpoint.errors import ModelError
from export.conditioning import State
from export.verify import bare_network, open_graph
from export.vtoonify_graphs import shapes_of
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.sizes import FULL, TINY64, TINY128, NetworkSizes
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT

_SEED = 1


def sizes_of(folder: Path) -> tuple[NetworkSizes, bool]:
    """Return the sizes of the model in the folder, and whether it is a T (toonify) network.

    Raises ModelError where there is no style graph, or one of other sizes than ours.
    """
    path = folder / "style.onnx"
    if not path.is_file():
        raise ModelError(f"{folder} has no style.onnx", "Give the folder of a VToonify model")
    shapes = {value.name: value.shape for value in open_graph(path).get_inputs()}
    shape = shapes.get("content", [])
    for sizes in (FULL, TINY128, TINY64):
        if shape == [1, sizes.num_rows, sizes.w_dim]:
            return sizes, "degree" not in shapes
    raise ModelError(f"{path} is of no size that is known: its codes have the shape {shape}")


def network_of(folder: Path) -> VToonifyD | VToonifyT:
    """Return a network of the folder's sizes with synthetic weights.  Raises ModelError as
    `sizes_of` does."""
    sizes, toonify = sizes_of(folder)
    network = bare_network(sizes, toonify)
    network.load_state_dict(synthetic_state(sizes, toonify), assign=True)
    return network.eval().requires_grad_(requires_grad=False)


def synthetic_state(sizes: NetworkSizes, toonify: bool) -> State:
    """Return a state dict of these sizes, of weights that are the same everywhere."""
    shapes = shapes_of(bare_network(sizes, toonify).state_dict())
    filled = synthetic.fill(shapes, _SEED)
    return {key: torch.from_numpy(value) for key, value in filled.items()}


def multiply_adds(sizes: NetworkSizes, toonify: bool, side: int) -> float:
    """Return how many the network has for a picture of side by side pixels, in 10^9.

    Counted are convolutions, the published network's blurs among them, and matrix products.
    """
    network = bare_network(sizes, toonify)
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        picture = torch.zeros(1, sizes.in_channels, side, side)
        network(picture, torch.zeros(1, sizes.num_rows, sizes.w_dim), 0.5)
    operations: int = counter.get_total_flops()
    return operations / 2e9
