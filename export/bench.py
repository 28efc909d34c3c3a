"""Measure the graphs of a VToonify folder against its network run by torch, op by op.

All variants take turns in one run, each in a process of its own: times of different runs on a
computer that does other things are not comparable, ratios within a round are.  The picture is
square, and every variant gets the same one.
"""

import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch

from export.bench_network import multiply_adds, sizes_of, synthetic_state
from export.bench_result import MATMUL, REFERENCE, Result
from export.bench_turns import Variant, take_turns
from export.bench_worker import MATMUL_SIDE
from export.conditioning import StyleGraph
from export.folded import FoldedGraph
from export.frame_graph import FrameGraph
from export.onnx_files import WeightsFile, convert
from export.verify import Feed, open_graph, run_graph
from vtoonify_rt.errors import UsageError
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.sizes import NetworkSizes

FOLDED = "frame_folded.onnx"
_SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to measure."""

    folder: Path  # of the model
    rounds: int = 5  # turns of each variant
    threads: int = 2
    side: int = 256  # of the picture, in pixels
    only: Sequence[str] = ()  # names of variants; all where empty


def run_bench(request: Request) -> Result:
    """Measure; raises ModelError where the folder is no VToonify's or a variant does not run, and
    UsageError for a name in `only` that there is not."""
    sizes, toonify = sizes_of(request.folder)
    with tempfile.TemporaryDirectory(prefix="vtoonify-bench-") as made:
        wanted = variants(request, toonify, Path(made))
        feed = _feed(request, sizes)
        feed_path = Path(made) / "feed.npz"
        np.savez(feed_path, allow_pickle=False, **feed)
        if any(variant.graph.name == FOLDED for variant in wanted):
            _tell("folding a style in")
            _write_folded(sizes, feed, Path(made))
        turns = take_turns(wanted, feed_path, request.threads, request.rounds, _tell)
    return Result(
        turns=turns,
        threads=request.threads,
        side=request.side,
        gmac=multiply_adds(sizes, toonify, request.side),
        matmul_gflop=2 * MATMUL_SIDE**3 / 1e9,
    )


def variants(request: Request, toonify: bool, made: Path) -> list[Variant]:
    """Return what to run, of what is there to run it.

    `made` is the folder where the folded graph will lie.  Raises UsageError as `run_bench` does.
    """
    folder = request.folder
    folded = [] if toonify else [("folded", made / FOLDED)]
    graphs = [("x4", folder / "frame.onnx"), *folded]
    graphs += [(f"x{scale}", folder / f"frame_x{scale}.onnx") for scale in (2, 1)]
    found = [
        Variant(name=MATMUL, kind="matmul", graph=folder, calls=5),
        Variant(name=REFERENCE, kind="eager", graph=folder),
    ]
    for name, path in [*graphs, ("256", folder / "frame_256.onnx")]:
        if name != "256" or request.side == 256:
            found.append(Variant(name=f"onnxruntime {name}", kind="onnxruntime", graph=path))
    if importlib.util.find_spec("openvino"):
        for name, path in graphs:
            found.append(Variant(name=f"openvino {name}", kind="openvino", graph=path))
            if name in ("x4", "folded"):
                found.append(
                    Variant(name=f"openvino bf16 {name}", kind="openvino-bf16", graph=path)
                )
    style, parse = folder / "style.onnx", folder / "parse.onnx"
    found.append(Variant(name="style", kind="onnxruntime", graph=style, calls=50))
    if parse.is_file():
        found.append(Variant(name="parse", kind="onnxruntime", graph=parse))
    if unknown := set(request.only) - {variant.name for variant in found}:
        raise UsageError(
            f"There is no variant '{min(unknown)}' here",
            f"Choose of: {', '.join(variant.name for variant in found)}",
        )
    return [variant for variant in found if not request.only or variant.name in request.only]


def _feed(request: Request, sizes: NetworkSizes) -> Feed:
    """Return inputs for all graphs: codes, a picture, its parsing, and what the codes condition."""
    codes = synthetic.normal((2, 1, sizes.num_rows, sizes.w_dim), _SEED, "codes")
    side = request.side
    feed: Feed = {
        "content": codes[0],
        "code": codes[1],
        "color_transfer": np.zeros(1, np.float32),
        "degree": np.full(1, 0.5, np.float32),
        "picture": synthetic.uint8_frame(side, side, _SEED)[None],
        "parsing": 8.0 * synthetic.smooth((1, sizes.num_classes, side, side), _SEED, "parsing"),
    }
    conditioning = run_graph(open_graph(request.folder / "style.onnx"), feed)
    return {**feed, "conditioning": conditioning}


def _write_folded(sizes: NetworkSizes, feed: Feed, folder: Path) -> None:
    """Write a graph of the network's sizes with the feed's style and degree in its weights."""
    state = synthetic_state(sizes, toonify=False)
    codes = (torch.from_numpy(feed[n]) for n in ("content", "code", "color_transfer", "degree"))
    with torch.no_grad():
        conditioning = StyleGraph(state, sizes, False)(*codes)
        graph = FoldedGraph(FrameGraph(state, sizes, toonify=False), conditioning)
    example = (torch.from_numpy(feed["picture"]), torch.from_numpy(feed["parsing"]))
    proto: onnx.ModelProto = convert(
        graph, example, inputs=["picture", "parsing"], output="stylized"
    )
    with WeightsFile(folder / "frame_folded.weights") as weights:
        weights.write(proto, folder / FOLDED)


def _tell(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)
