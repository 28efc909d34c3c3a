"""Virtual cameras by name, and pyvirtualcam behind a backend in memory."""

import sys
from typing import ClassVar

import numpy as np
import pytest

from vtoonify_rt.errors import SinkError, UsageError
from vtoonify_rt.sinks.virtual_camera import MemoryDevice
from vtoonify_rt.virtual_camera_setup import SetupFinding
from vtoonify_rt.virtual_devices import DeviceChoice, choose_device, open_device

SIZE = {"height": 48, "width": 64, "fps": 20.0}


@pytest.mark.parametrize(
    ("platform", "name", "choice"),
    [
        ("linux", "memory", DeviceChoice("memory")),
        ("linux", "v4l2loopback", DeviceChoice("v4l2loopback")),
        ("linux", "/dev/video10", DeviceChoice("v4l2loopback", "/dev/video10")),
        ("win32", "obs", DeviceChoice("obs")),
        ("win32", "My Unity Camera", DeviceChoice("unitycapture", "My Unity Camera")),
        ("darwin", "obs", DeviceChoice("obs")),
    ],
)
def test_names(platform, name, choice):
    assert choose_device(name, platform) == choice


@pytest.mark.parametrize(
    ("platform", "name", "there"),
    [
        ("linux", "obs", "v4l2loopback or /dev/videoN or memory"),
        ("win32", "v4l2loopback", "obs or unitycapture or memory"),
        ("darwin", "unitycapture", "obs or memory"),
        ("linux", "", "v4l2loopback"),
    ],
)
def test_a_camera_of_another_system_is_refused_with_what_there_is(platform, name, there):
    with pytest.raises(UsageError, match=there):
        choose_device(name, platform)


def test_the_device_in_memory_keeps_the_newest_and_counts():
    device = MemoryDevice(48, 64, keep=2)
    for value in range(5):
        device.send(np.full((48, 64, 3), value, np.uint8))

    assert device.sent == 5
    assert [picture[0, 0, 0] for picture in device.pictures] == [3, 4]


@pytest.fixture
def backend():
    """A backend of pyvirtualcam's that keeps what it is sent."""
    pyvirtualcam = pytest.importorskip("pyvirtualcam")

    class Backend:
        sent: ClassVar[list[np.ndarray | None]] = []
        fails = False

        def __init__(self, **options) -> None:
            self.options = options

        def device(self) -> str:
            return "Test Camera"

        def native_fourcc(self) -> None:
            return None

        def send(self, frame) -> None:
            if Backend.fails:
                raise RuntimeError("unplugged")
            Backend.sent.append(frame.copy())

        def close(self) -> None:
            Backend.sent.append(None)

    pyvirtualcam.register_backend("in-memory", Backend)
    return Backend


def test_pyvirtualcam_gets_the_picture_as_it_is(backend):
    device = open_device(DeviceChoice("in-memory"), **SIZE)
    picture = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
    device.send(picture[:, ::-1])  # not contiguous
    device.close()

    assert device.name == "Test Camera"
    np.testing.assert_array_equal(backend.sent[0].reshape(48, 64, 3), picture[:, ::-1])
    assert backend.sent[1] is None


def test_a_device_that_is_lost_is_told_in_a_sentence(backend):
    device = open_device(DeviceChoice("in-memory"), **SIZE)
    backend.fails = True

    with pytest.raises(SinkError, match=r"Test Camera stopped \(unplugged\)"):
        device.send(np.zeros((48, 64, 3), np.uint8))
    device.close()


def test_a_camera_that_cannot_be_opened_says_what_is_missing(backend, monkeypatch):
    missing = SetupFinding("It is not loaded", "Load it", command="sudo it")
    monkeypatch.setattr("vtoonify_rt.virtual_devices.examine_setup", lambda: [missing])
    monkeypatch.setattr("vtoonify_rt.virtual_devices.BACKENDS", {sys.platform: ("in-memory",)})

    def fail(self, **options):
        raise RuntimeError("no device")

    backend.__init__ = fail
    with pytest.raises(SinkError) as raised:
        open_device(DeviceChoice("in-memory"), **SIZE)

    assert (raised.value.message, raised.value.hint) == (
        "It is not loaded",
        "Type sudo it and try again",
    )


def test_without_pyvirtualcam_it_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)

    with pytest.raises(SinkError, match="not installed") as raised:
        open_device(DeviceChoice("obs"), **SIZE)
    assert "vtoonify-rt[virtualcam]" in raised.value.hint
