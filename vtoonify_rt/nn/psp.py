"""The pSp encoder: a face to the style code that a generator would draw it from.

An IR-SE-50 trunk makes features at three sizes, a feature pyramid joins them, and one small head
per row of the code looks at one of them: the first rows (structure) at the coarsest.  Attribute
names are those of the published `encoder.pt`, without its prefix `encoder.`.
"""

from math import log2

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from vtoonify_rt.nn.layers import EqualLinear
from vtoonify_rt.nn.sizes import PspSizes

FACE_PX = 256  # the only size that the heads reduce to a single vector
COARSE_ROWS, MIDDLE_ROWS = 3, 4  # of a code; the others are fine
SQUEEZE = 16


class SqueezeExcite(nn.Module):
    """Weighs channels by what their means say."""

    def __init__(self, num_channels: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(num_channels, num_channels // SQUEEZE, 1, bias=False)
        self.fc2 = nn.Conv2d(num_channels // SQUEEZE, num_channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """x and the result: (N, C, H, W)."""
        mean = x.mean(dim=(2, 3), keepdim=True)  # (N, C, 1, 1)
        return x * torch.sigmoid(self.fc2(F.relu(self.fc1(mean))))


class ResidualUnit(nn.Module):
    """A unit of the trunk: normalize first, convolve twice, weigh, add the shortcut."""

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(in_channels),
            nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False),
            nn.PReLU(out_channels),
            nn.Conv2d(out_channels, out_channels, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            SqueezeExcite(out_channels),
        )
        self.shortcut_layer: nn.Module = nn.MaxPool2d(1, stride)  # plain subsampling
        if in_channels != out_channels:
            self.shortcut_layer = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H / stride, W / stride)."""
        result: Tensor = self.res_layer(x) + self.shortcut_layer(x)
        return result


class StyleHead(nn.Module):
    """One row of the code: halves the features until one vector is left."""

    def __init__(self, in_px: int, w_dim: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(int(log2(in_px))):
            layers += [nn.Conv2d(w_dim, w_dim, 3, stride=2, padding=1), nn.LeakyReLU(0.01)]
        self.convs = nn.Sequential(*layers)
        self.linear = EqualLinear(w_dim, w_dim)

    def forward(self, x: Tensor) -> Tensor:
        """(N, w_dim, in_px, in_px) to (N, w_dim)."""
        row: Tensor = self.linear(self.convs(x).flatten(1))
        return row


class PspEncoder(nn.Module):
    """Face picture to Z+ code, less the average code that comes in the same file."""

    def __init__(self, sizes: PspSizes) -> None:
        super().__init__()
        self.sizes = sizes
        _, middle, fine, _ = widths = sizes.widths
        self.input_layer = nn.Sequential(
            nn.Conv2d(3, widths[0], 3, padding=1, bias=False),
            nn.BatchNorm2d(widths[0]),
            nn.PReLU(widths[0]),
        )
        self.body = _trunk(sizes)
        self.latlayer1 = nn.Conv2d(fine, sizes.w_dim, 1)
        self.latlayer2 = nn.Conv2d(middle, sizes.w_dim, 1)
        self.styles = nn.ModuleList(
            StyleHead(_features_px(row), sizes.w_dim) for row in range(sizes.num_rows)
        )

    def forward(self, face: Tensor) -> Tensor:
        """
        face: (N, 3, 256, 256) RGB in -1..1, aligned
        returns: (N, num_rows, w_dim); add `latent_avg` (num_rows, w_dim) to get the Z+ code
        """
        x: Tensor = self.input_layer(face)
        stages = []
        for index, unit in enumerate(self.body):
            x = unit(x)
            if index in self.sizes.feature_units:
                stages.append(x)
        at_64, at_32, coarse = stages
        middle = _doubled(coarse) + self.latlayer1(at_32)
        fine = _doubled(middle) + self.latlayer2(at_64)
        pyramid = {16: coarse, 32: middle, 64: fine}  # (N, w_dim, px, px) each
        rows = [head(pyramid[_features_px(row)]) for row, head in enumerate(self.styles)]
        return torch.stack(rows, dim=1)


def _trunk(sizes: PspSizes) -> nn.Sequential:
    """The residual units; the first of each stage halves the picture."""
    units = []
    in_channels = sizes.widths[0]
    for width, count in zip(sizes.widths, sizes.units, strict=True):
        for index in range(count):
            units.append(ResidualUnit(in_channels, width, stride=2 if index == 0 else 1))
            in_channels = width
    return nn.Sequential(*units)


def _features_px(row: int) -> int:
    """Return the size of the features that the head of this row looks at."""
    if row < COARSE_ROWS:
        return FACE_PX // 16
    return FACE_PX // 8 if row < COARSE_ROWS + MIDDLE_ROWS else FACE_PX // 4


def _doubled(x: Tensor) -> Tensor:
    """(N, C, H, W) to (N, C, 2 H, 2 W)."""
    size = (2 * x.shape[2], 2 * x.shape[3])
    return F.interpolate(x, size, mode="bilinear", align_corners=True)
