"""Compare exported graphs with the networks that they were made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

from export.conditioning import State
from export.frame_graph import FrameGraph
from vtoonify_rt.errors import ModelError
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.pixels import from_pixels, to_pixels
from vtoonify_rt.nn.sizes import NetworkSizes
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT

MAX_OFF = 0.005  # share of values that may be more than one grey level off
# Height, width, degree, colour transfer: two sizes, since the graphs must take any.
_CASES = ((64, 64, 0.7, 0.0), (72, 96, 0.0, 1.0))
_SEED = 3

Picture = NDArray[np.uint8]
Feed = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureError:
    """How far a picture is from the one expected."""

    largest: int  # grey levels
    off: float  # share of values that are more than one level off
    psnr: float  # dB; infinite where nothing differs


def compare(found: Picture, expected: Picture) -> PictureError:
    """Return how far `found` is from `expected`, of the same shape."""
    difference = np.abs(found.astype(np.int16) - expected.astype(np.int16))
    mean_square = float(np.square(difference, dtype=np.float64).mean())
    return PictureError(
        largest=int(difference.max()),
        off=float((difference > 1).mean()),
        psnr=float(10 * np.log10(255**2 / mean_square)) if mean_square else float("inf"),
    )


def verify_frames(
    state: State, sizes: NetworkSizes, toonify: bool, frames: Mapping[int, str], folder: Path
) -> dict[str, PictureError]:
    """Run the graphs in `folder` on fixed inputs; return their worst errors by file name.

    `frames` names the graph of each output scale.  The one of scale 4 is compared with the network
    itself, those that stop earlier with that part of `FrameGraph`, and `frame_fp16.onnx` with the
    graph of scale 4 (as ONNX Runtime runs it on a CPU: weights rounded, most sums in single
    precision).  Raises ModelError if a picture in single precision is more than one level off in
    more than MAX_OFF of its values.
    """
    errors: dict[str, list[PictureError]] = {}
    style = open_graph(folder / "style.onnx")
    cases = [
        (codes, {**picture, "conditioning": run_graph(style, codes)})
        for codes, picture in _inputs(sizes)
    ]
    whole = max(frames)
    graph = open_graph(folder / frames[whole])
    exact = [run_graph(graph, feed) for _, feed in cases]
    network = bare_network(sizes, toonify).eval()
    network.load_state_dict(state, assign=True)
    for (codes, feed), found in zip(cases, exact, strict=True):
        expected = reference_picture(network, codes, feed)
        errors.setdefault(frames[whole], []).append(compare(found, expected))
    del network
    for scale in sorted(set(frames) - {whole}):
        part = FrameGraph(state, sizes, toonify=toonify, output_scale=scale)
        graph = open_graph(folder / frames[scale])
        errors[frames[scale]] = [
            compare(run_graph(graph, feed), _run_module(part, feed)) for _, feed in cases
        ]
    graph = open_graph(folder / "frame_fp16.onnx")
    errors["frame_fp16.onnx"] = [
        compare(run_graph(graph, feed), expected)
        for (_, feed), expected in zip(cases, exact, strict=True)
    ]
    worst = {name: _worst(of) for name, of in errors.items()}
    for name in frames.values():
        _refuse_if_off(name, worst[name])
    return worst


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    """Open an ONNX file on the CPU."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run_graph(graph: onnxruntime.InferenceSession, feed: Feed) -> NDArray[Any]:
    """Run a graph on those of `feed` that it takes, and return its only output."""
    wanted = {value.name: feed[value.name] for value in graph.get_inputs()}
    output: NDArray[Any] = graph.run(None, wanted)[0]
    return output


def reference_picture(network: VToonifyD | VToonifyT, codes: Feed, feed: Feed) -> Picture:
    """Return what the network makes of the inputs of `frame.onnx` and `style.onnx`."""
    content, code = (torch.from_numpy(codes[name]) for name in ("content", "code"))
    with torch.inference_mode():
        style = network.zplus_to_wplus(content)
        if isinstance(network, VToonifyD):
            rows = network.sizes.structure_rows if not codes["color_transfer"][0] else None
            style[:, :rows] = network.zplus_to_wplus(code)[:, :rows]
        rgb = from_pixels(torch.from_numpy(feed["picture"]))
        x = torch.cat([rgb, torch.from_numpy(feed["parsing"]) / 16.0], dim=1)
        image = network(x, style, float(codes["degree"][0]))
        picture: Picture = to_pixels(image).numpy()
        return picture


def _run_module(frame: FrameGraph, feed: Feed) -> Picture:
    names = ("picture", "parsing", "conditioning")
    with torch.inference_mode():
        picture: Picture = frame(*(torch.from_numpy(feed[name]) for name in names)).numpy()
        return picture


def bare_network(sizes: NetworkSizes, toonify: bool) -> VToonifyD | VToonifyT:
    """Return the network on the meta device: it has keys and shapes, and no weights."""
    with torch.device("meta"):
        return VToonifyT(sizes) if toonify else VToonifyD(sizes)


def _inputs(sizes: NetworkSizes) -> Iterator[tuple[Feed, Feed]]:
    """Yield inputs of the style graph, and of the frame graph but for the conditioning."""
    shape = (1, sizes.num_rows, sizes.w_dim)
    for index, (height, width, degree, color_transfer) in enumerate(_CASES):
        logits = synthetic.smooth((1, sizes.num_classes, height, width), _SEED, "parsing")
        yield (
            {
                "content": synthetic.normal(shape, _SEED, f"content {index}"),
                "code": synthetic.normal(shape, _SEED, f"code {index}"),
                "color_transfer": np.array([color_transfer], np.float32),
                "degree": np.array([degree], np.float32),
            },
            {
                "picture": synthetic.uint8_frame(height, width, _SEED + index)[None],
                "parsing": 8.0 * logits,
            },
        )


def _worst(errors: Sequence[PictureError]) -> PictureError:
    return PictureError(
        largest=max(error.largest for error in errors),
        off=max(error.off for error in errors),
        psnr=min(error.psnr for error in errors),
    )


def _refuse_if_off(name: str, error: PictureError) -> None:
    if error.off > MAX_OFF:
        raise ModelError(
            f"{name} is not what the network gives: {error.off:.2%} of its values are more than "
            f"one grey level off, at most {error.largest}",
            "Export with another version of torch or onnxscript",
        )
