"""What the computer has, and the remedy where it lacks something."""

import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from vtoonify_rt.doctor.machine import (
    check_backends,
    check_cameras,
    check_disk,
    check_display,
    check_gpu,
)
from vtoonify_rt.inference.known_backends import KINDS
from vtoonify_rt.inference.trial import Trial

CARD = "NVIDIA Foo, 580.1, 8192 MiB"


@dataclass
class FakeDevice:
    id: str
    name: str


def no_program():
    raise FileNotFoundError


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may have no display")
@pytest.mark.parametrize(
    ("environment", "status"),
    [({"DISPLAY": ":0"}, "ok"), ({"WAYLAND_DISPLAY": "wayland-0"}, "ok"), ({}, "warning")],
)
def test_display(environment, status):
    (finding,) = check_display(environment)

    assert finding.status == status
    assert bool(finding.remedy) == (status != "ok")


def found(**fields):
    (finding,) = check_backends(lambda: [Trial(**fields)])
    return finding


def test_a_backend_that_runs_is_told_with_its_time_and_its_precision():
    finding = found(backend="x", name="X bf16", runs=True, milliseconds=12.34, psnr=55.6)

    assert finding.status == "ok"
    assert finding.detail == "X bf16 runs the starter in 12.3 ms, its picture 56 dB from the CPU's"
    assert finding.data["runs"] is True


def test_a_backend_that_does_not_run():
    finding = found(backend="x", name="X", runs=False, reason="no driver")

    assert finding.status == "warning"
    assert "no driver" in finding.detail
    assert finding.remedy


def test_a_backend_that_the_computer_is_not_made_for_is_no_fault():
    finding = found(backend="x", name="X", runs=False, absent=True, reason="no card")

    assert (finding.status, finding.detail) == ("ok", "X is not here: no card")


def test_every_installed_backend_is_tried_and_the_others_are_told():
    runs = {finding.data["backend"]: finding.data["runs"] for finding in check_backends()}

    assert runs["onnxruntime"]
    assert runs["openvino"] == bool(importlib.util.find_spec("openvino"))
    assert set(runs) == {kind.id for kind in KINDS}  # of the others it is told why not


def test_no_gpu_is_well():
    (finding,) = check_gpu(no_program)

    assert (finding.status, finding.data) == ("ok", [])


def test_a_gpu_that_is_used():
    (finding,) = check_gpu(lambda: [CARD], lambda: ["CUDAExecutionProvider"])

    assert (finding.status, finding.data) == ("ok", [CARD])


def test_a_gpu_that_lies_idle_is_a_warning():
    (finding,) = check_gpu(lambda: [CARD], lambda: ["CPUExecutionProvider"])

    assert finding.status == "warning"
    assert "[gpu]" in finding.remedy


def test_a_driver_that_does_not_answer_is_no_gpu():
    def fail():
        raise subprocess.CalledProcessError(9, "nvidia-smi")

    (finding,) = check_gpu(fail)

    assert finding.data == []


def test_cameras_are_listed():
    (finding,) = check_cameras(lambda: [FakeDevice("046d:0825", "HD Webcam")])

    assert finding.status == "ok"
    assert finding.data == [{"id": "046d:0825", "name": "HD Webcam"}]


def test_no_camera_is_a_warning():
    (finding,) = check_cameras(lambda: [])

    assert finding.status == "warning"
    assert finding.remedy


@pytest.mark.parametrize(
    ("free_mb", "writable", "status"),
    [(5000, True, "ok"), (10, True, "warning"), (5000, False, "warning")],
)
def test_disk(tmp_path: Path, free_mb, writable, status):
    (finding,) = check_disk(
        {"videos": (tmp_path / "not" / "there", 1000)},
        free=lambda _: free_mb * 10**6,
        writable=lambda _: writable,
    )

    assert finding.status == status
    assert finding.name == "disk for videos"
    assert bool(finding.remedy) == (status != "ok")
