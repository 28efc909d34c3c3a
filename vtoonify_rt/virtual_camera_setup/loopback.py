"""The devices of v4l2loopback on Linux, and who uses them."""

import errno
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_CAPTURE, _OUTPUT = 1, 2  # V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_VIDEO_OUTPUT
_QUERYCAP = 0x80685600  # VIDIOC_QUERYCAP
_DEVICE_CAPS = slice(88, 92)  # of struct v4l2_capability, which is 104 bytes long
_CAPABILITY_BYTES = 104

DeviceState = Literal["free", "both ways", "in use", "forbidden", "missing", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopbackDevice:
    """One device of v4l2loopback's, and what keeps us from it.

    "free": it waits for a program that sends. "both ways": it says that it sends and receives at
    once, which browsers refuse. "in use": another program sends to it already.
    """

    path: str  # "/dev/video10"
    label: str  # what other programs call it
    state: DeviceState
    users: tuple[str, ...] = ()  # programs that have it open, as far as we may know


def ask_capabilities(path: Path) -> int:
    """Return the device capabilities of a video device; OSError if it cannot be asked."""
    import fcntl  # Linux and macOS only

    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        answer = bytearray(_CAPABILITY_BYTES)
        fcntl.ioctl(descriptor, _QUERYCAP, answer)
        return int.from_bytes(answer[_DEVICE_CAPS], "little")
    finally:
        os.close(descriptor)


def find_devices(root: Path, capabilities: Callable[[Path], int]) -> Iterator[LoopbackDevice]:
    """Yield v4l2loopback's devices: the video devices that no bus has."""
    if not (root / "sys/module/v4l2loopback").is_dir():
        return
    folder = root / "sys/devices/virtual/video4linux"
    for entry in sorted(folder.glob("video*"), key=lambda entry: _number(entry.name)):
        path = root / "dev" / entry.name
        users = tuple(_users(root, f"/dev/{entry.name}"))
        yield LoopbackDevice(
            path=f"/dev/{entry.name}",
            label=_text(entry / "name") or entry.name,
            state=_state(path, capabilities),
            users=users,
        )


def _state(path: Path, capabilities: Callable[[Path], int]) -> DeviceState:
    try:
        able = capabilities(path)
    except OSError as error:
        states: dict[int | None, DeviceState] = {
            errno.ENOENT: "missing",
            errno.ENXIO: "missing",
            errno.EACCES: "forbidden",
            errno.EPERM: "forbidden",
            errno.EBUSY: "in use",
        }
        return states.get(error.errno, "broken")
    # With exclusive_caps a device takes pictures until somebody sends some; then it gives them.
    if able & _OUTPUT:
        return "both ways" if able & _CAPTURE else "free"
    return "in use" if able & _CAPTURE else "broken"


def _users(root: Path, device: str) -> Iterator[str]:
    """Yield the names of other programs that have `device` open, of those that we may look at."""
    seen = set()
    for process in (root / "proc").glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            opened = any(str(link.readlink()) == device for link in (process / "fd").iterdir())
        except OSError:  # another user's, or gone by now
            continue
        name = _text(process / "comm")
        if opened and name and name not in seen:
            seen.add(name)
            yield name


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name) or 0)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
