"""A webcam app must not phone home: the landmarker looks nothing up."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
import numpy as np
from vtoonify_rt.face.landmarks import MediapipeLandmarker
landmarker = MediapipeLandmarker()
landmarker.detect(np.zeros((256, 256, 3), np.uint8), 0.0)
landmarker.close()
{more}
"""
LOOK_UP = """
import socket
try:
    socket.getaddrinfo("vtoonify-rt.invalid", 443)
except socket.gaierror:
    pass
"""


def internet_calls(script: str, log: Path) -> list[str]:
    """The system calls of a child process that concern the internet."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here to watch the network calls")
    command = [strace, "-f", "-qq", "-e", "trace=network", "-o", str(log)]
    done = subprocess.run([*command, sys.executable, "-c", script], capture_output=True, text=True)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip("this machine lets no process be traced")
    assert done.returncode == 0, done.stderr
    return re.findall(r".*\bAF_INET6?\b.*", log.read_text())


def test_the_landmarker_opens_no_internet_socket(tmp_path):
    assert internet_calls(SCRIPT.format(more=""), tmp_path / "calls") == []


def test_a_look_up_would_have_been_seen(tmp_path):
    assert internet_calls(SCRIPT.format(more=LOOK_UP), tmp_path / "calls") != []


@pytest.mark.parametrize("version", ["0.10.35", "0.10.36", "1.0.0"])
def test_the_pin_leaves_out_the_versions_that_look_something_up(version):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [pin] = [r for r in map(Requirement, project["dependencies"]) if r.name == "mediapipe"]

    assert "0.10.33" in pin.specifier
    assert version not in pin.specifier
