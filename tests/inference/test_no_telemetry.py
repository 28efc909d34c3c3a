"""A webcam app must not phone home: ONNX Runtime gives this computer no identifier, sends nothing.

What it would send leaves after many seconds only, so the tests look for the identifier and the
store of unsent events, which it writes at once.
"""

import os
import subprocess
import sys

import pytest

from checkpoint.store import STARTER

SESSION = f"""
import onnxruntime
onnxruntime.InferenceSession({str(STARTER / "frame.onnx")!r}, providers=["CPUExecutionProvider"])
"""
SILENT = ("CI", "ORT_", "GITHUB_", "XDG_", "TF_BUILD")  # of themselves they would keep it quiet


def traces(script, home):
    """The files that a child process leaves in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(SILENT)}
    environment |= {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    return [path for path in home.rglob("*") if path.is_file() and "Microsoft" in path.parts]


@pytest.mark.skipif(sys.platform != "linux", reason="the traces lie elsewhere on this system")
def test_a_session_leaves_no_trace_of_telemetry(tmp_path):
    bare, ours = tmp_path / "bare", tmp_path / "ours"
    bare.mkdir()
    ours.mkdir()
    if not traces(SESSION, bare):
        pytest.skip("this build of ONNX Runtime collects nothing by itself")

    assert traces("import vtoonify_rt\n" + SESSION, ours) == []
