"""Why a camera does not open is said as precisely as the system tells."""

import os

import pytest

from vtoonify_rt.errors import CameraError, CameraForbidden
from vtoonify_rt.sources.camera_trouble import explain_camera


@pytest.fixture
def devices(tmp_path):
    """A folder of devices with one camera, and one of processes with a program that uses it."""
    (tmp_path / "video0").touch(0o600)
    return tmp_path


@pytest.fixture
def zoom(tmp_path):
    files = tmp_path / "proc" / "4242" / "fd"
    files.mkdir(parents=True)
    (files / "7").symlink_to(tmp_path / "video0")
    (files.parent / "comm").write_text("zoom\n", "utf-8")
    return tmp_path / "proc"


def explain(devices, index=0, processes=None) -> CameraError:
    processes = processes or devices / "none"
    return explain_camera(
        "Desk camera", index, platform="linux", devices=devices, processes=processes
    )


def test_a_camera_that_is_gone(devices):
    assert explain(devices, index=3).message == "Desk camera is not plugged in"


def test_a_camera_in_use_names_the_program(devices, zoom):
    assert explain(devices, processes=zoom).message == "Desk camera is in use by zoom"


def test_a_program_that_uses_another_camera_is_not_blamed(devices, zoom):
    (devices / "video1").touch()

    assert explain(devices, 1, zoom).message == "Desk camera cannot be opened"


def test_a_forbidden_camera_tells_the_command_that_helps(devices, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may do everything

    error = explain(devices)

    assert isinstance(error, CameraForbidden)
    assert error.hint.startswith("Run: sudo usermod -aG ")


@pytest.mark.parametrize(
    ("platform", "allowed", "kind", "word"),
    [
        ("win32", False, CameraForbidden, "Settings"),
        ("win32", True, CameraError, "Close other programs"),
        ("darwin", True, CameraForbidden, "System Settings"),
    ],
)
def test_each_system_tells_where_it_is_allowed(platform, allowed, kind, word):
    error = explain_camera("Desk camera", 0, platform=platform, allowed=lambda: allowed)

    assert type(error) is kind
    assert word in error.hint
