"""A VToonify as it runs on every frame: constant weights, one conditioning vector.

The numbers are those of `vtoonify_rt.nn.vtoonify`, the order of the work is not.  Every gain that
the network multiplies at run time is folded into weights; what a style or the degree changes comes
in as the vector of `export.conditioning`; no operation needs the size of the picture, so the ONNX
graph has no shape arithmetic.
"""

from math import sqrt
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from export.conditioning import SLOPE, Level, State, decoder_levels, layout
from vtoonify_rt.nn.sizes import NetworkSizes

LOGITS_SCALE = 1.0 / 16.0  # of the parsing logits, before the network
NORM_EPSILON = 1e-5
Conv = TypeVar("Conv", nn.Conv2d, nn.ConvTranspose2d)


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
        self.levels = nn.ModuleList(
            _DecoderLevel(state, level, last=level.px == sizes.out_px) for level in levels
        )
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
        rgb = picture.to(self.dtype).permute(0, 3, 1, 2) / 127.5 - 1.0
        features = self.encoder(rgb, parsing.to(self.dtype), style)
        out, skip = features.out, features.skip
        for index, level in enumerate(self.levels):
            if index < len(self.fusions):
                out, skip = self.fusions[index](out, skip, features.kept[index], style)
            out, skip = level(out, skip, style)
        pixels = (skip.float().clamp(-1.0, 1.0) + 1.0) * 127.5
        # .to truncates, as published; and comes last, since TensorRT computes nothing in uint8.
        return pixels.permute(0, 2, 3, 1).to(torch.uint8)


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
        self.stem_rgb = _conv(stem[:, :3], state["encoder.0.0.bias"])
        self.stem_parsing = _conv(stem[:, 3:] * LOGITS_SCALE)
        self.stem_out = _conv_of(state, "encoder.0.2")
        stages = range(1, sizes.num_strides + 1)
        self.strided = nn.ModuleList(_conv_of(state, f"encoder.{i}.0", stride=2) for i in stages)
        self.plain = nn.ModuleList(_conv_of(state, f"encoder.{i}.2") for i in stages)
        blocks = f"encoder.{sizes.num_strides + 1}"
        self.blocks = nn.ModuleList(
            _ResBlock(state, f"{blocks}.{i}") for i in range(sizes.num_modres)
        )
        self.modres = nn.ModuleList()
        if not toonify:
            for block in range(1, sizes.num_modres + 1):
                px = 4 << ((block + 1) // 2)
                self.modres.append(_ModRes(state, block, dilation=sizes.bottleneck_px // px))
        self.to_rgb = _conv_of(state, f"encoder.{sizes.num_strides + 2}")

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
        self.first = _conv_of(state, f"{name}.conv")
        self.second = _conv_of(state, f"{name}.conv2", gain=sqrt(0.5))

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

    def _styled(self, state: State, conv: str, dilation: int) -> nn.Conv2d:
        weight = state[f"{self.name}.{conv}.0.weight"]
        gain = sqrt(2.0 / weight[0].numel())
        bias = state[f"{self.name}.{conv}.1.bias"]
        return _conv(weight * gain, bias * sqrt(2.0), dilation=dilation)

    def forward(self, x: Tensor, style: dict[str, Tensor]) -> Tensor:
        h = F.leaky_relu(self.first(_adain(x, style[f"{self.name}.norm"])), SLOPE)
        h = F.leaky_relu(self.second(_adain(h, style[f"{self.name}.norm2"])), SLOPE)
        return x + style["degree"] * h


class _MaskedFusion(nn.Module):
    """Lets encoder features in where a mask allows it.

    Convolutions of concatenated maps are sums of convolutions, which saves the
    copies.  The mask's convolution has one output channel: nine 1x1 outputs, one
    per tap, and then a shift by tap do the same with a tenth of the work that
    backends spend on it.
    """

    shifts: Tensor

    def __init__(self, state: State, index: int) -> None:
        super().__init__()
        self.index = index
        name = f"fusion_out.{index}"
        width = state[f"{name}.conv.weight"].shape[0]
        taps = state[f"{name}.conv2.weight"][0].reshape(2 * width, 9).T[:, :, None, None]
        self.taps = _conv(taps[:, :width])
        self.taps_difference = _conv(taps[:, width:])
        self.shift = _conv(torch.eye(9).reshape(1, 9, 3, 3), state[f"{name}.conv2.bias"])
        fusion, skip = state[f"{name}.conv.weight"], state[f"fusion_skip.{index}.weight"]
        self.out = _conv(fusion[:, :width], state[f"{name}.conv.bias"])
        self.out_encoder = _conv(fusion[:, width:])
        self.skip = _conv(skip[:, :3], state[f"fusion_skip.{index}.bias"])
        self.skip_encoder = _conv(skip[:, 3:])

    def forward(
        self, out: Tensor, skip: Tensor, encoder: Tensor, style: dict[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        (width,) = style[f"in.{self.index}"].shape
        scale, scale_difference, shift, shift_difference = torch.split(
            style[f"fusion.{self.index}"], width
        )
        own = _adain(out, torch.cat([scale, shift]))
        difference = torch.cat([scale_difference, shift_difference])
        # |x|, in a form that ONNX Runtime computes on every thread
        other = _adain(F.leaky_relu(out - encoder, -1.0), difference)
        mask = torch.tanh(F.relu(self.shift(self.taps(own) + self.taps_difference(other))))
        masked = encoder * mask
        fused = self.out(out) + self.out_encoder(masked)
        skip = self.skip(skip) + self.skip_encoder(masked)
        return fused * _per_channel(style[f"in.{self.index}"]), skip


class _PlainFusion(nn.Module):
    """The T network's fusion, without a mask."""

    def __init__(self, state: State, index: int) -> None:
        super().__init__()
        self.index = index
        fusion, skip = state[f"fusion_out.{index}.weight"], state[f"fusion_skip.{index}.weight"]
        width = fusion.shape[0]
        self.out = _conv(fusion[:, :width], state[f"fusion_out.{index}.bias"])
        self.out_encoder = _conv(fusion[:, width:])
        self.skip = _conv(skip[:, :3], state[f"fusion_skip.{index}.bias"])
        self.skip_encoder = _conv(skip[:, 3:])

    def forward(
        self, out: Tensor, skip: Tensor, encoder: Tensor, style: dict[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        fused = self.out(out) + self.out_encoder(encoder)
        skip = self.skip(skip) + self.skip_encoder(encoder)
        return fused * _per_channel(style[f"in.{self.index}"]), skip


class _DecoderLevel(nn.Module):
    """Doubles the resolution: two styled convolutions, then the RGB output."""

    def __init__(self, state: State, level: Level, *, last: bool) -> None:
        super().__init__()
        self.index = level.index
        self.fused = level.fused
        self.last = last
        up, plain = (state[f"{name}.conv.weight"][0] for name in level.convs)
        rgb = state[f"{level.to_rgb}.conv.weight"][0]
        self.up = _transposed(_equalized(up).transpose(0, 1), stride=2)
        kernel = _blur_kernel().expand(level.out_channels, 1, 4, 4)
        self.blur = _conv(kernel, padding=1, groups=level.out_channels)
        self.conv = _conv(_equalized(plain))
        self.to_rgb = _conv(_equalized(rgb), state[f"{level.to_rgb}.bias"].flatten())
        self.enlarge = _transposed(_blur_kernel().expand(3, 1, 4, 4), stride=2, padding=1, groups=3)

    def forward(self, x: Tensor, skip: Tensor, style: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        if not self.fused:  # a fusion has done it
            x = x * _per_channel(style[f"in.{self.index}"])
        x = _activate(self.blur(self.up(x)), style[f"conv.{self.index}.0"])
        x = _activate(self.conv(x), style[f"conv.{self.index}.1"])
        coloured = x if self.last else x * _per_channel(style[f"rgb.{self.index}"])
        return x, self.to_rgb(coloured) + self.enlarge(skip)


def _activate(x: Tensor, epilogue: Tensor) -> Tensor:
    """Apply a, b and slope of `conditioning`, (3 C,), to x (N, C, H, W)."""
    scale, shift, slope = torch.chunk(epilogue, 3)
    return F.prelu(x * _per_channel(scale) + _per_channel(shift), slope)


def _adain(x: Tensor, scale_and_shift: Tensor) -> Tensor:
    """Normalise each map of x (N, C, H, W) over the picture, then scale and shift it."""
    scale, shift = torch.chunk(scale_and_shift.float(), 2)
    normalised = F.instance_norm(x.float(), weight=scale, bias=shift, eps=NORM_EPSILON)
    return normalised.to(x.dtype)


def _per_channel(values: Tensor) -> Tensor:
    return values[None, :, None, None]


def _equalized(weight: Tensor) -> Tensor:
    """Fold an equalized convolution's gain into its weight (out, in, k, k)."""
    return weight / sqrt(weight[0].numel())


def _blur_kernel() -> Tensor:
    """Return StyleGAN2's FIR kernel (4, 4) with the gain 4 that upsampling by two needs."""
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    return torch.outer(taps, taps) / 16.0


def _conv_of(state: State, name: str, *, stride: int = 1, gain: float = 1.0) -> nn.Conv2d:
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    return _conv(weight * gain, bias * gain, stride=stride)


def _conv(
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: int = 1,
    dilation: int = 1,
    padding: int | None = None,
    groups: int = 1,
) -> nn.Conv2d:
    """Return a convolution with this weight (out, in, k, k); same size unless it strides."""
    out_channels, in_channels, size, _ = weight.shape
    conv = nn.Conv2d(
        in_channels * groups,
        out_channels,
        size,
        stride=stride,
        dilation=dilation,
        padding=dilation * (size // 2) if padding is None else padding,
        groups=groups,
        bias=bias is not None,
        device="meta",
    )
    return _set(conv, weight, bias)


def _transposed(
    weight: Tensor, *, stride: int, padding: int = 0, groups: int = 1
) -> nn.ConvTranspose2d:
    """Return a transposed convolution with this weight (in, out, k, k)."""
    in_channels, out_channels, size, _ = weight.shape
    conv = nn.ConvTranspose2d(
        in_channels,
        out_channels * groups,
        size,
        stride=stride,
        padding=padding,
        groups=groups,
        bias=False,
        device="meta",
    )
    return _set(conv, weight, None)


def _set(conv: Conv, weight: Tensor, bias: Tensor | None) -> Conv:
    conv.weight = nn.Parameter(weight.clone(), requires_grad=False)
    if bias is not None:
        conv.bias = nn.Parameter(bias.clone(), requires_grad=False)
    return conv
