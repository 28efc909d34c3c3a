"""A webcam app must not phone home: the libraries that run models give this computer no identifier,
and send nothing.

What ONNX Runtime would send leaves after many seconds only, so the tests look for the identifier
and the store of unsent events, which it writes at once. OpenVINO writes an identifier, too, when it
is imported.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checkpoint.store import STARTER

ROOT = Path(__file__).resolve().parents[2]
SESSION = f"""
import onnxruntime
onnxruntime.InferenceSession({str(STARTER / "frame.onnx")!r}, providers=["CPUExecutionProvider"])
"""
OPENVINO = "import openvino"
OPENVINO_RUN = f"""
import numpy as np
from pathlib import Path
from vtoonify_rt.inference.ov import OvCpu
graph = OvCpu(1).load(Path({str(STARTER / "frame.onnx")!r}))
picture = graph.zeros((1, 32, 32, 3), np.uint8)
conditioning = graph.zeros(graph.input_shapes["conditioning"], np.float32)
inputs = {{"picture": picture, "conditioning": conditioning}}
graph.bind(inputs, {{"stylized": graph.zeros((1, 32, 32, 3), np.uint8)}})()
"""
SILENT = ("CI", "ORT_", "GITHUB_", "XDG_", "TF_BUILD")  # of themselves they would keep it quiet


def traces(script, home, folder="Microsoft"):
    """The files that a child process leaves in `folder`, in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(SILENT)}
    environment |= {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    return [path for path in home.rglob("*") if path.is_file() and folder in path.parts]


@pytest.mark.skipif(sys.platform != "linux", reason="the traces lie elsewhere on this system")
def test_a_session_leaves_no_trace_of_telemetry(tmp_path):
    bare, ours = tmp_path / "bare", tmp_path / "ours"
    bare.mkdir()
    ours.mkdir()
    if not traces(SESSION, bare):
        pytest.skip("this build of ONNX Runtime collects nothing by itself")

    assert traces("import vtoonify_rt\n" + SESSION, ours) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the traces lie elsewhere on this system")
@pytest.mark.skipif(not importlib.util.find_spec("openvino"), reason="openvino is not installed")
def test_openvino_leaves_no_trace_of_telemetry(tmp_path):
    bare, ours = tmp_path / "bare", tmp_path / "ours"
    bare.mkdir()
    ours.mkdir()
    if not traces(OPENVINO, bare, "intel"):
        pytest.skip("this build of OpenVINO collects nothing by itself")

    assert traces("import vtoonify_rt\n" + OPENVINO, ours, "intel") == []
    assert traces(OPENVINO_RUN, ours, "intel") == []
