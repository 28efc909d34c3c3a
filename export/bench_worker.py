"""One variant of a network in a process of its own, to be timed in turns with others.

python -m export.bench_worker KIND GRAPH FEED THREADS CALLS

Only what the variant needs is imported, so the process's peak memory is the variant's.  GRAPH is an
ONNX file, for the eager network its model's folder; FEED is an .npz file with the inputs.  A line
"ready" is written after two calls for practice; then each line that comes in makes CALLS calls and
writes what one of them took, until the input ends.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Feed = dict[str, NDArray[Any]]
Call = Callable[[], object]

PRACTICE = 2
MATMUL_SIDE = 2048


def main(arguments: list[str]) -> None:
    """Serve turns until standard input ends."""
    kind, graph, feed_path, threads, calls = arguments
    call = _PREPARE[kind](Path(graph), _read(Path(feed_path)), int(threads))
    for _ in range(PRACTICE):
        call()
    _say({"event": "ready"})
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(int(calls)):
            call()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        _say(
            {
                "event": "turn",
                "seconds": seconds / int(calls),
                "cpu_seconds": cpu / int(calls),
                "peak_mb": _peak_mb(),
            }
        )


def _say(event: dict[str, Any]) -> None:
    print(json.dumps(event), flush=True)


def _read(path: Path) -> Feed:
    with np.load(path) as arrays:
        return dict(arrays)


def _peak_mb() -> float | None:
    from vtoonify_rt.memory import peak_resident_mb

    return peak_resident_mb()


def _onnx_runtime(graph: Path, feed: Feed, threads: int) -> Call:
    from vtoonify_rt.inference.graph import load_graph

    session = load_graph(graph, threads)
    wanted = {value.name: feed[value.name] for value in session.get_inputs()}
    return lambda: session.run(None, wanted)


def _openvino(graph: Path, feed: Feed, threads: int, precision: str = "f32") -> Call:
    from vtoonify_rt.inference.ov import core

    model = core().read_model(graph)
    wanted = {value.any_name: feed[value.any_name] for value in model.inputs}
    model.reshape({name: list(value.shape) for name, value in wanted.items()})
    options = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads}
    request = core().compile_model(model, "CPU", options).create_infer_request()
    return lambda: request.infer(wanted, share_inputs=True, share_outputs=True)


def _openvino_bf16(graph: Path, feed: Feed, threads: int) -> Call:
    return _openvino(graph, feed, threads, "bf16")


def _eager(graph: Path, feed: Feed, threads: int) -> Call:
    """The network of `vtoonify_rt.nn`, uint8 to uint8; `graph` is a folder of its model."""
    import torch

    from export.bench_network import network_of
    from vtoonify_rt.nn.pixels import from_pixels, to_pixels

    torch.set_num_threads(threads)
    network = network_of(graph)
    style = network.zplus_to_wplus(torch.from_numpy(feed["code"]))
    picture, parsing = (torch.from_numpy(feed[name]) for name in ("picture", "parsing"))
    degree = float(feed["degree"][0])

    def call() -> None:
        with torch.inference_mode():
            x = torch.cat([from_pixels(picture), parsing / 16.0], dim=1)
            to_pixels(network(x, style, degree))

    return call


def _matmul(_graph: Path, _feed: Feed, _threads: int) -> Call:
    """A product of two matrices: what this machine's cores can do."""
    left, right = np.random.default_rng(0).standard_normal(
        (2, MATMUL_SIDE, MATMUL_SIDE), np.float32
    )
    product = np.empty_like(left)
    return lambda: np.matmul(left, right, out=product)


_PREPARE: dict[str, Callable[[Path, Feed, int], Call]] = {
    "eager": _eager,
    "matmul": _matmul,
    "onnxruntime": _onnx_runtime,
    "openvino": _openvino,
    "openvino-bf16": _openvino_bf16,
}

if __name__ == "__main__":
    main(sys.argv[1:])
