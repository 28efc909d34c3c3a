"""Recomputes the golden files of the layers and of VToonify, for `parity.py`."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from parity_inputs import Golden, check_remade, fill_network, vtoonify_d, vtoonify_t
from torch import Tensor, nn

from vtoonify_rt.nn.dualstylegan import ModRes
from vtoonify_rt.nn.frame_encoder import ResidualBlock
from vtoonify_rt.nn.layers import (
    AdaptiveInstanceNorm,
    Blur,
    EqualLinear,
    ModulatedConv,
    PixelNorm,
    downsampler,
    skip_upsampler,
)
from vtoonify_rt.nn.psp import ResidualUnit, StyleHead
from vtoonify_rt.nn.sizes import FULL
from vtoonify_rt.nn.stylegan2 import StyledConv, ToRgb
from vtoonify_rt.nn.synthetic import normal, sample_image, style_code, vtoonify_input
from vtoonify_rt.nn.vtoonify import Fusion, VToonifyD, VToonifyT

Array = NDArray[Any]
Triples = Iterator[tuple[str, Array, Array]]  # name, found, expected
Network = VToonifyD | VToonifyT
SMALL_SEED = 12  # of the file with two tiny degrees, which does not name it

OPS: dict[str, Callable[[], nn.Module]] = {
    "blur_up": lambda: Blur(gain=4, pad=(1, 1)),
    "upsample": skip_upsampler,
    "downsample": downsampler,
    "modconv": lambda: ModulatedConv(6, 5, 3, 8),
    "modconv_up": lambda: ModulatedConv(6, 5, 3, 8, up=True),
    "modconv_1x1_nodemod": lambda: ModulatedConv(6, 3, 1, 8, demodulate=False),
    "styledconv_up": lambda: StyledConv(6, 5, 8, up=True),
    "torgb": lambda: ToRgb(6, 8),
    "equal_linear": lambda: EqualLinear(7, 5),
    "equal_linear_lrmul": lambda: EqualLinear(7, 5, lr_mul=0.01, activated=True),
    "pixelnorm": PixelNorm,
    "adaresblock_dil1": lambda: ModRes(6, 8),
    "adaresblock_dil2": lambda: ModRes(6, 8, dilation=2),
    "adaresblock_dil4": lambda: ModRes(6, 8, dilation=4),
    "adain": lambda: AdaptiveInstanceNorm(6, 8),
    "fusion": lambda: Fusion(6),
    "vtoonify_resblock": lambda: ResidualBlock(6),
    "irse_same_s1": lambda: ResidualUnit(16, 16, stride=1),
    "irse_same_s2": lambda: ResidualUnit(16, 16, stride=2),
    "irse_proj_s2": lambda: ResidualUnit(16, 32, stride=2),
    "gradual_style_block_16": lambda: StyleHead(16, 8),
}


def ops(golden: Golden) -> Triples:
    """Every layer alone, at toy sizes."""
    for op in dict.fromkeys(key.split("/")[0] for key in golden if "/" in key):
        layer = OPS[op]().eval().requires_grad_(False)
        prefix = f"{op}/param/"
        parameters = {k.removeprefix(prefix): v for k, v in golden.items() if k.startswith(prefix)}
        layer.load_state_dict({key: torch.from_numpy(v) for key, v in parameters.items()})
        inputs = [golden[f"{op}/in{i}"] for i in range(3) if f"{op}/in{i}" in golden]
        result = layer(*(torch.from_numpy(x) if x.ndim else float(x) for x in inputs))
        if op == "fusion":
            result, mask = result
            yield "fusion/out_mask", mask.numpy(), golden["fusion/out_mask"]
        yield f"{op}/out", result.numpy(), golden[f"{op}/out"]


def zplus_to_wplus(network: type[Network]) -> Callable[[Golden], Triples]:
    """The mapping of the rows of a code; only its own weights are filled."""

    def recompute(golden: Golden) -> Triples:
        with torch.device("meta"):
            net = network(FULL)
        inner, prefix = (
            (net.generator.generator, "generator.generator.style.")
            if isinstance(net, VToonifyD)
            else (net.generator, "generator.style.")
        )
        fill_network(inner.style, int(golden["weight_seed"]), prefix)
        z = torch.from_numpy(normal(golden["w"].shape, int(golden["z_seed"]), "z"))
        yield "w", net.zplus_to_wplus(z).numpy(), golden["w"]

    return recompute


def small_degrees(golden: Golden) -> Triples:
    """A degree near zero and zero itself, on the picture of the small trace."""
    net = vtoonify_d(int(golden["weight_seed"]))
    x = torch.from_numpy(vtoonify_input(1, 64, 64, SMALL_SEED))
    style = torch.from_numpy(style_code(1, SMALL_SEED))
    for name, degree in (("y_tiny", 1e-6), ("y_zero", 0.0)):
        yield name, net(x, style, degree).numpy()[..., ::2, ::2], golden[name]


def network(golden: Golden) -> Triples:
    """A whole network; T files give a negative degree."""
    degree = float(golden["d_s"])
    with_masks = degree >= 0
    net = (vtoonify_d if with_masks else vtoonify_t)(int(golden["weight_seed"]))
    size = (int(golden[key]) for key in ("B", "H", "W"))
    pixels = vtoonify_input(*size, int(golden["input_seed"]))
    check_remade(golden, pixels)
    yield "x_first", pixels[:, :, :2, :4], golden["x_first"]
    x, style = torch.from_numpy(pixels), torch.from_numpy(golden["style"])
    if "feat_out" in golden:
        features, skip = net(x, style, degree, return_features=True)
        step = features.shape[1] // golden["feat_out"].shape[1]
        yield "feat_out", features[:, ::step].numpy(), golden["feat_out"]
        yield "feat_skip", skip.numpy(), golden["feat_skip"]
    with _Trace(net, golden) as trace:
        result = net(x, style, degree, return_masks=with_masks)
    y, masks = result if with_masks else (result, [])
    yield from _cut(y.numpy(), golden)
    for level, mask in enumerate(masks):
        if (name := f"mask{level}") in golden:
            step = 2 if mask.shape[-1] > golden[name].shape[-1] else 1
            yield name, mask[..., ::step, ::step].numpy(), golden[name]
    yield from trace.triples()


def _cut(y: Array, golden: Golden) -> Triples:
    if "y" in golden:
        yield "y", y, golden["y"]
        return
    for part, found in sample_image(y).items():
        yield f"y/{part}", found, golden[f"y/{part}"]


class _Trace:
    """Keeps what the modules named in a golden file gave."""

    def __init__(self, net: nn.Module, golden: Golden) -> None:
        self._golden = {key: value for key, value in golden.items() if key.startswith("act/")}
        self._names = dict.fromkeys(key.split("/")[1] for key in self._golden)
        self._net = net
        self._outputs: dict[str, Array] = {}

    def __enter__(self) -> "_Trace":
        modules = dict(self._net.named_modules())
        self._hooks = [
            modules[name].register_forward_hook(self._keep(name)) for name in self._names
        ]
        return self

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()

    def _keep(self, name: str) -> Callable[[nn.Module, object, Tensor | tuple[Tensor, ...]], None]:
        def hook(_module: nn.Module, _inputs: object, output: Tensor | tuple[Tensor, ...]) -> None:
            first = output if isinstance(output, Tensor) else output[0]
            self._outputs[name] = first.numpy()

        return hook

    def triples(self) -> Triples:
        for key, expected in self._golden.items():
            _, name, *part = key.split("/")
            output = self._outputs[name]
            if part == ["stats"]:
                exact = output.astype(np.float64)
                yield key, np.stack([exact.mean(), exact.std()]), expected
            elif part == ["sub"]:
                steps = [max(1, size // 16) for size in output.shape[1:]]
                yield key, output[:, :: steps[0], :: steps[1], :: steps[2]], expected
            else:
                yield key, output.reshape(expected.shape), expected


KINDS: dict[str, Callable[[Golden], Triples]] = {
    "ops": ops,
    "zplus2wplus_d": zplus_to_wplus(VToonifyD),
    "zplus2wplus_t": zplus_to_wplus(VToonifyT),
    "d_small_ds_tiny": small_degrees,  # before the kind that its name begins with, too
    "d_": network,
    "t_": network,
}
