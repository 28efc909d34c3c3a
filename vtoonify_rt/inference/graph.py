"""Load an ONNX graph with the options that suit a live picture."""

from pathlib import Path

import onnxruntime

from checkpoint.errors import ModelError

_BROKEN = (  # what the bindings raise for a damaged or foreign graph
    onnxruntime.capi.onnxruntime_pybind11_state.Fail,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument,
    onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented,
)


def load_graph(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Load an ONNX file on the CPU provider with `threads` threads; ModelError if it cannot be."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: warnings about our own graphs help no user
    # A spinning worker would take the core that finds the next frame's landmarks.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except _BROKEN as error:
        raise ModelError(
            f"{path} is not a graph that this version runs ({type(error).__name__})",
            "Install the model again",
        ) from error
