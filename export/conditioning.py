"""Everything that a style and its degree change in a VToonify, as one flat vector.

A modulated convolution of x with the weights W, scaled by s per input channel and demodulated by
d per output channel, is d * conv(W, s * x): W stays constant, s and d follow from the style.  So
`StyleGraph` computes, once per movement of a control, what `FrameGraph` multiplies and adds on
every frame, and one frame graph serves every style and degree.

What stands between two convolutions is d, the bias, a leaky ReLU, and the s of the next one.  Of
these only d and s come from the style, so bias and ReLU of a convolution that a blur follows can be
that blur's, since d may as well be multiplied before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from vtoonify_rt.nn.layers import SLOPE
from vtoonify_rt.nn.sizes import NetworkSizes

State = Mapping[str, Tensor]
EPSILON = 1e-8


@dataclass(frozen=True, slots=True)
class Level:
    """One resolution of the decoder: two styled convolutions and an RGB output."""

    index: int  # 0 is the first above the bottleneck
    px: int  # nominal resolution of its output
    convs: tuple[str, str]  # key prefixes, the first one upsamples
    to_rgb: str
    rows: tuple[int, int, int]  # of the style code, for the convs and the RGB output
    in_channels: int
    out_channels: int
    fused: bool  # whether encoder features are fused into what it takes


def decoder_levels(sizes: NetworkSizes, toonify: bool) -> list[Level]:
    """Return the levels of the decoder, coarse to fine."""
    prefix = "generator" if toonify else "generator.generator"
    levels = []
    for index, px in enumerate(sizes.synthesis_px):
        block = px.bit_length() - 4  # 8 px is block 0
        row = sizes.structure_rows + 2 * index
        levels.append(
            Level(
                index=index,
                px=px,
                convs=(f"{prefix}.convs.{2 * block}", f"{prefix}.convs.{2 * block + 1}"),
                to_rgb=f"{prefix}.to_rgbs.{block}",
                rows=(row, row + 1, row + 2),
                in_channels=sizes.channels[px // 2],
                out_channels=sizes.channels[px],
                fused=index < len(sizes.fusion_px),
            )
        )
    return levels


def layout(sizes: NetworkSizes, toonify: bool) -> dict[str, int]:
    """Return the parts of the conditioning vector, in order, with their lengths.

    `degree`; per ModRes `res.K.norm` and `.norm2` (scale and shift); per fusion
    `fusion.T` (scale and shift of the generator's features, then of the difference)
    and `in.T` (s of the convolution after it, which upsamples); per level `up.T` (d of
    that one), `between.T` (s of the second convolution), `conv.T` (its d) and `rgb.T`
    (s of the RGB output).  See `FrameGraph`.
    """
    parts: dict[str, int] = {}
    if not toonify:
        parts["degree"] = 1
        width = sizes.channels[sizes.bottleneck_px]
        for block in range(1, sizes.num_modres + 1):
            parts[f"res.{block}.norm"] = parts[f"res.{block}.norm2"] = 2 * width
    for level in decoder_levels(sizes, toonify):
        if level.fused and not toonify:
            parts[f"fusion.{level.index}"] = 4 * level.in_channels
        parts[f"in.{level.index}"] = level.in_channels
        for name in ("up", "between", "conv", "rgb"):
            parts[f"{name}.{level.index}"] = level.out_channels
    return parts


class StyleGraph(nn.Module):
    """What runs when a control moves, or another person is seen."""

    def __init__(self, state: State, sizes: NetworkSizes, toonify: bool) -> None:
        super().__init__()
        self.sizes = sizes
        self.toonify = toonify
        self.levels = decoder_levels(sizes, toonify)
        self.parts = list(layout(sizes, toonify))
        inner = "generator" if toonify else "generator.generator"
        self.mapping = _Mapping(state, f"{inner}.style")
        self.modulations = nn.ModuleDict()
        for level in self.levels:
            for name in (*level.convs, level.to_rgb):
                self.modulations[_module_name(name)] = _Modulation(state, name)
        if not toonify:
            self.extrinsic = _Mapping(state, "generator.style")
            self.colours = nn.ModuleList(
                _linear(state, f"generator.res.{row}", equalized=True)
                for row in range(sizes.structure_rows, sizes.num_rows)
            )
            self.norms = nn.ModuleDict()
            for block in range(1, sizes.num_modres + 1):
                for norm in ("norm", "norm2"):
                    key = f"res.{block}.{norm}"
                    self.norms[_module_name(key)] = _linear(state, f"{key}.style")
            self.fusions = nn.ModuleList(
                _FusionStyle(state, f"fusion_out.{index}") for index in range(len(sizes.fusion_px))
            )

    def forward(
        self, content: Tensor, code: Tensor, color_transfer: Tensor, degree: Tensor
    ) -> Tensor:
        """
        content: (1, L, W) Z+ code of the person
        code: (1, L, W) Z+ code of the style; unused by a T network
        color_transfer: (1,) 1: the style's colours, 0: the person's; unused by a T network
        degree: (1,) 0..1; unused by a T network
        returns: (1, C) conditioning, laid out as `layout` says
        """
        rows = self.mapping(content[0])  # (L, W)
        if self.toonify:
            return self._flat(dict(self._decoder(rows)))
        style = self.mapping(code[0])
        split = self.sizes.structure_rows
        colours = rows[split:] * (1.0 - color_transfer) + style[split:] * color_transfer
        structure = self.extrinsic(style[:split])
        rows = torch.cat(
            [style[:split]] + [linear(colours[i : i + 1]) for i, linear in enumerate(self.colours)]
        )
        parts = {"degree": degree, **dict(self._decoder(rows))}
        for name, norm in self.norms.items():
            key = name.replace("_", ".")
            parts[key] = norm(structure[int(key.split(".")[1])])
        for index, fusion in enumerate(self.fusions):
            parts[f"fusion.{index}"] = fusion(degree)
        return self._flat(parts)

    def _flat(self, parts: Mapping[str, Tensor]) -> Tensor:
        return torch.cat([parts[name] for name in self.parts])[None]

    def _decoder(self, rows: Tensor) -> Iterator[tuple[str, Tensor]]:
        for level in self.levels:
            up, plain, rgb = map(self._modulation, (*level.convs, level.to_rgb))
            scales = [m(rows[row]) for m, row in zip((up, plain, rgb), level.rows, strict=True)]
            yield f"in.{level.index}", scales[0]
            yield f"up.{level.index}", up.demodulation(scales[0])
            yield f"between.{level.index}", scales[1]
            yield f"conv.{level.index}", plain.demodulation(scales[1])
            yield f"rgb.{level.index}", scales[2]

    def _modulation(self, name: str) -> "_Modulation":
        module = self.modulations[_module_name(name)]
        assert isinstance(module, _Modulation)
        return module


class _Modulation(nn.Module):
    """s of a modulated convolution, and d of a demodulated one."""

    squares: Tensor

    def __init__(self, state: State, name: str) -> None:
        super().__init__()
        self.affine = _linear(state, f"{name}.conv.modulation", equalized=True)
        if f"{name}.activate.bias" in state:
            weight = state[f"{name}.conv.weight"][0]
            fan_in = weight[0].numel()
            self.register_buffer("squares", weight.square().sum(dim=(2, 3)) / fan_in)

    def forward(self, row: Tensor) -> Tensor:
        scale: Tensor = self.affine(row)
        return scale

    def demodulation(self, scale: Tensor) -> Tensor:
        """Return d, with the gain that follows the activation."""
        return sqrt(2.0) * _inverse_root(self.squares @ scale.square())


class _FusionStyle(nn.Module):
    """Scale and shift that the degree gives to a fusion's mask."""

    def __init__(self, state: State, name: str) -> None:
        super().__init__()
        self.first = _linear(state, f"{name}.linear.0")
        self.second = _linear(state, f"{name}.linear.2")
        self.style = _linear(state, f"{name}.norm.style")

    def forward(self, degree: Tensor) -> Tensor:
        hidden = F.leaky_relu(self.first(degree), SLOPE)
        result: Tensor = self.style(F.leaky_relu(self.second(hidden), SLOPE))
        return result


class _Mapping(nn.Module):
    """StyleGAN2's mapping network, for rows of codes: (R, W) to (R, W)."""

    def __init__(self, state: State, name: str) -> None:
        super().__init__()
        self.layers = nn.ModuleList()
        while f"{name}.{len(self.layers) + 1}.weight" in state:
            self.layers.append(_mapping_layer(state, f"{name}.{len(self.layers) + 1}"))

    def forward(self, rows: Tensor) -> Tensor:
        rows = rows * _inverse_root(rows.square().mean(dim=1, keepdim=True))
        for layer in self.layers:
            rows = F.leaky_relu(layer(rows), SLOPE)
        return rows


def _inverse_root(x: Tensor) -> Tensor:
    """Return 1 / sqrt(x + EPSILON).

    Written so that no term is tiny: the ONNX optimizer takes 1e-8 for zero, and drops it.
    """
    return torch.rsqrt(x / EPSILON + 1.0) / sqrt(EPSILON)


def _linear(state: State, name: str, *, equalized: bool = False) -> nn.Linear:
    """Return the layer of this key; an equalized one with its gain folded in."""
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    gain = 1.0 / sqrt(weight.shape[1]) if equalized else 1.0
    return _with_weights(weight * gain, bias)


def _mapping_layer(state: State, name: str) -> nn.Linear:
    rate = 0.01  # learning rate multiplier of the mapping networks
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    gain = sqrt(2.0) * rate
    return _with_weights(weight * (gain / sqrt(weight.shape[1])), bias * gain)


def _with_weights(weight: Tensor, bias: Tensor) -> nn.Linear:
    linear = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    linear.weight = nn.Parameter(weight.clone(), requires_grad=False)
    linear.bias = nn.Parameter(bias.clone(), requires_grad=False)
    return linear


def _module_name(key: str) -> str:
    return key.replace(".", "_")  # torch wants no dots in the names of modules
