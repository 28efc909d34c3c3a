"""Weights and inputs that are the same on every machine, without any file.

They stand in for published weights, which cannot be shipped: numbers that another implementation
of the networks gave with them are the golden files, and a model exported from them is test
equipment.  What they draw means nothing, but activations stay in a sane range all the way through.

Every tensor has a random stream of its own, made from the seed and its key, so it does not depend
on which others there are.  The rule for a tensor goes by its key, the published name.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float32]
Rule = Callable[[np.random.Generator, tuple[int, ...]], Array]

NUM_ROWS, W_DIM = 18, 512  # of the published codes


def generator(seed: int, key: str) -> np.random.Generator:
    """Return the random stream of `key`."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "little")))


def fill(shapes: Mapping[str, Sequence[int]], seed: int) -> dict[str, Array]:
    """Return a tensor for every key: float32, but int64 zero for `num_batches_tracked`."""
    return {key: tensor(key, shape, seed) for key, shape in shapes.items()}


def tensor(key: str, shape: Sequence[int], seed: int) -> Array:
    """Return the tensor that `fill` gives `key`."""
    rule = next(rule for pattern, rule in _RULES if pattern.search(key))
    return rule(generator(seed, key), tuple(shape))


def normal(shape: Sequence[int], seed: int, name: str, std: float = 1.0) -> Floats:
    """Return normally distributed numbers."""
    return (generator(seed, name).standard_normal(tuple(shape)) * std).astype(np.float32)


def style_code(num: int, seed: int, name: str = "style") -> Floats:
    """Return (num, 18, 512) W+ codes."""
    return normal((num, NUM_ROWS, W_DIM), seed, name, 0.7)


def smooth(
    shape: tuple[int, int, int, int],
    seed: int,
    name: str = "image",
    *,
    waves: int = 12,
    noise: float = 0.05,
) -> Floats:
    """Return a (N, C, H, W) picture in [-1, 1]: plane waves, and a little white noise."""
    num, channels, height, width = shape
    picture = np.empty(shape, np.float32)
    for item, channel in np.ndindex(num, channels):
        stream = generator(seed, f"{name}/{item}/{channel}")
        picture[item, channel] = _plane(stream, height, width, waves, noise)
    return picture


def _plane(
    stream: np.random.Generator, height: int, width: int, waves: int, noise: float
) -> NDArray[np.float64]:
    y = np.arange(height)[:, None] / height
    x = np.arange(width)[None] / width
    x_cycles, y_cycles = stream.uniform(-6, 6, waves), stream.uniform(-6, 6, waves)
    phases, amplitudes = stream.uniform(0, 2 * np.pi, waves), stream.uniform(0.3, 1, waves)
    plane = np.zeros((height, width))
    for fx, fy, phase, amplitude in zip(x_cycles, y_cycles, phases, amplitudes, strict=True):
        plane += amplitude * np.cos(2 * np.pi * (fx * x + fy * y) + phase)
    plane /= np.abs(plane).max() + 1e-9
    mixed: NDArray[np.float64] = plane * (1 - noise) + noise * stream.uniform(-1, 1, plane.shape)
    return mixed


def vtoonify_input(num: int, height: int, width: int, seed: int) -> Floats:
    """Return (num, 22, height, width): RGB in [-1, 1] and what looks like parsing logits / 16."""
    rgb = smooth((num, 3, height, width), seed, "rgb")
    parsing = smooth((num, 19, height, width), seed, "parsing") * np.float32(0.5)
    return np.concatenate([rgb, parsing], axis=1)


def uint8_frame(height: int, width: int, seed: int) -> NDArray[np.uint8]:
    """Return an RGB picture (height, width, 3)."""
    planes = smooth((1, 3, height, width), seed, "frame", waves=16, noise=0.15)[0]
    frame: NDArray[np.float64] = np.floor(
        (planes.transpose(1, 2, 0).astype(np.float64) + 1) * 127.5
    )
    return frame.clip(0, 255).astype(np.uint8)


def sample_image(y: Array) -> dict[str, Array]:
    """Return what golden files keep of a big picture (N, C, H, W).

    `sub` is every 8th pixel, `mid` the 48x48 window in the middle, `tl` and `br` 24x24 corners,
    `stats` (N, C, 4) mean, standard deviation, minimum and maximum.
    """
    top, left = y.shape[-2] // 2 - 24, y.shape[-1] // 2 - 24
    exact, axes = y.astype(np.float64), (-1, -2)
    stats = [exact.mean(axes), exact.std(axes), exact.min(axes), exact.max(axes)]
    return {
        "sub": y[..., ::8, ::8],
        "mid": y[..., top : top + 48, left : left + 48],
        "tl": y[..., :24, :24],
        "br": y[..., -24:, -24:],
        "stats": np.stack(stats, axis=-1),
    }


