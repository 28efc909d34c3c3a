"""The Lite network: one small picture-to-picture net that holds several looks.

It is made for processors without a graphics card, so its shape follows what
ONNX Runtime does well: dense convolutions whose channels are multiples of 16,
ReLU, nearest upsampling and additive skips.  Nothing runs at full resolution:
the first convolution halves the picture, and the head predicts the four pixels
of every 2x2 cell at once.

The net predicts the stylized picture itself, not a change to the input; a
residual would pass camera noise straight through.  It has four output channels.
Colour looks use the first three as RGB.  Tone looks use the fourth, which a
256-entry palette turns into colour, so that one training serves many palettes.

A style is a code.  Its first number says how far the look is a tone look (0 or
1), the rest is learned.  `LiteStyle` turns a code into scales and shifts for
the features of the net, which is all that differs from one look to another.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIZE_MULTIPLE = 32  # the picture is halved five times


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteConfig:
    """Sizes of a Lite network, level by level from 1/2 to 1/32 of the picture."""

    channels: tuple[int, ...] = (16, 32, 64, 96, 96)
    encoder_blocks: tuple[int, ...] = (0, 0, 0, 1, 2)
    decoder_blocks: tuple[int, ...] = (1, 2, 1, 1)
    code_size: int = 9  # tone flag and 8 learned numbers

    def __post_init__(self) -> None:
        if len(self.encoder_blocks) != len(self.channels):
            raise ValueError("encoder_blocks needs one number per level")
        if len(self.decoder_blocks) != len(self.channels) - 1:
            raise ValueError("decoder_blocks needs one number per level but the last")

    @property
    def size_multiple(self) -> int:
        """What the height and width of a picture must be divisible by."""
        return int(2 ** len(self.channels))


class Modulation(nn.Module):
    """Scales and shifts features by the next numbers of the modulation vector."""

    def __init__(self, num_channels: int, offset: int) -> None:
        super().__init__()
        self.num_channels = num_channels
        self.offset = offset

    @property
    def end(self) -> int:
        """Where the numbers of the next modulation start."""
        return self.offset + 2 * self.num_channels

    def forward(self, x: Tensor, modulation: Tensor) -> Tensor:
        """
        x: (N, C, H, W) features
        modulation: (N, M), of which this layer reads 2 C
        returns: (N, C, H, W)
        """
        own = modulation[:, self.offset : self.end, None, None]
        scale, shift = own.chunk(2, dim=1)  # each (N, C, 1, 1)
        result: Tensor = x * scale + shift
        return result


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions beside an identity path, optionally modulated."""

    def __init__(self, num_channels: int, modulation: Modulation | None) -> None:
        super().__init__()
        self.first = nn.Conv2d(num_channels, num_channels, 3, padding=1)
        self.second = nn.Conv2d(num_channels, num_channels, 3, padding=1)
        self.modulation = modulation

    def forward(self, x: Tensor, modulation: Tensor) -> Tensor:
        """x and the result: (N, C, H, W); modulation: (N, M)."""
        hidden = self.first(x)
        if self.modulation is not None:
            hidden = self.modulation(hidden, modulation)
        result: Tensor = x + self.second(F.relu(hidden))
        return result


