"""A VToonify with one style and one degree folded into it, to measure what keeping them out costs.

Benchmark equipment: it gives the same picture as `FrameGraph` with the same conditioning, but every
number that the conditioning would bring is in the weights and biases of plain convolutions.  Such a
graph would have to be made anew, and compiled anew, for each style and degree.
"""

import copy
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from export.frame_graph import FrameGraph
from export.layers import NORM_EPSILON
from vtoonify_rt.nn.layers import SLOPE

Style = dict[str, Tensor]  # parts of the conditioning by name


class FoldedGraph(nn.Module):
    """Picture and parsing logits to the stylized picture, in one style at one degree."""

    conditioning: Tensor

    def __init__(self, frame: FrameGraph, conditioning: Tensor) -> None:
        """`frame` is of a D network and left as it is; conditioning: (1, C) from `StyleGraph`."""
        super().__init__()
        parts = torch.split(conditioning[0], list(frame.parts.values()))
        style = dict(zip(frame.parts, parts, strict=True))
        self.frame = copy.deepcopy(frame)
        self.register_buffer("conditioning", conditioning)  # nothing is left that looks at it
        encoder = self.frame.encoder
        encoder.modres = nn.ModuleList(_ModRes(block, style) for block in encoder.modres)
        self.frame.fusions = nn.ModuleList(_Fusion(it, style) for it in self.frame.fusions)
        self.frame.levels = nn.ModuleList(_Level(it, style) for it in self.frame.levels)

    def forward(self, picture: Tensor, parsing: Tensor) -> Tensor:
        """
        picture: (N, H, W, 3) RGB uint8, H and W multiples of 8
        parsing: (N, 19, H, W) raw logits
        returns: (N, s H, s W, 3) RGB uint8, s = output scale of the frame graph
        """
        stylized: Tensor = self.frame(picture, parsing, self.conditioning)
        return stylized


class _ModRes(nn.Module):
    scale: Tensor
    shift: Tensor
    scale2: Tensor
    shift2: Tensor

    def __init__(self, block: nn.Module, style: Style) -> None:
        super().__init__()
        for suffix in ("", "2"):
            scale, shift = torch.chunk(style[f"{block.name}.norm{suffix}"], 2)
            self.register_buffer(f"scale{suffix}", scale)
            self.register_buffer(f"shift{suffix}", shift)
        self.first = _conv(block, "first")
        self.second = _scaled(_conv(block, "second"), style["degree"])  # degree is not negative

    def forward(self, x: Tensor, _: Style) -> Tensor:
        h = F.instance_norm(x, weight=self.scale, bias=self.shift, eps=NORM_EPSILON)
        h = F.leaky_relu(self.first(h), SLOPE)
        h = F.instance_norm(h, weight=self.scale2, bias=self.shift2, eps=NORM_EPSILON)
        return x + F.leaky_relu(self.second(h), SLOPE)


class _Fusion(nn.Module):
    def __init__(self, fusion: nn.Module, style: Style) -> None:
        super().__init__()
        after = style[f"in.{fusion.index}"]
        scale, scale_difference, shift, shift_difference = torch.chunk(
            style[f"fusion.{fusion.index}"], 4
        )
        self.taps = _after_affine(_conv(fusion, "taps"), scale, shift)
        self.taps_difference = _after_affine(
            _conv(fusion, "taps_difference"), scale_difference, shift_difference
        )
        self.shift = _conv(fusion, "shift")
        self.out = _scaled(_conv(fusion, "out"), after)
        self.out_encoder = _scaled(_conv(fusion, "out_encoder"), after)
        self.skip, self.skip_encoder = _conv(fusion, "skip"), _conv(fusion, "skip_encoder")

    def forward(
        self, out: Tensor, skip: Tensor, encoder: Tensor, _: Style
    ) -> tuple[Tensor, Tensor]:
        own = F.instance_norm(out, eps=NORM_EPSILON)
        other = F.instance_norm(F.leaky_relu(out - encoder, -1.0), eps=NORM_EPSILON)
        mask = torch.tanh(F.relu(self.shift(self.taps(own) + self.taps_difference(other))))
        masked = encoder * mask
        return self.out(out) + self.out_encoder(masked), self.skip(skip) + self.skip_encoder(masked)


class _Level(nn.Module):
    def __init__(self, level: nn.Module, style: Style) -> None:
        super().__init__()
        before, up, between, after, rgb = (
            style[f"{name}.{level.index}"] for name in ("in", "up", "between", "conv", "rgb")
        )
        self.up = copy.deepcopy(cast(nn.ConvTranspose2d, level.up))
        if not level.fused:
            weight = self.up.weight * before[:, None, None, None]
            self.up.weight = nn.Parameter(weight, requires_grad=False)
        blur = _conv(level, "blur")
        self.blur = _with(blur, blur.weight * up[:, None, None, None], blur.bias)
        convolved = _scaled(_after_affine(_conv(level, "conv"), between), after)
        self.conv = _with(convolved, convolved.weight, cast(Tensor, level.bias).flatten())
        self.to_rgb = _after_affine(_conv(level, "to_rgb"), rgb)
        self.enlarge = cast(nn.ConvTranspose2d, level.enlarge)

    def forward(self, x: Tensor, skip: Tensor, _: Style) -> tuple[Tensor, Tensor]:
        x = F.leaky_relu(self.blur(self.up(x)), SLOPE)
        x = F.leaky_relu(self.conv(x), SLOPE)
        return x, self.to_rgb(x) + self.enlarge(skip)


def _conv(module: nn.Module, name: str) -> nn.Conv2d:
    return cast(nn.Conv2d, getattr(module, name))


def _scaled(conv: nn.Conv2d, scale: Tensor) -> nn.Conv2d:
    """Return the convolution with its outputs scaled, (C) or (1)."""
    bias = None if conv.bias is None else conv.bias * scale
    return _with(conv, conv.weight * scale[:, None, None, None], bias)


def _after_affine(conv: nn.Conv2d, scale: Tensor, shift: Tensor | None = None) -> nn.Conv2d:
    """Return the convolution of inputs that are first scaled by channel, and then shifted, which
    only a 1x1 convolution can be: it has no border."""
    bias = conv.bias
    if shift is not None:
        shifts = (conv.weight * shift[None, :, None, None]).sum(dim=(1, 2, 3))
        bias = shifts if bias is None else bias + shifts
    return _with(conv, conv.weight * scale[None, :, None, None], bias)


def _with(conv: nn.Conv2d, weight: Tensor, bias: Tensor | None) -> nn.Conv2d:
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight, requires_grad=False)
    folded.bias = None if bias is None else nn.Parameter(bias, requires_grad=False)
    return folded