def _normal(std: float, mean: float = 0.0) -> Rule:
    return lambda stream, shape: (stream.standard_normal(shape) * std + mean).astype(np.float32)


def _fan_in(gain: float) -> Rule:
    """Numbers whose weighted sum has the variance of the input times gain squared."""

    def draw(stream: np.random.Generator, shape: tuple[int, ...]) -> Array:
        return _normal(gain / np.sqrt(np.prod(shape[1:])))(stream, shape)

    return draw


def _scale_and_shift(stream: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """The bias of an AdaIN: scales near 1, then shifts near 0."""
    bias = _normal(0.1)(stream, shape)
    bias[: shape[0] // 2] += np.float32(1)
    return bias


def _blur_kernel(_stream: np.random.Generator, _shape: tuple[int, ...]) -> Array:
    """The published constant."""
    return np.outer([1, 3, 3, 1], [1, 3, 3, 1]).astype(np.float32) / 16


def _weight(stream: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """A weight before a ReLU, or the scale of a batch normalization."""
    rule = _fan_in(np.sqrt(2)) if len(shape) > 1 else _normal(0.1, 1.0)
    return rule(stream, shape)


_RULES = [
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"num_batches_tracked$", lambda _, shape: np.zeros(shape, np.int64)),
        (r"\.kernel$", _blur_kernel),
        (r"noises\.noise_\d+$", _normal(1.0)),
        (r"\.noise\.weight$", _normal(0.3)),  # must have no effect in VToonify
        (r"(^|\.)input\.input$", _normal(1.0)),
        (r"(^|\.)latent_avg$", _normal(0.3)),
        # mapping networks learn at a hundredth of the rate, so their numbers are large
        (r"^(generator\.|decoder\.)?(generator\.)?style\.\d+\.weight$", _normal(100.0)),
        (r"^(generator\.|decoder\.)?(generator\.)?style\.\d+\.bias$", _normal(10.0)),
        (r"\.conv\.modulation\.weight$", _normal(0.35)),
        (r"\.conv\.modulation\.bias$", _normal(0.1, 1.0)),
        (r"to_rgbs?\d?(\.\d+)?\.conv\.weight$", _normal(0.25)),
        (r"to_rgbs?\d?(\.\d+)?\.bias$", _normal(0.05)),
        (r"(convs\.\d+|conv1)\.conv\.weight$", _normal(1.0)),
        (r"\.activate\.bias$", _normal(0.1)),
        (r"(^|\.)res\.\d+\.conv2?\.0\.weight$", _normal(0.6)),
        (r"(^|\.)res\.\d+\.conv2?\.1\.bias$", _normal(0.1)),
        (r"(^|\.)res\.\d+\.norm2?\.style\.weight$", _fan_in(0.3)),
        (r"(^|\.)res\.\d+\.norm2?\.style\.bias$", _scale_and_shift),
        (r"(^|\.)res\.\d+\.weight$", _normal(1.0)),
        (r"^fusion_out\.\d+\.norm\.style\.weight$", _fan_in(0.8)),
        (r"^fusion_out\.\d+\.norm\.style\.bias$", _scale_and_shift),
        (r"^fusion_out\.\d+\.linear\.\d\.weight$", _fan_in(1.4142135)),
        (r"^fusion_out\.\d+\.(conv2?\.)?weight$", _fan_in(1.0)),
        (r"^fusion_skip\.\d+\.weight$", _fan_in(1.0)),
        (r"^encoder\.\d+\.weight$", _fan_in(0.5)),
        (r"^encoder\.0\.0\.weight$", _fan_in(4.0)),
        (r"^encoder\.\d+\.\d+(\.conv2?)?\.weight$", _fan_in(1.4142135)),
        (r"^(encoder\.)?styles\.\d+\.linear\.weight$", _normal(0.7)),
        (r"^(encoder\.)?styles\.\d+\.convs\.\d+\.weight$", _fan_in(1.4142135)),
        (r"^(encoder\.)?latlayer\d\.weight$", _fan_in(0.7)),
        (r"res_layer\.5\.fc\d\.weight$", _fan_in(1.4142135)),
        (r"res_layer\.[13]\.weight$", _fan_in(1.0)),
        (r"res_layer\.4\.weight$", _normal(0.05, 0.6)),
        (r"(input_layer|res_layer)\.2\.weight$", _normal(0.05, 0.25)),  # slopes of a PReLU
        (r"^conv_out(16|32)?\.conv_out\.weight$", _fan_in(0.15)),
        (r"running_var$", lambda stream, shape: stream.uniform(0.5, 1.5, shape).astype("f4")),
        (r"bias$|running_mean$", _normal(0.1)),
        (r"", _weight),
    )
]
