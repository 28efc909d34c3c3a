"""What each convolution of a frame graph takes, by ONNX Runtime's profiler.

ONNX Runtime lays most convolutions out in blocks of channels and joins what follows them; a joined
operation bears the name of its last output.  From there the table goes back to the convolution in
the file, and names it by its weight.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import prod
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import onnx
import onnxruntime

from export.bench_turns import Turn, Variant, Worker
from export.bench_worker import MATMUL_SIDE
from vtoonify_rt.inference.graph import gray_inputs

RUNS = 5  # the first is for practice
_CONVOLUTIONS = ("Conv", "ConvTranspose", "FusedConv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Convolution:
    """One convolution of a graph."""

    layer: str  # "encoder.plain.0"; the first of them where several have the same weights
    kind: str  # "3x3", "3x3 up" where it doubles the size, "4x4 by channel" where they do not mix
    channels: tuple[int, int]  # in and out
    pixels: tuple[int, int]  # height and width of the output
    gmac: float
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTable:
    """Where the time of a graph goes."""

    convolutions: Sequence[Convolution]  # in the order in which they run
    others: Mapping[str, float]  # milliseconds of all other operations, by their kind
    matmul_gflops: float  # of a product of matrices, measured before and after: 10^9 / s

    @property
    def milliseconds(self) -> float:
        """All together."""
        return sum(c.milliseconds for c in self.convolutions) + sum(self.others.values())


def profile(folder: Path, *, threads: int, side: int) -> ConvTable:
    """Run `frame.onnx` of the model folder on a picture of side by side pixels.

    Times are medians of RUNS - 1 runs.  Raises ModelError if the graph cannot be read.
    """
    path = folder / "frame.onnx"
    layers = _Layers(onnx.load(path, load_external_data=False))
    rates = [_matmul_rate(path, threads)]
    events = _events(path, threads, side)
    rates.append(_matmul_rate(path, threads))
    convolutions: list[Convolution] = []
    others: defaultdict[str, float] = defaultdict(float)
    for name, (event, milliseconds) in events.items():
        kind = event["op_name"]
        if kind in _CONVOLUTIONS:
            convolutions.append(layers.convolution(name, _output_shape(event), milliseconds))
        else:
            others[kind] += milliseconds
    return ConvTable(
        convolutions=convolutions,
        others=dict(sorted(others.items(), key=lambda item: -item[1])),
        matmul_gflops=float(np.mean(rates)),
    )


class _Layers:
    """Finds the convolution in the file that an operation of ONNX Runtime came from."""

    def __init__(self, proto: onnx.ModelProto) -> None:
        self._by_name = {node.name: node for node in proto.graph.node}
        self._by_output = {output: node for node in proto.graph.node for output in node.output}
        self._shapes = {tensor.name: tuple(tensor.dims) for tensor in proto.graph.initializer}

    def convolution(self, name: str, output: Sequence[int], milliseconds: float) -> Convolution:
        """Return the convolution behind the operation `name`, whose output has the shape
        (N, C, H, W)."""
        node = self._node(name)
        weight = self._shapes[node.input[1]]
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        groups, size = attributes.get("group", 1), weight[2]
        up = node.op_type == "ConvTranspose"
        into, out = (weight[0], weight[1] * groups) if up else (weight[1] * groups, weight[0])
        height, width = output[2:]
        stride = attributes.get("strides", [1])[0]
        # Without the rim of a transposed convolution: its sides are the input's times the stride.
        applied = (height // stride) * (width // stride) if up else height * width
        kind = f"{size}x{size}" + (" up" if up else "") + (" by channel" if groups > 1 else "")
        return Convolution(
            layer=node.input[1].removesuffix(".weight"),
            kind=kind,
            channels=(into, out),
            pixels=(height, width),
            gmac=output[0] * applied * prod(weight) / 1e9,
            milliseconds=milliseconds,
        )

    def _node(self, name: str) -> onnx.NodeProto:
        name = name.removesuffix("_nchwc")
        node: onnx.NodeProto = self._by_name.get(name) or self._by_output[name]
        while node.op_type not in _CONVOLUTIONS:
            node = next(self._by_output[i] for i in node.input if i in self._by_output)
        return node


def _events(path: Path, threads: int, side: int) -> dict[str, tuple[dict[str, Any], float]]:
    """Return what the profiler noted of each operation, and its median time in milliseconds, by
    its name and in the order in which they ran."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_mem_pattern = False
    options.enable_profiling = True
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        feed = gray_inputs(session, side)
        for _ in range(RUNS):
            session.run(None, feed)
        noted = json.loads(Path(session.end_profiling()).read_text("utf-8"))
    times: dict[str, list[float]] = {}
    details: dict[str, dict[str, Any]] = {}
    for name, event in _kernels(noted):
        times.setdefault(name, []).append(event["dur"] / 1e3)
        details[name] = event["args"]
    return {name: (details[name], median(values[1:])) for name, values in times.items()}