class LiteNet(nn.Module):
    """The part that runs on every frame."""

    def __init__(self, config: LiteConfig) -> None:
        super().__init__()
        self.config = config
        self.num_modulation = 0
        channels = config.channels
        levels = range(len(channels))
        self.stem = nn.Conv2d(3, channels[0], 6, stride=2, padding=2)
        self.down = nn.ModuleList(
            nn.Conv2d(channels[i], channels[i + 1], 3, stride=2, padding=1) for i in levels[:-1]
        )
        self.down_modulation = nn.ModuleList(self._modulation(channels[i + 1]) for i in levels[:-1])
        self.encoder = nn.ModuleList(
            self._blocks(i, config.encoder_blocks[i], channels[i]) for i in levels
        )
        self.up = nn.ModuleList(nn.Conv2d(channels[i + 1], channels[i], 1) for i in levels[:-1])
        self.decoder = nn.ModuleList(
            self._blocks(i, config.decoder_blocks[i], channels[i]) for i in levels[:-1]
        )
        self.head = nn.Conv2d(channels[0], 16, 3, padding=1)

    def _modulation(self, num_channels: int) -> Modulation:
        layer = Modulation(num_channels, self.num_modulation)
        self.num_modulation = layer.end
        return layer

    def _blocks(self, level: int, count: int, num_channels: int) -> nn.ModuleList:
        # At 1/2 a modulation would cost as much time as a quarter of a convolution.
        return nn.ModuleList(
            ResidualBlock(num_channels, self._modulation(num_channels) if level > 0 else None)
            for _ in range(count)
        )

    def features(self, picture: Tensor, modulation: Tensor) -> Tensor:
        """
        picture: (N, 3, H, W) RGB in 0..1, H and W divisible by 32
        modulation: (N, num_modulation)
        returns: (N, 16, H/2, W/2): the RGB of the four pixels of a cell, row by
            row, in channels 0..11 and their tones in 12..15
        """
        x = self.stem(picture)
        skips = []
        for level, blocks in enumerate(self.encoder):
            if level > 0:
                x = self.down[level - 1](F.relu(x))
                x = self.down_modulation[level - 1](x, modulation)
            for block in blocks:  # type: ignore[attr-defined]
                x = block(x, modulation)
            skips.append(x)
        for level in reversed(range(len(self.up))):
            x = F.interpolate(self.up[level](x), scale_factor=2.0, mode="nearest") + skips[level]
            for block in self.decoder[level]:  # type: ignore[attr-defined]
                x = block(x, modulation)
        cells: Tensor = self.head(x)
        return cells

    def forward(self, picture: Tensor, modulation: Tensor) -> Tensor:
        """
        picture: (N, 3, H, W) RGB in 0..1
        modulation: (N, num_modulation)
        returns: (N, 4, H, W): RGB and tone, about 0..1, not clamped
        """
        cells = self.features(picture, modulation)
        n, _, h, w = cells.shape
        rgb = (
            cells[:, :12].reshape(n, 2, 2, 3, h, w).permute(0, 3, 4, 1, 5, 2)
        )  # (N, 3, h, 2, w, 2)
        tone = cells[:, 12:].reshape(n, 2, 2, 1, h, w).permute(0, 3, 4, 1, 5, 2)
        return torch.cat([rgb, tone], dim=1).reshape(n, 4, 2 * h, 2 * w)


class LiteStyle(nn.Module):
    """The part that runs when a style changes: code to modulation."""

    def __init__(self, code_size: int, num_modulation: int) -> None:
        super().__init__()
        self.affine = nn.Linear(code_size, num_modulation)
        nn.init.normal_(self.affine.weight, std=0.1)
        nn.init.zeros_(self.affine.bias)

    def forward(self, code: Tensor) -> Tensor:
        """code: (N, code_size); returns: (N, num_modulation), scales near 1."""
        modulation: Tensor = self.affine(code)
        return modulation


class LiteModel(nn.Module):
    """A Lite network with the codes of the looks it is trained on."""

    def __init__(self, config: LiteConfig, tone_flags: tuple[bool, ...]) -> None:
        super().__init__()
        self.config = config
        self.net = LiteNet(config)
        self.style = LiteStyle(config.code_size, self.net.num_modulation)
        self.learned_codes = nn.Parameter(torch.randn(len(tone_flags), config.code_size - 1))
        self.tone_flags: Tensor
        self.register_buffer("tone_flags", torch.tensor(tone_flags, dtype=torch.float32)[:, None])
        self._initialise()

    def _initialise(self) -> None:
        """Start near a plain net: blocks almost silent, scales 1, output mid grey."""
        layers = list(self.net.modules())
        with torch.no_grad():
            for layer in layers:
                if isinstance(layer, nn.Conv2d):
                    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                    nn.init.constant_(_bias(layer), 0.0)
            for layer in layers:
                if isinstance(layer, ResidualBlock):
                    layer.second.weight.mul_(0.2)
                if isinstance(layer, Modulation):
                    scales = slice(layer.offset, layer.offset + layer.num_channels)
                    self.style.affine.bias[scales] = 1.0
            for layer in self.net.up:
                layer.weight.mul_(0.5)  # type: ignore[operator]
            self.net.head.weight.mul_(0.1)
            _bias(self.net.head).fill_(0.5)

    def codes(self) -> Tensor:
        """Return the codes of all looks, (num_looks, code_size)."""
        return torch.cat([self.tone_flags, self.learned_codes], dim=1)

    def forward(self, picture: Tensor, look: Tensor) -> Tensor:
        """
        picture: (N, 3, H, W) RGB in 0..1
        look: (N,) indices of looks
        returns: (N, 4, H, W): RGB and tone, about 0..1
        """
        result: Tensor = self.net(picture, self.style(self.codes()[look]))
        return result


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias
