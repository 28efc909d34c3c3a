"""Which virtual cameras there are, by name, and how each is opened.

`pyvirtualcam` does the work on every system. It is GPL-2 and not part of the base installation:
it is imported here, when a device is opened, and nowhere else.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from vtoonify_rt.errors import SinkError, UsageError
from vtoonify_rt.frame import Image
from vtoonify_rt.sinks.virtual_camera import Device, MemoryDevice
from vtoonify_rt.virtual_camera_setup import BACKENDS, MEMORY, examine_setup


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A virtual camera as the user names it: what drives it, and which of several."""

    backend: str
    device: str | None = None  # None: the first one that there is

    @property
    def is_memory(self) -> bool:
        """Whether nobody sees it: a rehearsal."""
        return self.backend == MEMORY


def choose_device(name: str, platform: str = sys.platform) -> DeviceChoice:
    """Return what `name` means: memory, obs, unitycapture, v4l2loopback, or one device.

    A device is /dev/videoN on Linux, and the name of a Unity Capture camera on Windows. Raises
    UsageError, with what there is on this system, for anything else.
    """
    backends = BACKENDS.get(platform, ())
    if name == MEMORY or name in backends:
        return DeviceChoice(name)
    if platform == "linux" and name.startswith("/dev/video"):
        return DeviceChoice("v4l2loopback", name)
    known = any(name in others for others in BACKENDS.values())
    if platform == "win32" and name and not known:
        return DeviceChoice("unitycapture", name)
    there = [*backends, *(["/dev/videoN"] if platform == "linux" else []), MEMORY]
    raise UsageError(f"There is no virtual camera '{name}' here", f"Give {' or '.join(there)}")


def open_device(
    choice: DeviceChoice,
    *,
    height: int,
    width: int,
    fps: float,
    inspect: Callable[[Image], None] | None = None,
) -> Device:
    """Open the virtual camera; may take a second. Raises SinkError with what to do.

    `inspect` sees every picture of a device in memory.
    """
    if choice.is_memory:
        return MemoryDevice(height, width, inspect=inspect)
    return PyvirtualcamDevice(choice, height=height, width=width, fps=fps)


class PyvirtualcamDevice:
    """A virtual camera that pyvirtualcam drives."""

    def __init__(self, choice: DeviceChoice, *, height: int, width: int, fps: float) -> None:
        self.height = height
        self.width = width
        try:
            import pyvirtualcam
        except ImportError as error:
            raise SinkError(
                f"Virtual cameras need pyvirtualcam, which is not installed ({error})",
                'Install it: pip install "vtoonify-rt[virtualcam]"',
            ) from error
        try:
            self._camera: Any = pyvirtualcam.Camera(
                width, height, fps, backend=choice.backend, device=choice.device
            )
        except Exception as error:  # each backend raises its own
            raise _cannot_open(choice, error) from error
        self.name: str = self._camera.device

    def send(self, image: Image) -> None:
        """Show `image`; raises SinkError when the device is lost."""
        try:
            self._camera.send(np.ascontiguousarray(image))
        except Exception as error:  # as above
            raise SinkError(
                f"The virtual camera {self.name} stopped ({error})",
                "It is tried again; check that no other program writes to it",
            ) from error

    def close(self) -> None:
        """Give the device back."""
        self._camera.close()


def _cannot_open(choice: DeviceChoice, error: Exception) -> SinkError:
    """Return the error to show: what is missing here, or else what the backend said."""
    ours = choice.backend in BACKENDS.get(sys.platform, ())
    missing = [found for found in examine_setup() if found.status == "problem"] if ours else []
    if missing:
        what, command = missing[0].what, missing[0].command
        return SinkError(what, f"Type {command} and try again" if command else missing[0].remedy)
    return SinkError(
        f"The virtual camera {choice.device or choice.backend} cannot be opened ({error})",
        "Run vtoonify-rt doctor to see what is missing",
    )
