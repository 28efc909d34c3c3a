"""From a trained Lite run to the two graphs of a model folder.

`style.onnx` turns a style's code, a palette and the degree into one flat
conditioning vector when a control moves; `frame.onnx` has constant weights and
turns a picture and that vector into the stylized picture on every frame.

The conditioning vector holds, in this order: the scales and shifts of the
network, how much of the input stays (1 - degree), how much of the predicted RGB
is added, and a 256-entry palette for the predicted tone, already weighted.  The
output is their plain sum, so at degree 0 it is the input bit for bit.
"""

import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from export.onnx_files import convert, write_whole
from vtoonify_rt.nn.lite import LiteModel, LiteNet, LiteStyle

PALETTE_SIZE = 256
_MAX_MULTIPLES = 64  # of the size multiple, along one side


class FrameGraph(nn.Module):
    """What runs on every frame; uint8 in and out."""

    def __init__(self, net: LiteNet) -> None:
        super().__init__()
        self.net = _in_levels(net)

    def forward(self, picture: Tensor, conditioning: Tensor) -> Tensor:
        """
        picture: (1, H, W, 3) RGB uint8, H and W multiples of 32
        conditioning: (1, M + 2 + 768) float32 from `StyleGraph`
        returns: (1, H, W, 3) RGB uint8
        """
        sizes = [self.net.num_modulation, 1, 1, 3 * PALETTE_SIZE]
        modulation, keep, amount, palette = torch.split(conditioning, sizes, dim=1)
        pixels = picture.float()
        cells = self.net.features(picture.permute(0, 3, 1, 2).float(), modulation)
        cells = cells.round().clamp(0.0, 255.0)
        rgb = _to_pixels(cells[:, :12], 3)
        tone = _to_pixels(cells[:, 12:], 1).squeeze(3).to(torch.int32)
        coloured = F.embedding(tone, palette.reshape(PALETTE_SIZE, 3))
        mixed = pixels * keep + rgb * amount + coloured
        result: Tensor = mixed.round().clamp(0.0, 255.0).to(torch.uint8)
        return result


class StyleGraph(nn.Module):
    """What runs when a control moves."""

    def __init__(self, style: LiteStyle) -> None:
        super().__init__()
        self.style = style

    def forward(self, code: Tensor, palette: Tensor, degree: Tensor) -> Tensor:
        """
        code: (1, K) float32, its first number the tone flag
        palette: (1, 256, 3) float32 in 0..255, unused where the tone flag is 0
        degree: (1,) float32, clamped to 0..1
        returns: (1, M + 2 + 768) conditioning
        """
        tone = code[:, :1]
        amount = degree.clamp(0.0, 1.0).reshape(1, 1)
        entries = palette.reshape(1, 3 * PALETTE_SIZE) * (amount * tone)
        modulation = self.style(code)
        return torch.cat([modulation, 1.0 - amount, amount * (1.0 - tone), entries], dim=1)


def _in_levels(net: LiteNet) -> LiteNet:
    """Return a copy that reads and predicts 0..255 instead of 0..1."""
    scaled = copy.deepcopy(net).eval()
    with torch.no_grad():
        scaled.stem.weight.div_(255.0)
        for parameter in scaled.head.parameters():
            parameter.mul_(255.0)
    return scaled


def _to_pixels(cells: Tensor, num_channels: int) -> Tensor:
    """(1, 4 C, h, w) cells of 2x2 pixels to (1, 2 h, 2 w, C).

    In two steps, because ONNX Runtime moves one axis many times faster than it
    permutes six.
    """
    _, _, h, w = cells.shape
    rows = cells.permute(0, 2, 3, 1).reshape(1, h, w, 2, 2 * num_channels)
    return rows.permute(0, 1, 3, 2, 4).reshape(1, 2 * h, 2 * w, num_channels)


def write_graphs(model: LiteModel, folder: Path) -> None:
    """Write `frame.onnx` and `style.onnx` into the folder."""
    model = copy.deepcopy(model).float().eval()
    multiple = model.config.size_multiple
    size = 10 * multiple, 12 * multiple  # unequal, or the axes would be taken for one
    frame_inputs = (
        torch.zeros(1, *size, 3, dtype=torch.uint8),
        torch.zeros(1, conditioning_size(model)),
    )
    rows = torch.export.Dim("rows", min=2, max=_MAX_MULTIPLES)
    columns = torch.export.Dim("columns", min=2, max=_MAX_MULTIPLES)
    shapes = {"picture": {1: multiple * rows, 2: multiple * columns}, "conditioning": None}
    frame = convert(
        FrameGraph(model.net),
        frame_inputs,
        inputs=["picture", "conditioning"],
        output="stylized",
        dynamic_shapes=shapes,
    )
    write_whole(frame, folder / "frame.onnx")
    style_inputs = (
        torch.zeros(1, model.config.code_size),
        torch.zeros(1, PALETTE_SIZE, 3),
        torch.ones(1),
    )
    style = convert(
        StyleGraph(model.style),
        style_inputs,
        inputs=["code", "palette", "degree"],
        output="conditioning",
    )
    write_whole(style, folder / "style.onnx")


def conditioning_size(model: LiteModel) -> int:
    """Return the length of the conditioning vector."""
    return model.net.num_modulation + 2 + 3 * PALETTE_SIZE


@dataclass(frozen=True, slots=True)
class ExportError:
    """How far ONNX Runtime's pictures are from torch's, in levels of 255."""

    mean: float
    largest: float


def compare(model: LiteModel, folder: Path, picture: NDArray[np.uint8]) -> ExportError:
    """Run both on a picture (H, W, 3) in every look, at several degrees."""
    import onnxruntime

    providers = ["CPUExecutionProvider"]
    frame = onnxruntime.InferenceSession(str(folder / "frame.onnx"), providers=providers)
    style = onnxruntime.InferenceSession(str(folder / "style.onnx"), providers=providers)
    torch_frame, torch_style = FrameGraph(model.net).eval(), StyleGraph(model.style).eval()
    grey = np.repeat(np.arange(256, dtype=np.float32)[None, :, None], 3, axis=2)
    means, largest = [], 0.0
    for code in model.codes().detach().numpy():
        for degree in (0.0, 0.4, 1.0):
            feed = {"code": code[None], "palette": grey, "degree": np.array([degree], np.float32)}
            conditioning = style.run(None, feed)[0]
            found = frame.run(None, {"picture": picture[None], "conditioning": conditioning})[0]
            with torch.no_grad():
                vector = torch_style(*(torch.from_numpy(value) for value in feed.values()))
                expected = torch_frame(torch.from_numpy(picture[None]), vector).numpy()
            error = np.abs(found.astype(np.int16) - expected.astype(np.int16))
            means.append(float(error.mean()))
            largest = max(largest, float(error.max()))
    return ExportError(max(means), largest)
