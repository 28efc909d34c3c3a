"""The ONNX graphs of a VToonify model folder.

    style.onnx    style code, person's code, degree -> conditioning     when a control moves
    frame*.onnx   picture, parsing logits, conditioning -> picture      every frame
    parse.onnx    picture -> parsing logits                             every frame
    encode.onnx   aligned face -> person's code                         once per person

`frame.onnx` has output scale 4, `frame_x2.onnx` and `frame_x1.onnx` stop earlier, `frame_256.onnx`
takes one size only, `frame_fp16.onnx` computes in half precision.  All take the conditioning of the
same `style.onnx`, and those in single precision share `frame.weights`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from export.conditioning import State, StyleGraph, layout
from export.frame_graph import FrameGraph
from export.onnx_files import WeightsFile, convert, set_sizes, with_fixed_size, write_whole
from export.verify import PictureError, verify_frames
from vtoonify_rt.nn.bisenet import BiSeNet, parsing_logits
from vtoonify_rt.nn.pixels import from_pixels
from vtoonify_rt.nn.psp import FACE_PX, PspEncoder
from vtoonify_rt.nn.sizes import (
    NetworkSizes,
    bisenet_sizes_from_shapes,
    psp_sizes_from_shapes,
)

SCALES = (4, 2, 1)
SIZE_MULTIPLE = 8
FIXED_PX = 256
_MAX_MULTIPLES = 256  # of SIZE_MULTIPLE, along one side
_MAX_BATCH = 64

Progress = Callable[[str], None]  # is told what is about to be done


def write_model(
    state: State, sizes: NetworkSizes, toonify: bool, folder: Path, progress: Progress
) -> dict[str, PictureError]:
    """Write style and frame graphs of a VToonify, compare them with the network, and return how
    far each is from it, by file name.

    `state` has the official keys.  Raises ModelError if a graph is not what the network is.
    """
    progress("style.onnx")
    write_style_graph(state, sizes, toonify, folder)
    names = {scale: frame_name(scale) for scale in SCALES}
    with WeightsFile(folder / "frame.weights") as weights:
        for scale, name in names.items():
            progress(name)
            proto = _frame(state, sizes, toonify, output_scale=scale)
            fixed = _fix_size(proto, sizes) if scale == max(SCALES) else None
            weights.write(proto, folder / name)
            if fixed is not None:
                weights.write(fixed, folder / f"frame_{FIXED_PX}.onnx")
    progress("frame_fp16.onnx")
    with WeightsFile(folder / "frame_fp16.weights") as weights:
        proto = _frame(state, sizes, toonify, dtype=torch.float16)
        weights.write(proto, folder / "frame_fp16.onnx")
    progress("comparison with the network")
    return verify_frames(state, sizes, toonify, names, folder)


def frame_name(scale: int) -> str:
    """Return the file name of the frame graph at an output scale."""
    return "frame.onnx" if scale == max(SCALES) else f"frame_x{scale}.onnx"


def write_style_graph(state: State, sizes: NetworkSizes, toonify: bool, folder: Path) -> None:
    """Write `style.onnx`; see `StyleGraph` for its inputs."""
    codes = torch.zeros(2, 1, sizes.num_rows, sizes.w_dim)
    proto = convert(
        StyleGraph(state, sizes, toonify),
        (codes[0], codes[1], torch.zeros(1), torch.zeros(1)),
        inputs=["content", "code", "color_transfer", "degree"],
        output="conditioning",
    )
    write_whole(proto, folder / "style.onnx")


def write_parse_graph(state: State, folder: Path) -> None:
    """Write `parse.onnx` from the face parser's state dict.

    Raises RuntimeError, as torch does, if the state dict is not that of a BiSeNet.
    """
    net = parser_of(state)
    rows, columns = _free_sides()
    batch = torch.export.Dim("batch", min=1, max=_MAX_BATCH)
    proto = convert(
        ParseGraph(net),
        (torch.zeros(2, 160, 192, 3, dtype=torch.uint8),),
        inputs=["picture"],
        output="parsing",
        dynamic_shapes={"picture": {0: batch, 1: rows, 2: columns}},
    )
    with WeightsFile(folder / "parse.weights") as weights:
        weights.write(proto, folder / "parse.onnx")


def write_encode_graph(state: State, latent_avg: Tensor, folder: Path) -> None:
    """Write `encode.onnx` from the pSp encoder's state dict, its keys without `encoder.`.

    Raises RuntimeError, as torch does, if the state dict is not that of a pSp encoder.
    """
    face = torch.zeros(1, FACE_PX, FACE_PX, 3, dtype=torch.uint8)
    graph = EncodeGraph(encoder_of(state), latent_avg)
    proto = convert(graph, (face,), inputs=["face"], output="content")
    with WeightsFile(folder / "encode.weights") as weights:
        weights.write(proto, folder / "encode.onnx")


def parser_of(state: State) -> BiSeNet:
    """Return the face parser with these weights; RuntimeError as torch's if they are others."""
    net = BiSeNet(bisenet_sizes_from_shapes(shapes_of(state)))
    net.load_state_dict(state)
    return net.eval()


