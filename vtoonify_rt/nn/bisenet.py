"""BiSeNet, the face parser: 19 logits for each pixel, from background to hat.

The network of the public face-parsing weights, with their key names.  Two side outputs that only
training looks at are kept, so that its files load strictly; see `side_logits`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from vtoonify_rt.nn.sizes import BisenetSizes


class ConvNormRelu(nn.Module):
    """Convolution without bias, batch norm, ReLU."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, padding=kernel_size // 2, bias=False
        )
        self.bn = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        return F.relu(self.bn(self.conv(x)))


class BasicBlock(nn.Module):
    """The two-convolution block of ResNet-18."""

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H / stride, W / stride)."""
        hidden = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(hidden)) + self.downsample(x))


class ResNet18(nn.Module):
    """The trunk: features at 1/8, 1/16 and 1/32 of the picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = _stage(width, width, stride=1)
        self.layer2 = _stage(width, 2 * width, stride=2)
        self.layer3 = _stage(2 * width, 4 * width, stride=2)
        self.layer4 = _stage(4 * width, 8 * width, stride=2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """
        x: (N, 3, H, W)
        returns: (N, 2 width, H/8, W/8), (N, 4 width, H/16, W/16), (N, 8 width, H/32, W/32),
            sizes rounded up
        """
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer1(F.max_pool2d(x, 3, stride=2, padding=1))
        at_8 = self.layer2(x)
        at_16 = self.layer3(at_8)
        return at_8, at_16, self.layer4(at_16)


def _stage(in_channels: int, out_channels: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        BasicBlock(in_channels, out_channels, stride), BasicBlock(out_channels, out_channels, 1)
    )


class AttentionRefinement(nn.Module):
    """Features weighed, channel by channel, by what their mean says."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv = ConvNormRelu(in_channels, out_channels, 3)
        self.conv_atten = nn.Conv2d(out_channels, out_channels, 1, bias=False)
        self.bn_atten = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        features: Tensor = self.conv(x)
        attention = torch.sigmoid(self.bn_atten(self.conv_atten(_mean(features))))
        return features * attention


class ContextPath(nn.Module):
    """The trunk and, from coarse to fine, its refined features added up."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.resnet = ResNet18(width)
        self.arm16 = AttentionRefinement(4 * width, 2 * width)
        self.arm32 = AttentionRefinement(8 * width, 2 * width)
        self.conv_head32 = ConvNormRelu(2 * width, 2 * width, 3)
        self.conv_head16 = ConvNormRelu(2 * width, 2 * width, 3)
        self.conv_avg = ConvNormRelu(8 * width, 2 * width, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """
        x: (N, 3, H, W)
        returns: trunk features and context at 1/8, (N, 2 width, H/8, W/8) each, and the context
            at 1/16, (N, 2 width, H/16, W/16)
        """
        at_8, at_16, at_32 = self.resnet(x)
        context = self.arm32(at_32) + self.conv_avg(_mean(at_32))
        context_16 = self.conv_head32(_nearest(context, at_16))
        context = self.arm16(at_16) + context_16
        return at_8, self.conv_head16(_nearest(context, at_8)), context_16


class FeatureFusion(nn.Module):
    """Trunk features and context joined, with attention to channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.convblk = ConvNormRelu(4 * width, 4 * width, 1)
        self.conv1 = nn.Conv2d(4 * width, width, 1, bias=False)
        self.conv2 = nn.Conv2d(width, 4 * width, 1, bias=False)

    def forward(self, features: Tensor, context: Tensor) -> Tensor:
        """Two (N, 2 width, H, W) to (N, 4 width, H, W)."""
        joined: Tensor = self.convblk(torch.cat([features, context], dim=1))
        attention = torch.sigmoid(self.conv2(F.relu(self.conv1(_mean(joined)))))
        return joined + joined * attention


class Output(nn.Module):
    """Features to logits."""

    def __init__(self, in_channels: int, mid_channels: int, num_classes: int) -> None:
        super().__init__()
        self.conv = ConvNormRelu(in_channels, mid_channels, 3)
        self.conv_out = nn.Conv2d(mid_channels, num_classes, 1, bias=False)

    def forward(self, x: Tensor, height: int, width: int) -> Tensor:
        """(N, in_channels, h, w) to (N, num_classes, height, width)."""
        logits: Tensor = self.conv_out(self.conv(x))
        return F.interpolate(logits, (height, width), mode="bilinear", align_corners=True)


class BiSeNet(nn.Module):
    """The face parser."""

    def __init__(self, sizes: BisenetSizes) -> None:
        super().__init__()
        width = sizes.width
        self.cp = ContextPath(width)
        self.ffm = FeatureFusion(width)
        self.conv_out = Output(4 * width, 4 * width, sizes.num_classes)
        self.conv_out16 = Output(2 * width, width, sizes.num_classes)
        self.conv_out32 = Output(2 * width, width, sizes.num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """
        x: (N, 3, H, W) RGB, in VToonify's use in -2..2; any size from 32
        returns: (N, num_classes, H, W) logits
        """
        features, context, _ = self.cp(x)
        logits: Tensor = self.conv_out(self.ffm(features, context), *x.shape[2:])
        return logits

    def side_logits(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """
        x: as for `forward`
        returns: (N, num_classes, H, W) twice: the logits that the contexts at 1/8 and at 1/16
            give by themselves, which training compares with the truth, too
        """
        _, context_8, context_16 = self.cp(x)
        size = x.shape[2:]
        return self.conv_out16(context_8, *size), self.conv_out32(context_16, *size)


def parsing_logits(net: BiSeNet, rgb: Tensor) -> Tensor:
    """Parse a picture as VToonify does: at twice its size and twice its contrast.

    rgb: (N, 3, H, W) in -1..1
    returns: (N, num_classes, H, W) raw logits; VToonify's input is a sixteenth of them
    """
    doubled = F.interpolate(rgb, scale_factor=2.0, mode="bilinear", align_corners=False)
    logits: Tensor = net(2 * doubled)
    return logits[:, :, ::2, ::2]  # nearest, by one half


def _mean(x: Tensor) -> Tensor:
    """(N, C, H, W) to (N, C, 1, 1)."""
    return x.mean(dim=(2, 3), keepdim=True)


def _nearest(x: Tensor, like: Tensor) -> Tensor:
    """Return x, (N, C, h, w), at the height and width of `like`."""
    return F.interpolate(x, (like.shape[2], like.shape[3]), mode="nearest")
