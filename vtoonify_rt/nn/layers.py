"""Layers of the StyleGAN family, as the papers describe them.

Weights are *equalized*: what is stored has unit variance, and the layer scales it by the square
root of its fan-in each time it runs.  Attribute names are those of the published files, whose keys
are an interface; for the same reason the constant blur kernels are buffers.
"""

from math import sqrt

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SLOPE = 0.2  # of every leaky ReLU here


def activate(x: Tensor) -> Tensor:
    """Apply the leaky ReLU, times the gain that keeps the variance; any shape."""
    return F.leaky_relu(x, SLOPE) * sqrt(2)


class PixelNorm(nn.Module):
    """Scales vectors to a mean square of one."""

    def forward(self, x: Tensor) -> Tensor:
        """x and the result: (..., C)."""
        return x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + 1e-8)


class EqualLinear(nn.Module):
    """A linear layer with equalized weights; `lr_mul` scales how fast it learns."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        lr_mul: float = 1.0,
        bias_init: float = 0.0,
        activated: bool = False,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) / lr_mul)
        self.bias = nn.Parameter(torch.full((out_features,), bias_init / lr_mul))
        self.lr_mul = lr_mul
        self.scale = lr_mul / sqrt(in_features)
        self.activated = activated

    def forward(self, x: Tensor) -> Tensor:
        """x: (..., in_features); returns: (..., out_features)."""
        result = F.linear(x, self.weight * self.scale, self.bias * self.lr_mul)
        return activate(result) if self.activated else result


class EqualConv(nn.Module):
    """A same-size 3x3 convolution with equalized weights and no bias."""

    def __init__(self, num_channels: int, dilation: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_channels, num_channels, 3, 3))
        self.scale = 1 / sqrt(num_channels * 9)
        self.dilation = dilation

    def forward(self, x: Tensor) -> Tensor:
        """x and the result: (N, C, H, W)."""
        weight = self.weight * self.scale
        return F.conv2d(x, weight, padding=self.dilation, dilation=self.dilation)


class BiasedActivation(nn.Module):
    """Adds a bias per channel, then activates."""

    def __init__(self, num_channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(num_channels))

    def forward(self, x: Tensor) -> Tensor:
        """x and the result: (N, C, H, W)."""
        return activate(x + self.bias[:, None, None])


class Blur(nn.Module):
    """Resamples a picture with the binomial filter 1, 3, 3, 1.

    The filter runs over the picture after `up` - 1 zeros were put behind every pixel and `pad`
    zeros at the top and left, at the bottom and right.  Of the result every `down`-th pixel stays.
    Its sum is `gain`, which must be up^2 to keep the brightness.
    """

    def __init__(self, *, gain: float, pad: tuple[int, int], up: int = 1, down: int = 1) -> None:
        super().__init__()
        taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
        self.kernel: Tensor
        self.register_buffer("kernel", torch.outer(taps, taps) / 64 * gain)
        self.pad = pad
        self.up = up
        self.down = down

    def forward(self, x: Tensor) -> Tensor:
        """x: (N, C, H, W); returns: (N, C, H', W')."""
        n, c, h, w = x.shape
        x = x.reshape(n * c, 1, h, w)  # one picture per channel
        if self.up > 1:
            spread = x.new_zeros(n * c, 1, h, self.up, w, self.up)
            spread[:, :, :, 0, :, 0] = x
            x = spread.reshape(n * c, 1, h * self.up, w * self.up)
        x = F.pad(x, (*self.pad, *self.pad))
        x = F.conv2d(x, self.kernel.flip(0, 1)[None, None], stride=self.down)
        return x.reshape(n, c, *x.shape[2:])


def skip_upsampler() -> Blur:
    """Return the layer that doubles an RGB skip: bilinear, with zeros around the picture."""
    return Blur(gain=4, pad=(2, 1), up=2)


def downsampler() -> Blur:
    """Return the layer that halves a picture of even height and width."""
    return Blur(gain=1, pad=(1, 1), down=2)


class ModulatedConv(nn.Module):
    """A convolution whose weights are scaled by a style, per input channel and per sample."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        w_dim: int,
        *,
        up: bool = False,
        demodulate: bool = True,
    ) -> None:
        super().__init__()
        size = kernel_size
        self.weight = nn.Parameter(torch.randn(1, out_channels, in_channels, size, size))
        self.scale = 1 / sqrt(in_channels * size * size)
        self.modulation = EqualLinear(w_dim, in_channels, bias_init=1.0)
        # A transposed convolution gives one row and one column more than double.
        self.blur = Blur(gain=4, pad=(1, 1)) if up else None
        self.demodulate = demodulate

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """
        x: (N, in_channels, H, W)
        w: (N, w_dim)
        returns: (N, out_channels, H, W), or (N, out_channels, 2 H, 2 W) when made with `up`
        """
        n, in_channels, height, width = x.shape
        weight = self.modulated_weight(w)  # (N, out, in, k, k)
        x = x.reshape(1, n * in_channels, height, width)  # a group per sample
        if self.blur is None:
            padding = weight.shape[-1] // 2
            x = F.conv2d(x, weight.flatten(0, 1), padding=padding, groups=n)
            return x.reshape(n, -1, height, width)
        weight = weight.transpose(1, 2).flatten(0, 1)  # (N * in, out, k, k)
        x = F.conv_transpose2d(x, weight, stride=2, groups=n)
        result: Tensor = self.blur(x.reshape(n, -1, 2 * height + 1, 2 * width + 1))
        return result

    def modulated_weight(self, w: Tensor) -> Tensor:
        """w: (N, w_dim); returns: (N, out_channels, in_channels, k, k)."""
        style = self.modulation(w)[:, None, :, None, None]  # (N, 1, in, 1, 1)
        weight: Tensor = self.weight * self.scale * style
        if self.demodulate:
            weight = weight * torch.rsqrt(weight.square().sum((2, 3, 4), keepdim=True) + 1e-8)
        return weight


class AdaptiveInstanceNorm(nn.Module):
    """Normalizes each feature map, then scales and shifts it as a style says."""

    def __init__(self, num_features: int, style_dim: int) -> None:
        super().__init__()
        self.style = nn.Linear(style_dim, 2 * num_features)
        with torch.no_grad():
            self.style.bias[:num_features] = 1
            self.style.bias[num_features:] = 0

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """
        x: (N, C, H, W)
        style: (N, style_dim), or (1, style_dim) for all
        returns: (N, C, H, W)
        """
        scale, shift = self.style(style)[:, :, None, None].chunk(2, dim=1)  # each (N, C, 1, 1)
        result: Tensor = scale * F.instance_norm(x) + shift
        return result
