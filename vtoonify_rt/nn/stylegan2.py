"""StyleGAN2 as the VToonify family uses it: the mapping and the synthesis network.

A W+ code has a row for each layer: row 0 is for `conv1`, row i + 1 for `convs.i`.  The RGB output
of a resolution uses the row that the next resolution begins with.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from vtoonify_rt.nn.layers import (
    BiasedActivation,
    EqualLinear,
    ModulatedConv,
    PixelNorm,
    skip_upsampler,
)
from vtoonify_rt.nn.sizes import NetworkSizes

MAPPING_LR_MUL = 0.01


class Mapping(nn.Sequential):
    """Turns Z vectors into W vectors (..., w_dim); each row of a Z+ code is a vector."""

    def __init__(self, w_dim: int, num_layers: int) -> None:
        layers = (
            EqualLinear(w_dim, w_dim, lr_mul=MAPPING_LR_MUL, activated=True)
            for _ in range(num_layers)
        )
        super().__init__(PixelNorm(), *layers)


class ConstantInput(nn.Module):
    """The learned picture that synthesis starts from."""

    def __init__(self, num_channels: int) -> None:
        super().__init__()
        self.input = nn.Parameter(torch.randn(1, num_channels, 4, 4))

    def forward(self, num: int) -> Tensor:
        """Return (num, C, 4, 4)."""
        return self.input.expand(num, -1, -1, -1)


class NoiseWeight(nn.Module):
    """Adds noise, as loud as it was learned."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor, noise: Tensor) -> Tensor:
        """x and the result: (N, C, H, W); noise: (N or 1, 1, H, W)."""
        return x + self.weight * noise


class StyledConv(nn.Module):
    """A 3x3 modulated convolution, noise, bias and activation."""

    def __init__(
        self, in_channels: int, out_channels: int, w_dim: int, *, up: bool = False
    ) -> None:
        super().__init__()
        self.conv = ModulatedConv(in_channels, out_channels, 3, w_dim, up=up)
        self.noise = NoiseWeight()
        self.activate = BiasedActivation(out_channels)

    def forward(self, x: Tensor, w: Tensor, noise: Tensor | None = None) -> Tensor:
        """
        x: (N, in_channels, H, W)
        w: (N, w_dim)
        noise: (N or 1, 1, H', W'); none is like zeros
        returns: (N, out_channels, H', W'), twice the size when made with `up`
        """
        x = self.conv(x, w)
        if noise is not None:
            x = self.noise(x, noise)
        result: Tensor = self.activate(x)
        return result


class ToRgb(nn.Module):
    """Adds the picture that features show at their resolution to the one of half of it."""

    def __init__(self, in_channels: int, w_dim: int, *, up: bool = True) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))
        self.upsample = skip_upsampler() if up else None
        self.conv = ModulatedConv(in_channels, 3, 1, w_dim, demodulate=False)

    def forward(self, x: Tensor, w: Tensor, skip: Tensor | None = None) -> Tensor:
        """
        x: (N, in_channels, H, W)
        w: (N, w_dim)
        skip: (N, 3, H/2, W/2); needed unless made without `up`
        returns: (N, 3, H, W) RGB, about -1..1
        """
        rgb: Tensor = self.conv(x, w) + self.bias
        if self.upsample is None:
            return rgb
        result: Tensor = rgb + self.upsample(skip)
        return result


class Noises(nn.Module):
    """The fixed noise maps of a file, one for each layer with noise."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        for layer in range(sizes.num_rows - 1):
            px = 4 << ((layer + 1) // 2)
            self.register_buffer(f"noise_{layer}", torch.randn(1, 1, px, px))

    def maps(self) -> list[Tensor]:
        """Return them in the order of the layers, (1, 1, px, px) each."""
        return list(self.buffers())


class StyleGan2(nn.Module):
    """The generator: Z vectors to W, and W+ codes to pictures."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        channels, w_dim = sizes.channels, sizes.w_dim
        self.style = Mapping(w_dim, num_layers=8)
        self.input = ConstantInput(channels[4])
        self.conv1 = StyledConv(channels[4], channels[4], w_dim)
        self.to_rgb1 = ToRgb(channels[4], w_dim, up=False)
        self.convs = nn.ModuleList()
        self.to_rgbs = nn.ModuleList()
        self.noises = Noises(sizes)
        for px in list(channels)[1:]:
            self.convs.append(StyledConv(channels[px // 2], channels[px], w_dim, up=True))
            self.convs.append(StyledConv(channels[px], channels[px], w_dim))
            self.to_rgbs.append(ToRgb(channels[px], w_dim))

    def forward(self, w_plus: Tensor, noises: Sequence[Tensor] | None = None) -> Tensor:
        """
        w_plus: (N, L, w_dim)
        noises: a map for each of the L - 1 layers, (N or 1, 1, px, px); none is like zeros
        returns: (N, 3, out_px, out_px), about -1..1, not clamped
        """
        return self.synthesize(w_plus, noises)[1]

    def synthesize(
        self,
        w_plus: Tensor,
        noises: Sequence[Tensor] | None = None,
        *,
        num_blocks: int | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Run the first `num_blocks` resolutions after 4x4, all by default.

        w_plus and noises: as for `forward`
        returns: features (N, C, px, px) and picture (N, 3, px, px), px = 4 << num_blocks
        """
        x = self.input(len(w_plus))
        x = self.conv1(x, w_plus[:, 0], noises[0] if noises else None)
        skip: Tensor = self.to_rgb1(x, w_plus[:, 1])
        for block in range(len(self.to_rgbs) if num_blocks is None else num_blocks):
            own = noises[2 * block + 1 : 2 * block + 3] if noises else None
            x, skip = self.grow(block, x, skip, w_plus, own)
        return x, skip

    def grow(
        self,
        block: int,
        x: Tensor,
        skip: Tensor,
        w_plus: Tensor,
        noises: Sequence[Tensor] | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Run the two convolutions and the RGB output of a block.

        block: counts resolutions from 8x8
        x: (N, C, H, W) features
        skip: (N, 3, H, W) picture
        w_plus: (N, L, w_dim), all rows
        noises: the two maps of the block
        returns: features (N, C', 2 H, 2 W) and picture (N, 3, 2 H, 2 W)
        """
        first, second = noises or (None, None)
        row = 2 * block + 1
        x = self.convs[row - 1](x, w_plus[:, row], first)
        x = self.convs[row](x, w_plus[:, row + 1], second)
        return x, self.to_rgbs[block](x, w_plus[:, row + 2], skip)
