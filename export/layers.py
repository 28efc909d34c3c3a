"""Parts of the frame graph: convolutions with given weights, and what stands between them."""

from math import sqrt
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from export.conditioning import State

NORM_EPSILON = 1e-5
Layer = TypeVar("Layer", nn.Conv2d, nn.ConvTranspose2d)


def adain(x: Tensor, scale_and_shift: Tensor) -> Tensor:
    """Normalise each map of x (N, C, H, W) over the picture, then scale and shift it."""
    scale, shift = torch.chunk(scale_and_shift.float(), 2)
    normalised = F.instance_norm(x.float(), weight=scale, bias=shift, eps=NORM_EPSILON)
    return normalised.to(x.dtype)


def per_channel(values: Tensor) -> Tensor:
    """(C,) to (1, C, 1, 1)."""
    return values[None, :, None, None]


def equalized(weight: Tensor) -> Tensor:
    """Fold an equalized convolution's gain into its weight (out, in, k, k)."""
    return weight / sqrt(weight[0].numel())


def blur_kernel() -> Tensor:
    """Return StyleGAN2's FIR kernel (4, 4) with the gain 4 that upsampling by two needs."""
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    return torch.outer(taps, taps) / 16.0


def conv_of(state: State, name: str, *, stride: int = 1, gain: float = 1.0) -> nn.Conv2d:
    """Return the 3x3 or 1x1 convolution of this key, its weight and bias times `gain`."""
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    return conv(weight * gain, bias * gain, stride=stride)


def conv(
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
    layer = nn.Conv2d(
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
    return _set(layer, weight, bias)


def transposed(
    weight: Tensor, *, stride: int, padding: int = 0, groups: int = 1
) -> nn.ConvTranspose2d:
    """Return a transposed convolution with this weight (in, out, k, k)."""
    in_channels, out_channels, size, _ = weight.shape
    layer = nn.ConvTranspose2d(
        in_channels,
        out_channels * groups,
        size,
        stride=stride,
        padding=padding,
        groups=groups,
        bias=False,
        device="meta",
    )
    return _set(layer, weight, None)


def _set(layer: Layer, weight: Tensor, bias: Tensor | None) -> Layer:
    layer.weight = nn.Parameter(weight.clone(), requires_grad=False)
    if bias is not None:
        layer.bias = nn.Parameter(bias.clone(), requires_grad=False)
    return layer
