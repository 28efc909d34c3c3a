"""VToonify: a frame goes in, its features meet those of a StyleGAN, a stylized frame comes out.

`VToonifyD` stands on DualStyleGAN: a style picture's code tells structure and colours, a degree how
much of the structure.  `VToonifyT` stands on a plain, fine-tuned StyleGAN2: one style, no degree.

These are the networks as published: every sample has modulated weights of its own, nothing is
folded.  What runs in the app is exported from their weights in another form.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from vtoonify_rt.nn.dualstylegan import DualStyleGan, ModRes
from vtoonify_rt.nn.frame_encoder import FrameEncoder
from vtoonify_rt.nn.layers import SLOPE, AdaptiveInstanceNorm
from vtoonify_rt.nn.sizes import NetworkSizes
from vtoonify_rt.nn.stylegan2 import StyleGan2

DEGREE_FEATURES = 64, 128  # of the layers that embed a degree
Fused = tuple[Tensor, Tensor]  # features (N, C, H, W) and RGB skip (N, 3, H, W)


class Fusion(nn.Module):
    """Joins frame features to generator features where a mask, which knows the degree, lets it."""

    def __init__(self, num_channels: int) -> None:
        super().__init__()
        first, last = DEGREE_FEATURES
        self.conv = nn.Conv2d(2 * num_channels, num_channels, 3, padding=1)
        self.norm = AdaptiveInstanceNorm(2 * num_channels, last)
        self.conv2 = nn.Conv2d(2 * num_channels, 1, 3, padding=1)
        self.linear = nn.Sequential(
            nn.Linear(1, first), nn.LeakyReLU(SLOPE), nn.Linear(first, last), nn.LeakyReLU(SLOPE)
        )

    def forward(self, x: Tensor, frame: Tensor, degree: float) -> tuple[Tensor, Tensor]:
        """
        x, frame: (N, C, H, W) features of generator and encoder
        returns: joint features (N, C, H, W), and the mask (N, 1, H, W) in 0..1 (1 excluded)
        """
        embedding = self.linear(x.new_full((1, 1), degree))
        difference = torch.cat([x, (x - frame).abs()], dim=1)
        mask = F.relu(self.conv2(self.norm(difference, embedding))).tanh()
        return self.conv(torch.cat([x, mask * frame], dim=1)), mask


def _fusion_skips(sizes: NetworkSizes) -> nn.ModuleList:
    return nn.ModuleList(
        nn.Conv2d(3 + sizes.channels[px], 3, 3, padding=1) for px in sizes.fusion_px
    )


def _rows(style: Tensor, sizes: NetworkSizes) -> Tensor:
    """Return a code (N, L, w_dim); a single vector (N, w_dim) is every row."""
    if style.ndim == 2:
        style = style[:, None].expand(-1, sizes.num_rows, -1)
    if style.shape[1:] != (sizes.num_rows, sizes.w_dim):
        expected = f"(N, {sizes.num_rows}, {sizes.w_dim})"
        raise ValueError(f"the style code has the shape {tuple(style.shape)}, expected {expected}")
    return style


class VToonifyD(nn.Module):
    """The network on DualStyleGAN, with a style degree."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        self.sizes = sizes
        width = sizes.channels[sizes.bottleneck_px]
        self.generator = DualStyleGan(sizes)
        self.encoder = FrameEncoder(sizes)
        self.fusion_out = nn.ModuleList(Fusion(sizes.channels[px]) for px in sizes.fusion_px)
        self.fusion_skip = _fusion_skips(sizes)
        # Dilated, a block sees as much of the picture as it did at its own resolution.
        self.res = nn.ModuleList(
            ModRes(width, sizes.w_dim, dilation=sizes.bottleneck_px // (4 << ((row + 1) // 2)))
            for row in range(sizes.structure_rows)
        )

    def forward(
        self,
        x: Tensor,
        style: Tensor,
        degree: float | None = None,
        *,
        return_features: bool = False,
        return_masks: bool = False,
    ) -> Tensor | Fused | tuple[Tensor, list[Tensor]]:
        """
        x: (N, 22, H, W) RGB in -1..1 and parsing logits / 16, H and W multiples of 8
        style: (N, 18, w_dim) W+ code, or (N, w_dim) for all rows
        degree: of the whole batch; needed, 0..1; at exactly 0 the structure rows have no effect
        returns: (N, 3, 4 H, 4 W) RGB, about -1..1, not clamped; with `return_features` the features
            and the RGB skip at the bottleneck instead; with `return_masks` also the fusion masks
            (N, 1, h, w), coarse to fine
        """
        if degree is None:
            raise ValueError("VToonify-D needs a style degree")
        style = _rows(style, self.sizes)
        pyramid = self.encoder.pyramid(x)
        out, skip = self._bottleneck(pyramid[0], style, degree)
        if return_features:
            return out, skip
        colours = self.generator.colour_rows(style)
        masks = []
        for level in range(len(self.sizes.synthesis_px)):
            if level < len(pyramid):
                out, mask = self.fusion_out[level](out, pyramid[level], degree)
                frame = mask * pyramid[level]
                skip = self.fusion_skip[level](torch.cat([skip, frame], dim=1))
                masks.append(mask)
            block = self.sizes.num_modres // 2 + level
            out, skip = self.generator.generator.grow(block, out, skip, colours)
        return (skip, masks) if return_masks else skip

    def _bottleneck(self, x: Tensor, style: Tensor, degree: float) -> Fused:
        structure = self.generator.structure_styles(style)
        for index, block in enumerate(self.encoder.blocks):
            x = block(x)
            x = self.res[index + 1](x, structure[:, index + 1], degree)
        return x, self.encoder.to_rgb(x)

    def zplus_to_wplus(self, z: Tensor) -> Tensor:
        """z: (N, L, w_dim) Z+ codes; returns: (N, L, w_dim) W+ codes, not truncated."""
        codes: Tensor = self.generator.generator.style(z)
        return codes


class VToonifyT(nn.Module):
    """The network on a fine-tuned StyleGAN2: one style, and no degree."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.generator = StyleGan2(sizes)
        self.encoder = FrameEncoder(sizes)
        self.fusion_out = nn.ModuleList(
            nn.Conv2d(2 * sizes.channels[px], sizes.channels[px], 3, padding=1)
            for px in sizes.fusion_px
        )
        self.fusion_skip = _fusion_skips(sizes)

    def forward(
        self,
        x: Tensor,
        style: Tensor,
        degree: float | None = None,
        *,
        return_features: bool = False,
        return_masks: bool = False,
    ) -> Tensor | Fused:
        """Like `VToonifyD`, but `degree` is not looked at, and there are no masks to return."""
        if return_masks:
            raise ValueError("VToonify-T has no fusion masks")
        style = _rows(style, self.sizes)
        pyramid = self.encoder.pyramid(x)
        out = pyramid[0]
        for block in self.encoder.blocks:
            out = block(out)
        skip = self.encoder.to_rgb(out)
        if return_features:
            return out, skip
        for level in range(len(self.sizes.synthesis_px)):
            if level < len(pyramid):
                frame = pyramid[level]
                out = self.fusion_out[level](torch.cat([out, frame], dim=1))
                skip = self.fusion_skip[level](torch.cat([skip, frame], dim=1))
            index = self.sizes.num_modres // 2 + level
            out, skip = self.generator.grow(index, out, skip, style)
        return skip

    def zplus_to_wplus(self, z: Tensor) -> Tensor:
        """z: (N, L, w_dim) Z+ codes; returns: (N, L, w_dim) W+ codes, not truncated."""
        codes: Tensor = self.generator.style(z)
        return codes
