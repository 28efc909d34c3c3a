"""The half of VToonify that looks at the frame."""

from itertools import pairwise
from math import sqrt

import torch.nn.functional as F
from torch import Tensor, nn

from vtoonify_rt.nn.layers import SLOPE
from vtoonify_rt.nn.sizes import NetworkSizes


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions beside an identity path; the second is activated before the sum."""

    def __init__(self, num_channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(num_channels, num_channels, 3, padding=1)
        self.conv2 = nn.Conv2d(num_channels, num_channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """x and the result: (N, C, H, W)."""
        hidden = F.leaky_relu(self.conv(x), SLOPE)
        result: Tensor = (F.leaky_relu(self.conv2(hidden), SLOPE) + x) / sqrt(2)
        return result


class FrameEncoder(nn.ModuleList):
    """Brings a frame down to the bottleneck.

    It is a list of a full-size stage, stages that halve, the residual blocks, and the RGB output.
    """

    def __init__(self, sizes: NetworkSizes) -> None:
        widths = [sizes.channels[px] for px in reversed(sizes.fusion_px)]  # fine to coarse
        stages = [_stage(sizes.in_channels, sizes.stem_channels, widths[0], stride=1)]
        for before, after in pairwise(widths):
            stages.append(_stage(before, after, after, stride=2))
        blocks = nn.ModuleList(ResidualBlock(widths[-1]) for _ in range(sizes.num_modres))
        super().__init__([*stages, blocks, nn.Conv2d(widths[-1], 3, 1)])
        self.sizes = sizes

    def pyramid(self, x: Tensor) -> list[Tensor]:
        """Return the features that are fused, coarse to fine: (N, C, H/8, W/8) .. (N, C, H, W).

        x: (N, 22, H, W) RGB in -1..1 and parsing logits / 16, H and W multiples of 8
        """
        multiple = 1 << self.sizes.num_strides
        if x.shape[1] != self.sizes.in_channels or x.shape[2] % multiple or x.shape[3] % multiple:
            expected = f"(N, {self.sizes.in_channels}, H, W), H and W multiples of {multiple}"
            raise ValueError(f"the input has the shape {tuple(x.shape)}, expected {expected}")
        features: list[Tensor] = []
        for stage in list(self)[:-2]:
            x = stage(x)
            features.insert(0, x)
        return features

    @property
    def blocks(self) -> nn.ModuleList:
        """The residual blocks at the bottleneck."""
        blocks = self[-2]
        assert isinstance(blocks, nn.ModuleList)
        return blocks

    def to_rgb(self, x: Tensor) -> Tensor:
        """x: (N, C, H/8, W/8) after the blocks; returns: (N, 3, H/8, W/8)."""
        rgb: Tensor = self[-1](x)
        return rgb


def _stage(in_channels: int, between: int, out_channels: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, between, 3, stride=stride, padding=1),
        nn.LeakyReLU(SLOPE),
        nn.Conv2d(between, out_channels, 3, padding=1),
        nn.LeakyReLU(SLOPE),
    )
