"""Load an ONNX graph with the options that suit a live picture."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import BackendFailed
from vtoonify_rt.frame import NUM_CLASSES
from vtoonify_rt.inference.backend import is_out_of_memory
from vtoonify_rt.inference.engine_key import weights_file

StyleInputs = dict[str, NDArray[np.float32]]

_BROKEN = (  # what the bindings raise for a damaged or foreign graph
    onnxruntime.capi.onnxruntime_pybind11_state.Fail,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument,
    onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented,
)
_RUN_FAILED = (  # what they raise when a graph runs, with whatever its weights led to
    *_BROKEN,
    onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException,
)
_NO_CODES = (  # what numpy raises for a file that is no .npz, or has other things in it
    *(KeyError, ValueError, OSError, EOFError, AttributeError, TypeError),
    *(zipfile.BadZipFile, zlib.error),
)


def verified_graph(model: ModelManifest, name: str) -> Path:
    """Return the path of a graph of the model after checking its sha256, and that of the weights
    beside it."""
    weights = weights_file(name)
    if weights in model.sha256:
        model.verify(weights)
    return model.verify(name)


def no_picture(model: ModelManifest) -> ModelError:
    """Return the error of a model whose graphs load, and make no picture of a sound one."""
    return ModelError(
        f"Model '{model.id}' gives no picture: its weights are damaged", "Install the model again"
    )


@contextmanager
def telling_damage(model: ModelManifest) -> Iterator[None]:
    """Raise `no_picture` where ONNX Runtime on the CPU cannot run a graph of `model`, unless it
    lacks memory. NaN for a weight may end up as an index, and no backend is to blame for that."""
    try:
        yield
    except (BackendFailed, *_RUN_FAILED) as error:
        if is_out_of_memory(error):
            raise
        raise no_picture(model) from error


def load_graph(
    path: Path, threads: int, *, runs_once: bool = False
) -> onnxruntime.InferenceSession:
    """Load an ONNX file on the CPU provider with `threads` threads; ModelError if it cannot be.

    `runs_once`: weights are used where the file is mapped, instead of being arranged for speed.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what fails is told by us; warnings help no user
    # A plan of one big block beside the blocks of the first run: in a VToonify 800 MB more, no
    # faster.
    options.enable_mem_pattern = False
    if runs_once:  # with VToonify's encoder, 3 s and 1 GB less, and a run takes as long
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.add_session_config_entry("session.disable_prepacking", "1")
    # A spinning worker would take the core that finds the next frame's landmarks.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except _BROKEN as error:
        raise ModelError(
            f"{path} is not a graph that this version runs ({type(error).__name__})",
            "Install the model again",
        ) from error


def load_codes(model: ModelManifest) -> dict[str, NDArray[np.float32]]:
    """Return the style codes of all the model's styles, by `Style.code`."""
    path = model.verify("styles.npz")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {style.code: arrays[style.code].astype(np.float32) for style in model.styles}
    except _NO_CODES as error:
        raise ModelError(f"{path} is damaged: {error}", "Install the model again") from error


def run_style(
    style_graph: onnxruntime.InferenceSession, inputs: StyleInputs
) -> NDArray[np.float32]:
    """Return the conditioning (1, C) that a style graph makes of those `inputs` that it has."""
    wanted = {value.name: inputs[value.name] for value in style_graph.get_inputs()}
    conditioning: NDArray[np.float32] = style_graph.run(["conditioning"], wanted)[0]
    return conditioning


def gray_inputs(frame: onnxruntime.InferenceSession, side: int) -> dict[str, NDArray[np.generic]]:
    """Return what a frame graph takes for a gray picture of `side` squared, with no look: enough
    to measure its time."""
    free: dict[str, NDArray[np.generic]] = {
        "picture": np.full((1, side, side, 3), 128, np.uint8),
        "parsing": np.zeros((1, NUM_CLASSES, side, side), np.float32),
    }
    shapes = {value.name: value.shape for value in frame.get_inputs()}
    conditioning = np.zeros((1, shapes["conditioning"][-1]), np.float32)
    return {"conditioning": conditioning} | {k: v for k, v in free.items() if k in shapes}
