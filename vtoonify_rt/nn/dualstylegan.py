"""DualStyleGAN: a StyleGAN2 with a second, extrinsic style path.

The first rows of an extrinsic code are structure: they drive residual blocks after the generator's
layers.  The other rows are colour: they replace the generator's own.  How much of each, a weight
per row tells.
"""

from collections.abc import Sequence
from math import sqrt

import torch
from torch import Tensor, nn

from vtoonify_rt.nn.layers import (
    AdaptiveInstanceNorm,
    BiasedActivation,
    EqualConv,
    EqualLinear,
)
from vtoonify_rt.nn.sizes import NetworkSizes
from vtoonify_rt.nn.stylegan2 import Mapping, StyleGan2


class ModRes(nn.Module):
    """A modulative residual block: changes structure as an extrinsic style says."""

    def __init__(self, num_features: int, w_dim: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Sequential(EqualConv(num_features, dilation), BiasedActivation(num_features))
        self.conv2 = nn.Sequential(
            EqualConv(num_features, dilation), BiasedActivation(num_features)
        )
        self.norm = AdaptiveInstanceNorm(num_features, w_dim)
        self.norm2 = AdaptiveInstanceNorm(num_features, w_dim)

    def forward(self, x: Tensor, style: Tensor, degree: float) -> Tensor:
        """
        x: (N, C, H, W)
        style: (N, w_dim) structure style
        degree: how much of the residual; exactly 0 returns `x` itself
        returns: (N, C, H, W)
        """
        if degree == 0:
            return x
        hidden = self.conv(self.norm(x, style))
        hidden = self.conv2(self.norm2(hidden, style))
        result: Tensor = x + degree * hidden
        return result


class DualStyleGan(nn.Module):
    """The generator with both style paths."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        self.sizes = sizes
        w_dim = sizes.w_dim
        self.style = Mapping(w_dim, num_layers=2)
        self.generator = StyleGan2(sizes)
        self.res = nn.ModuleList(
            ModRes(sizes.channels[4 << ((row + 1) // 2)], w_dim)
            for row in range(sizes.structure_rows)
        )
        self.res.extend(_identity(w_dim) for _ in range(sizes.structure_rows, sizes.num_rows))

    def forward(
        self,
        w_plus: Tensor,
        extrinsic: Tensor,
        weights: Sequence[float],
        noises: Sequence[Tensor] | None = None,
    ) -> Tensor:
        """
        w_plus: (N, L, w_dim) intrinsic code, in W+
        extrinsic: (N, L, w_dim) extrinsic code, in W+
        weights: L numbers, how much of each row of the extrinsic code
        noises: as for `StyleGan2`
        returns: (N, 3, out_px, out_px), about -1..1, not clamped
        """
        return self.synthesize(w_plus, extrinsic, weights, noises)[1]

    def synthesize(
        self,
        w_plus: Tensor,
        extrinsic: Tensor,
        weights: Sequence[float],
        noises: Sequence[Tensor] | None = None,
        *,
        num_blocks: int | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Run the first `num_blocks` resolutions after 4x4, all by default.

        Arguments are as for `forward`.
        returns: features (N, C, px, px) and picture (N, 3, px, px), px = 4 << num_blocks
        """
        inner = self.generator
        structure = self.structure_styles(extrinsic)
        rows = self._mix(w_plus, extrinsic, weights)
        num_blocks = len(inner.to_rgbs) if num_blocks is None else num_blocks
        x = inner.input(len(w_plus))
        for layer in range(2 * num_blocks + 1):
            conv = inner.conv1 if layer == 0 else inner.convs[layer - 1]
            x = conv(x, rows[:, layer], noises[layer] if noises else None)
            if layer < self.sizes.structure_rows:
                x = self.res[layer](x, structure[:, layer], weights[layer])
            if layer == 0:
                skip = inner.to_rgb1(x, rows[:, 1])
            elif layer % 2 == 0:
                skip = inner.to_rgbs[layer // 2 - 1](x, rows[:, layer + 1], skip)
        return x, skip

    def structure_styles(self, extrinsic: Tensor) -> Tensor:
        """extrinsic: (N, L, w_dim) W+; returns: the styles of ModRes (N, L, w_dim)."""
        styles: Tensor = self.style(extrinsic)
        return styles

    def colour_rows(self, extrinsic: Tensor) -> Tensor:
        """Return a code for synthesis whose colour rows come from the extrinsic one.

        extrinsic: (N, L, w_dim) W+
        returns: (N, L, w_dim); structure rows are as they were
        """
        first = self.sizes.structure_rows
        colours = [self.res[row](extrinsic[:, row]) for row in range(first, self.sizes.num_rows)]
        return torch.cat([extrinsic[:, :first], torch.stack(colours, dim=1)], dim=1)

    def _mix(self, w_plus: Tensor, extrinsic: Tensor, weights: Sequence[float]) -> Tensor:
        """Return the code that synthesis runs with, (N, L, w_dim)."""
        share = w_plus.new_tensor(weights)[:, None]  # (L, 1)
        share[: self.sizes.structure_rows] = 0
        return share * self.colour_rows(extrinsic) + (1 - share) * w_plus


def _identity(w_dim: int) -> EqualLinear:
    """Return a layer that starts by changing almost nothing."""
    layer = EqualLinear(w_dim, w_dim)
    with torch.no_grad():
        layer.weight.mul_(0.01).add_(sqrt(w_dim) * torch.eye(w_dim))
    return layer
