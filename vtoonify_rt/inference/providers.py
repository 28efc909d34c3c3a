"""Which of ONNX Runtime's providers really run a model here.

A library that was built with CUDA lists it on a machine without a GPU, and a provider that cannot
start is replaced by the CPU in silence. So each is made to run our own graph, and the picture is
compared with the CPU's.
"""

import time
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import NUM_CLASSES
from vtoonify_rt.inference import lite, vtoonify
from vtoonify_rt.inference.graph import (
    load_codes,
    load_graph,
    run_style,
    verified_graph,
)

CPU = "CPUExecutionProvider"
_NOT_LOCAL = frozenset({"AzureExecutionProvider"})  # always listed; sends graphs to a server
_SIDE = 256  # pixels, about
_TOLERANCE = 4  # of 255: GPUs round otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTrial:
    """How one provider did."""

    name: str
    runs: bool  # gives the CPU's picture
    reason: str = ""  # why not
    milliseconds: float | None = None  # for a picture of about 256 x 256, the second time


def try_providers(model: ModelManifest) -> list[ProviderTrial]:
    """Run `model` on each provider that ONNX Runtime lists, the CPU first.

    Raises ModelError when the model itself cannot be read.
    """
    path = verified_graph(model, "frame.onnx")
    names = [n for n in onnxruntime.get_available_providers() if n not in _NOT_LOCAL]
    inputs = _inputs(model)
    expected: NDArray[np.uint8] | None = None
    trials = []
    for name in sorted(names, key=lambda name: name != CPU):
        try:
            trial, picture = _try(str(path), name, inputs, expected)
        except Exception as error:  # noqa: BLE001 - vendors' libraries raise what they like
            first_line = str(error).strip().partition("\n")[0]
            trial, picture = ProviderTrial(name=name, runs=False, reason=first_line), None
        expected = picture if name == CPU else expected
        trials.append(trial)
    return trials


def _try(
    path: str,
    name: str,
    inputs: dict[str, NDArray[np.generic]],
    expected: NDArray[np.uint8] | None,
) -> tuple[ProviderTrial, NDArray[np.uint8]]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what fails is told by us
    session = onnxruntime.InferenceSession(path, options, providers=[name])
    picture = session.run(["stylized"], inputs)[0]
    start = time.perf_counter()
    session.run(["stylized"], inputs)
    milliseconds = 1000 * (time.perf_counter() - start)
    used = session.get_providers()[0]
    reason = ""
    if used != name:
        reason = f"cannot start here; {used} took its place"
    elif expected is not None and _difference(picture, expected) > _TOLERANCE:
        reason = f"gives another picture than the CPU, by {_difference(picture, expected)} of 255"
    trial = ProviderTrial(name=name, runs=not reason, reason=reason, milliseconds=milliseconds)
    return trial, picture


def _difference(picture: NDArray[np.uint8], expected: NDArray[np.uint8]) -> int:
    return int(np.abs(picture.astype(np.int16) - expected).max())


def _inputs(model: ModelManifest) -> dict[str, NDArray[np.generic]]:
    """Return what the frame graph takes: noise, and the model's own first style."""
    style = model.style(model.default_style)
    code = load_codes(model)[style.code]
    if model.is_vtoonify:
        wanted = vtoonify.style_inputs(None, code, 1.0, color_transfer=True)
    else:
        wanted = lite.style_inputs(style, code, 1.0)
    conditioning = run_style(load_graph(verified_graph(model, "style.onnx"), 1), wanted)
    noise = np.random.default_rng(0)
    side = max(1, _SIDE // model.size_multiple) * model.size_multiple
    picture = noise.integers(0, 256, (1, side, side, 3), np.uint8)
    parsing = noise.normal(0, 5, (1, NUM_CLASSES, side, side)).astype(np.float32)
    needed = {"parsing": parsing} if model.is_vtoonify else {}
    return {"picture": picture, "conditioning": conditioning, **needed}