def encoder_of(state: State) -> PspEncoder:
    """Return the pSp encoder on these very weights, its keys without `encoder.`; RuntimeError as
    torch's if they are others."""
    with torch.device("meta"):
        net = PspEncoder(psp_sizes_from_shapes(shapes_of(state)))
    net.load_state_dict(state, assign=True)  # a gigabyte: no second copy of it
    return net.eval().requires_grad_(requires_grad=False)


class ParseGraph(nn.Module):
    """Picture to parsing logits, as VToonify parses: at twice the size and twice the contrast.

    Of the logits at twice the size every second row and column is kept.
    """

    def __init__(self, net: BiSeNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> Tensor:
        """
        picture: (N, H, W, 3) RGB uint8, H and W multiples of 8
        returns: (N, 19, H, W) raw logits
        """
        return parsing_logits(self.net, from_pixels(picture))


class EncodeGraph(nn.Module):
    """Aligned face to the person's code."""

    latent_avg: Tensor

    def __init__(self, net: PspEncoder, latent_avg: Tensor) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("latent_avg", latent_avg)

    def forward(self, face: Tensor) -> Tensor:
        """
        face: (1, 256, 256, 3) RGB uint8, aligned
        returns: (1, L, W) Z+ code
        """
        code: Tensor = self.net(from_pixels(face)) + self.latent_avg
        return code


def _frame(
    state: State,
    sizes: NetworkSizes,
    toonify: bool,
    output_scale: int = max(SCALES),
    dtype: torch.dtype = torch.float32,
) -> onnx.ModelProto:
    frame = FrameGraph(state, sizes, toonify=toonify, output_scale=output_scale, dtype=dtype)
    inputs = (
        torch.zeros(2, 80, 96, 3, dtype=torch.uint8),  # unequal, or axes would be taken for one
        torch.zeros(2, sizes.num_classes, 80, 96),
        torch.zeros(1, sum(layout(sizes, toonify).values())),
    )
    # At one size, and that taken back: `verify_frames` runs it at others.
    names = ["picture", "parsing", "conditioning"]
    proto = convert(frame, inputs, inputs=names, output="stylized")
    shapes: dict[str, tuple[int | str, ...]] = {
        "picture": ("batch", "rows", "columns", 3),
        "parsing": ("batch", sizes.num_classes, "rows", "columns"),
        "stylized": ("batch", f"{output_scale}*rows", f"{output_scale}*columns", 3),
    }
    set_sizes(proto, shapes)
    return proto


def _fix_size(proto: onnx.ModelProto, sizes: NetworkSizes) -> onnx.ModelProto:
    side, scale = FIXED_PX, max(SCALES)
    shapes = {
        "picture": (1, side, side, 3),
        "parsing": (1, sizes.num_classes, side, side),
        "stylized": (1, scale * side, scale * side, 3),
    }
    return with_fixed_size(proto, shapes)


def _free_sides() -> tuple[Any, Any]:
    """Return height and width as free multiples of SIZE_MULTIPLE."""
    rows = torch.export.Dim("rows", min=2, max=_MAX_MULTIPLES)
    columns = torch.export.Dim("columns", min=2, max=_MAX_MULTIPLES)
    return SIZE_MULTIPLE * rows, SIZE_MULTIPLE * columns


def shapes_of(state: State) -> dict[str, tuple[int, ...]]:
    """Return key -> shape."""
    return {key: tuple(tensor.shape) for key, tensor in state.items()}