def _kernels(noted: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    suffix = "_kernel_time"
    for event in noted:
        if event.get("cat") == "Node" and event["name"].endswith(suffix):
            yield event["name"].removesuffix(suffix), event


def _output_shape(event: Mapping[str, Any]) -> list[int]:
    shape: list[int] = next(iter(event["output_type_shape"][0].values()))
    return shape


def _matmul_rate(path: Path, threads: int) -> float:
    """Return 10^9 operations per second of a product of matrices."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed.npz"
        np.savez(feed)
        variant = Variant(name="matmul", kind="matmul", graph=path, calls=10)
        with closing(Worker(variant, feed, threads)) as worker:
            turn: Turn = worker.turn()
    return 2 * MATMUL_SIDE**3 / turn.seconds / 1e9


def as_markdown(table: ConvTable) -> str:
    """Return two tables for a document: by part of the network, and by convolution."""
    return f"{_by_part(table)}\n\n{_by_convolution(table)}"


def _by_part(table: ConvTable) -> str:
    gmac: defaultdict[str, float] = defaultdict(float)
    milliseconds: defaultdict[str, float] = defaultdict(float)
    for c in table.convolutions:
        part = ".".join(c.layer.split(".")[:2])
        gmac[part] += c.gmac
        milliseconds[part] += c.milliseconds
    lines = ["| part | GMAC | ms | share | of matmul |", "|---|---|---|---|---|"]
    for part, value in milliseconds.items():
        rate = 2e3 * gmac[part] / value / table.matmul_gflops
        share = value / table.milliseconds
        lines.append(f"| {part} | {gmac[part]:.1f} | {value:.0f} | {share:.1%} | {rate:.0%} |")
    rest = sum(table.others.values())
    lines.append(f"| all else | | {rest:.0f} | {rest / table.milliseconds:.1%} | |")
    return "\n".join(lines)


def _by_convolution(table: ConvTable) -> str:
    lines = [
        "| layer | kernel | channels | output | GMAC | ms | share | GFLOP/s | of matmul |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    total = table.milliseconds
    for c in table.convolutions:
        rate = 2e3 * c.gmac / c.milliseconds
        into, out = c.channels
        lines.append(
            f"| {c.layer} | {c.kind} | {into} -> {out} | {c.pixels[0]}x{c.pixels[1]} "
            f"| {c.gmac:.3f} | {c.milliseconds:.1f} | {c.milliseconds / total:.1%} | {rate:.0f} "
            f"| {rate / table.matmul_gflops:.0%} |"
        )
    for kind, milliseconds in table.others.items():
        share = milliseconds / total
        if share >= 0.001:
            lines.append(f"| {kind} | | | | | {milliseconds:.1f} | {share:.1%} | | |")
    gmac = sum(c.gmac for c in table.convolutions)
    rate = 2e3 * gmac / total
    lines.append(
        f"| **all** | | | | {gmac:.1f} | {total:.0f} | 100 % | {rate:.0f} "
        f"| {rate / table.matmul_gflops:.0%} |"
    )
    return "\n".join(lines)
