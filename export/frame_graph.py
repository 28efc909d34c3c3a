"""A VToonify as it runs on every frame: constant weights, one conditioning vector.

The numbers are those of `vtoonify_rt.nn.vtoonify`, the order of the work is not.  Every gain that
the network multiplies at run time is folded into weights; what a style or the degree changes comes
in as the vector of `export.conditioning`; no operation needs the size of the picture, so the ONNX
graph has no shape arithmetic.
"""

from math import sqrt

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from export.conditioning import Level, State, decoder_levels, layout
from export.layers import (
    adain,
    blur_kernel,
    conv,
    conv_of,
    equalized,
    per_channel,
    transposed,
)
from vtoonify_rt.nn.layers import SLOPE
from vtoonify_rt.nn.pixels import from_pixels, to_pixels
from vtoonify_rt.nn.sizes import NetworkSizes

LOGITS_SCALE = 1.0 / 16.0  # of the parsing logits, before the network


class FrameGraph(nn.Module):
    """Picture, parsing logits and conditioning to the stylized picture; uint8 in and out.

    `output_scale` 4 is the whole network; at 2 and 1 it stops at the RGB output of that
    resolution.  In half precision (`dtype`) the norms' statistics stay in single.
    """

    def __init__(
        self,
        state: State,
        sizes: NetworkSizes,
        *,
        toonify: bool,
        output_scale: int = 4,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        self.dtype = dtype
        self.parts = layout(sizes, toonify)
        self.encoder = _Encoder(state, sizes, toonify)
        levels = [
            level
            for level in decoder_levels(sizes, toonify)
            if level.px <= output_scale * sizes.in_px
        ]
        fusion = _PlainFusion if toonify else _MaskedFusion
        self.fusions = nn.ModuleList(fusion(state, level.index) for level in levels if level.fused)
        self.levels = nn.ModuleList(_DecoderLevel(state, level) for level in levels)
        self.to(dtype)

    def forward(self, picture: Tensor, parsing: Tensor, conditioning: Tensor) -> Tensor:
        """
        picture: (N, H, W, 3) RGB uint8, H and W multiples of 8
        parsing: (N, 19, H, W) raw logits
        conditioning: (1, C) from `StyleGraph`
        returns: (N, s H, s W, 3) RGB uint8, s = output scale
        """
        values = torch.split(conditioning[0].to(self.dtype), list(self.parts.values()))
        style = dict(zip(self.parts, values, strict=True))
        rgb = from_pixels(picture, self.dtype)
        features = self.encoder(rgb, parsing.to(self.dtype), style)
        out, skip = features.out, features.skip
        for index, level in enumerate(self.levels):
            if index < len(self.fusions):
                out, skip = self.fusions[index](out, skip, features.kept[index], style)
            out, skip = level(out, skip, style)
        return to_pixels(skip)


class _Features:
    """What the encoder hands to the decoder."""

    def __init__(self, out: Tensor, skip: Tensor, kept: list[Tensor]) -> None:
        self.out = out
        self.skip = skip
        self.kept = kept  # coarse to fine, for the fusions


class _Encoder(nn.Module):
    def __init__(self, state: State, sizes: NetworkSizes, toonify: bool) -> None:
        super().__init__()
        stem = state["encoder.0.0.weight"]
        self.stem_rgb = conv(stem[:, :3], state["encoder.0.0.bias"])
        self.stem_parsing = conv(stem[:, 3:] * LOGITS_SCALE)
        self.stem_out = conv_of(state, "encoder.0.2")
        stages = range(1, sizes.num_strides + 1)
        self.strided = nn.ModuleList(conv_of(state, f"encoder.{i}.0", stride=2) for i in stages)
        self.plain = nn.ModuleList(conv_of(state, f"encoder.{i}.2") for i in stages)
        blocks = f"encoder.{sizes.num_strides + 1}"
        self.blocks = nn.ModuleList(
            _ResBlock(state, f"{blocks}.{i}") for i in range(sizes.num_modres)
        )
        self.modres = nn.ModuleList()
        if not toonify:
            for block in range(1, sizes.num_modres + 1):
                px = 4 << ((block + 1) // 2)
                self.modres.append(_ModRes(state, block, dilation=sizes.bottleneck_px // px))
        self.to_rgb = conv_of(state, f"encoder.{sizes.num_strides + 2}")

    def forward(self, rgb: Tensor, parsing: Tensor, style: dict[str, Tensor]) -> _Features:
        x = F.leaky_relu(self.stem_rgb(rgb) + self.stem_parsing(parsing), SLOPE)
        kept = [F.leaky_relu(self.stem_out(x), SLOPE)]
        for strided, plain in zip(self.strided, self.plain, strict=True):
            x = F.leaky_relu(strided(kept[0]), SLOPE)
            kept.insert(0, F.leaky_relu(plain(x), SLOPE))
        x = kept[0]
        for index, block in enumerate(self.blocks):
            x = block(x)
            if self.modres:
                x = self.modres[index](x, style)
        return _Features(x, self.to_rgb(x), kept)


class _ResBlock(nn.Module):
    def __init__(self, state: State, name: str) -> None:
        super().__init__()
        self.first = conv_of(state, f"{name}.conv")
        self.second = conv_of(state, f"{name}.conv2", gain=sqrt(0.5))

    def forward(self, x: Tensor) -> Tensor:
        hidden = F.leaky_relu(self.first(x), SLOPE)
        return F.leaky_relu(self.second(hidden), SLOPE) + x * sqrt(0.5)


class _ModRes(nn.Module):
    """Adds what the style makes of the structure, by degree; nothing at degree 0."""

    def __init__(self, state: State, block: int, dilation: int) -> None:
        super().__init__()
        self.name = f"res.{block}"
        self.first = self._styled(state, "conv", dilation)
        self.second = self._styled(state, "conv2", dilation)

    def _styled(self, state: State, name: str, dilation: int) -> nn.Conv2d:
        weight = state[f"{self.name}.{name}.0.weight"]
        gain = sqrt(2.0 / weight[0].numel())
        bias = state[f"{self.name}.{name}.1.bias"]
        return conv(weight * gain, bias * sqrt(2.0), dilation=dilation)

    def forward(self, x: Tensor, style: dict[str, Tensor]) -> Tensor:
        h = F.leaky_relu(self.first(adain(x, style[f"{self.name}.norm"])), SLOPE)
        h = F.leaky_relu(self.second(adain(h, style[f"{self.name}.norm2"])), SLOPE)
        return x + style["degree"] * h


class _PlainFusion(nn.Module):
    """Joins the encoder's features to the generator's: all there is to it in the T network.

    Convolutions of concatenated maps are sums of convolutions, which saves the copies.
    """

    def __init__(self, state: State, index: int) -> None:
        super().__init__()
        self.index = index
        self._join(state, f"fusion_out.{index}")

    def _join(self, state: State, name: str) -> None:
        fusion, skip = state[f"{name}.weight"], state[f"fusion_skip.{self.index}.weight"]
        width = fusion.shape[0]
        self.out = conv(fusion[:, :width], state[f"{name}.bias"])
        self.out_encoder = conv(fusion[:, width:])
        self.skip = conv(skip[:, :3], state[f"fusion_skip.{self.index}.bias"])
        self.skip_encoder = conv(skip[:, 3:])

    def forward(
        self, out: Tensor, skip: Tensor, encoder: Tensor, style: dict[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        fused = self.out(out) + self.out_encoder(encoder)
        skip = self.skip(skip) + self.skip_encoder(encoder)
        return fused * per_channel(style[f"in.{self.index}"]), skip


class _MaskedFusion(_PlainFusion):
    """Lets encoder features in where a mask allows it.

    The mask's convolution has one output channel: nine 1x1 outputs, one per tap, and then a shift
    by tap do the same with a tenth of the work that backends spend on it.
    """

    def _join(self, state: State, name: str) -> None:
        super()._join(state, f"{name}.conv")
        taps = state[f"{name}.conv2.weight"][0].flatten(1).T[:, :, None, None]  # (9, 2 C, 1, 1)
        self.taps, self.taps_difference = map(conv, taps.chunk(2, dim=1))
        self.shift = conv(torch.eye(9).reshape(1, 9, 3, 3), state[f"{name}.conv2.bias"])

    def forward(
        self, out: Tensor, skip: Tensor, encoder: Tensor, style: dict[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        scale, scale_difference, shift, shift_difference = torch.chunk(
            style[f"fusion.{self.index}"], 4
        )
        own = adain(out, torch.cat([scale, shift]))
        difference = torch.cat([scale_difference, shift_difference])
        # |x|, in a form that ONNX Runtime computes on every thread
        other = adain(F.leaky_relu(out - encoder, -1.0), difference)
        mask = torch.tanh(F.relu(self.shift(self.taps(own) + self.taps_difference(other))))
        return super().forward(out, skip, encoder * mask, style)


class _DecoderLevel(nn.Module):
    """Doubles the resolution: two styled convolutions, then the RGB output."""

    bias: Tensor

    def __init__(self, state: State, level: Level) -> None:
        super().__init__()
        self.index = level.index
        self.fused = level.fused
        up, plain = (state[f"{name}.conv.weight"][0] for name in level.convs)
        # The activations' gain, which the scales before them have, too.
        biases = [sqrt(2.0) * state[f"{name}.activate.bias"] for name in level.convs]
        rgb = state[f"{level.to_rgb}.conv.weight"][0]
        self.up = transposed(equalized(up).transpose(0, 1), stride=2)
        kernel = blur_kernel().expand(level.out_channels, 1, 4, 4)
        self.blur = conv(kernel, biases[0], padding=1, groups=level.out_channels)
        self.conv = conv(equalized(plain))
        self.register_buffer("bias", per_channel(biases[1]))
        self.to_rgb = conv(equalized(rgb), state[f"{level.to_rgb}.bias"].flatten())
        self.enlarge = transposed(blur_kernel().expand(3, 1, 4, 4), stride=2, padding=1, groups=3)

    def forward(self, x: Tensor, skip: Tensor, style: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        names = (f"{name}.{self.index}" for name in ("in", "up", "between", "conv", "rgb"))
        before, up, between, after, rgb = (per_channel(style[name]) for name in names)
        if not self.fused:  # a fusion has done it
            x = x * before
        x = F.leaky_relu(self.blur(self.up(x) * up), SLOPE)
        x = F.leaky_relu(self.conv(x * between) * after + self.bias, SLOPE)
        return x, self.to_rgb(x * rgb) + self.enlarge(skip)
