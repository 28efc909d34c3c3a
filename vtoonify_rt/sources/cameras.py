"""Which cameras there are, by name and by an id that stays when others are plugged in."""

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
from cv2_enumerate_cameras import CameraInfo, enumerate_cameras

from vtoonify_rt.errors import CameraError

# The backend that obeys a request for MJPG, and opens fastest, on each system.
_BACKEND = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}.get(sys.platform, cv2.CAP_V4L2)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraDevice:
    """A camera that is plugged in."""

    id: str  # the same after a restart or when plugged in again: "046d:0825" or a system path
    name: str  # for the user
    index: int  # for cv2.VideoCapture; changes when cameras come and go
    backend: int  # cv2.CAP_...


def list_cameras(
    enumerate_devices: Callable[[int], Iterable[CameraInfo]] = enumerate_cameras,
) -> list[CameraDevice]:
    """Return the cameras that are plugged in, in the system's order; never raises."""
    try:
        found = sorted(enumerate_devices(_BACKEND), key=lambda info: info.index)
    except Exception:  # the drivers' border: whatever they do, the app goes on without cameras
        logger.warning("cannot list the cameras", exc_info=True)
        return []
    products = Counter(_product(info) for info in found)
    return [
        CameraDevice(
            id=_stable_id(info, unique=products[_product(info)] == 1),
            name=info.name or f"Camera {info.index}",
            index=info.index,
            backend=info.backend,
        )
        for info in found
    ]


def find_camera(
    device_id: str | None, find_devices: Callable[[], list[CameraDevice]] = list_cameras
) -> CameraDevice:
    """Return the camera with the id, index or name `device_id`, or with None the first.

    Raises `CameraError`, naming the cameras that there are, when it is not plugged in.
    """
    devices = find_devices()
    if not devices:
        raise CameraError("No camera was found", "Plug one in, or play the sample clip")
    if device_id is None:
        return devices[0]
    for device in devices:
        if device_id in (device.id, str(device.index), device.name):
            return device
    known = ", ".join(f"{device.id} ({device.name})" for device in devices)
    raise CameraError(f"There is no camera {device_id}", f"There are: {known}")


def _product(info: CameraInfo) -> str | None:
    if info.vid is None or info.pid is None:
        return None
    return f"{info.vid:04x}:{info.pid:04x}"


def _stable_id(info: CameraInfo, *, unique: bool) -> str:
    """Return what names this camera best: its product if it is the only one, or its path."""
    product = _product(info)
    if product is not None and unique:
        return product
    path = str(info.path or info.index)
    if sys.platform == "linux":  # /dev/video0 is whoever came first; these links are by plug
        for link in sorted(Path("/dev/v4l/by-path").glob("*")):
            if str(link.resolve()) == path:
                return str(link)
    return path
