"""The sizes of the VToonify networks, and how to read them off a file's shapes.

Everything about the networks follows from a few numbers.  The `FULL` sizes give the published key
names and shapes; the tiny ones keep every part of them and run in milliseconds.

Pixel sizes are nominal: those of the square picture of `in_px` that the networks were trained on.
A frame of another size scales them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from math import log2

Shapes = Mapping[str, Sequence[int]]


def _log2(size: int) -> int:
    exponent = int(log2(size)) if size > 0 else -1
    if size != 1 << max(exponent, 0):
        raise ValueError(f"a resolution must be a power of two, got {size}")
    return exponent


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSizes:
    """The sizes of a VToonify network and of the generator inside it."""

    out_px: int  # output resolution
    in_px: int  # a quarter of it
    bottleneck_px: int  # resolution of the encoder's residual blocks
    w_dim: int
    channels: Mapping[int, int]  # of the generator, by nominal resolution: 4..out_px
    stem_channels: int  # of the encoder's first convolution
    num_classes: int = 19  # parsing logits

    def __post_init__(self) -> None:
        if self.in_px * 4 != self.out_px:
            raise ValueError(f"in_px must be out_px / 4 = {self.out_px / 4:g}, got {self.in_px}")
        if not 8 <= self.bottleneck_px <= self.in_px:
            raise ValueError(f"bottleneck_px must be in 8..{self.in_px}, got {self.bottleneck_px}")
        if list(self.channels) != [4 << i for i in range(_log2(self.out_px) - 1)]:
            raise ValueError(f"channels must be given for 4, 8 .. {self.out_px}, in this order")
        # VToonify runs copies of DualStyleGAN's blocks of all lower resolutions at the bottleneck.
        lowest = {self.channels.get(4 << i) for i in range(_log2(self.bottleneck_px) - 1)}
        if len(lowest) != 1:
            raise ValueError(f"channels must be equal up to {self.bottleneck_px}, got {lowest}")

    @property
    def in_channels(self) -> int:
        """RGB and the parsing logits."""
        return 3 + self.num_classes

    @property
    def num_rows(self) -> int:
        """How many style vectors a W+ code has: 18."""
        return 2 * _log2(self.out_px) - 2

    @property
    def num_modres(self) -> int:
        """Residual blocks at the bottleneck, each with a ModRes in the D network: 6."""
        return 2 * (_log2(self.bottleneck_px) - 2)

    @property
    def structure_rows(self) -> int:
        """How many rows of a code, from the first, are structure; the others are colour: 7."""
        return self.num_modres + 1

    @property
    def num_strides(self) -> int:
        """How often the encoder halves the picture: 3."""
        return _log2(self.in_px // self.bottleneck_px)

    @property
    def fusion_px(self) -> tuple[int, ...]:
        """Resolutions at which encoder features join, coarse to fine: 32, 64, 128, 256."""
        return tuple(self.bottleneck_px << i for i in range(self.num_strides + 1))

    @property
    def synthesis_px(self) -> tuple[int, ...]:
        """Resolutions that the decoder synthesizes: 64, 128, 256, 512, 1024."""
        return tuple(px for px in self.channels if px > self.bottleneck_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class PspSizes:
    """The sizes of a pSp encoder; its input is always 256x256."""

    widths: tuple[int, ...]  # of the four stages, growing
    units: tuple[int, ...]  # residual units per stage
    w_dim: int
    num_rows: int

    def __post_init__(self) -> None:
        if len(self.widths) != 4 or len(self.units) != 4:
            raise ValueError(f"a pSp encoder has 4 stages, got {self.widths} and {self.units}")
        if sorted(set(self.widths)) != list(self.widths):
            raise ValueError(f"stages must grow in width, got {self.widths}")
        if self.widths[-1] != self.w_dim:  # the first heads look at the last stage itself
            raise ValueError(f"the last stage must be w_dim = {self.w_dim} wide: {self.widths}")

    @property
    def feature_units(self) -> tuple[int, int, int]:
        """Indices of the units in `body` whose outputs feed the styles: 6, 20, 23."""
        ends = [sum(self.units[: i + 1]) - 1 for i in range(4)]
        return ends[1], ends[2], ends[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class BisenetSizes:
    """The sizes of a BiSeNet face parser; every width in it is a multiple of `width`."""

    width: int
    num_classes: int = 19


FULL = NetworkSizes(
    out_px=1024,
    in_px=256,
    bottleneck_px=32,
    w_dim=512,
    channels={
        **dict.fromkeys((4, 8, 16, 32, 64), 512),
        **{128: 256, 256: 128, 512: 64, 1024: 32},
    },
    stem_channels=32,
)
TINY128 = NetworkSizes(
    out_px=128,
    in_px=32,
    bottleneck_px=8,
    w_dim=32,
    channels={4: 24, 8: 24, 16: 24, 32: 16, 64: 12, 128: 8},
    stem_channels=8,
)
TINY64 = NetworkSizes(
    out_px=64,
    in_px=16,
    bottleneck_px=8,
    w_dim=32,
    channels={4: 24, 8: 24, 16: 16, 32: 12, 64: 8},
    stem_channels=8,
)
PSP_FULL = PspSizes(widths=(64, 128, 256, 512), units=(3, 4, 14, 3), w_dim=512, num_rows=18)
PSP_TINY = PspSizes(widths=(16, 20, 24, 32), units=(1, 2, 1, 1), w_dim=32, num_rows=12)
BISENET_FULL = BisenetSizes(width=64)
BISENET_TINY = BisenetSizes(width=8)


def sizes_from_shapes(shapes: Shapes) -> NetworkSizes:
    """Return the sizes of the VToonify (D or T) that a state dict with these shapes is of.

    Raises ValueError when a tensor that tells a size is missing or out of shape.  The others are
    not looked at: load the state dict strictly to be sure of them.
    """
    is_d = "generator.generator.input.input" in shapes
    generator = "generator.generator" if is_d else "generator"
    num_blocks = _count(shapes, f"{generator}.to_rgbs.{{}}.bias")
    num_fusions = _count(shapes, "fusion_skip.{}.weight")
    if not 1 <= num_fusions < num_blocks:
        raise ValueError(f"not a VToonify: {num_blocks} RGB outputs and {num_fusions} fusions")
    constant = _shape(shapes, f"{generator}.input.input", 4)
    channels = {4: constant[1]}
    for block in range(num_blocks):
        weight = _shape(shapes, f"{generator}.convs.{2 * block + 1}.conv.weight", 5)
        channels[8 << block] = weight[1]
    out_px = 4 << num_blocks
    stem = _shape(shapes, "encoder.0.0.weight", 4)
    return NetworkSizes(
        out_px=out_px,
        in_px=out_px // 4,
        bottleneck_px=out_px // 4 >> (num_fusions - 1),
        w_dim=_shape(shapes, f"{generator}.style.1.weight", 2)[0],
        channels=channels,
        stem_channels=stem[0],
        num_classes=stem[1] - 3,
    )


def psp_sizes_from_shapes(shapes: Shapes) -> PspSizes:
    """Return the sizes of the pSp encoder (keys without `encoder.`) with these shapes.

    Raises ValueError when a tensor that tells a size is missing or out of shape.
    """
    num_units = _count(shapes, "body.{}.res_layer.3.weight")
    depths = [_shape(shapes, f"body.{i}.res_layer.3.weight", 4)[0] for i in range(num_units)]
    stages = [(width, len(list(units))) for width, units in groupby(depths)]
    return PspSizes(
        widths=tuple(width for width, _ in stages),
        units=tuple(units for _, units in stages),
        w_dim=_shape(shapes, "styles.0.linear.weight", 2)[0],
        num_rows=_count(shapes, "styles.{}.linear.weight"),
    )


def bisenet_sizes_from_shapes(shapes: Shapes) -> BisenetSizes:
    """Return the sizes of the BiSeNet with these shapes.

    Raises ValueError when a tensor that tells a size is missing or out of shape.
    """
    return BisenetSizes(
        width=_shape(shapes, "cp.resnet.conv1.weight", 4)[0],
        num_classes=_shape(shapes, "conv_out.conv_out.weight", 4)[0],
    )


def _count(shapes: Shapes, key: str) -> int:
    """Return how many of `key` with 0, 1, 2 .. in it there are."""
    return next(i for i in count() if key.format(i) not in shapes)


def _shape(shapes: Shapes, key: str, num_dims: int) -> tuple[int, ...]:
    if key not in shapes:
        raise ValueError(f"the tensor {key} is missing")
    shape = tuple(shapes[key])
    if len(shape) != num_dims:
        raise ValueError(f"the tensor {key} has the shape {shape}, expected {num_dims} dimensions")
    return shape
