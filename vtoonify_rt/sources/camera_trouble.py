"""Why a camera does not open, as far as the system tells: forbidden, gone, or in use by whom."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from vtoonify_rt.errors import CameraError, CameraForbidden

_AGAIN = "Close other programs that use it, or plug it in again"
_MACOS = "System Settings > Privacy & Security > Camera"
_WINDOWS = "Settings > Privacy & security > Camera"
_CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"


def explain_camera(
    name: str,
    index: int,
    *,
    platform: str = sys.platform,
    devices: Path = Path("/dev"),
    processes: Path = Path("/proc"),
    allowed: Callable[[], bool] | None = None,
) -> CameraError:
    """Return the error for the camera `name` at `index` that could not be opened."""
    if platform.startswith("linux"):
        return _on_linux(name, devices / f"video{index}", processes)
    if platform == "win32" and not (allowed or _windows_allows)():
        return CameraForbidden(
            f"Windows does not let this program use {name}",
            f"Allow desktop apps to use the camera in {_WINDOWS}",
        )
    if platform == "darwin":  # which does not tell; it gives no picture, or does not open
        return CameraForbidden(
            f"{name} cannot be opened",
            f"Allow it in {_MACOS}, or close other programs that use it",
        )
    return CameraError(f"{name} cannot be opened", _AGAIN)


def _on_linux(name: str, device: Path, processes: Path) -> CameraError:
    try:
        group = device.stat().st_gid
    except OSError:
        return CameraError(f"{name} is not plugged in", "Plug it in, or choose another one")
    if not os.access(device, os.R_OK | os.W_OK):
        return CameraForbidden(
            f"This user may not use {name}",
            f"Run: sudo usermod -aG {_group_name(group)} $USER, and log in again",
        )
    if user := user_of(device, processes):
        return CameraError(f"{name} is in use by {user}", "Close it there and try again")
    return CameraError(f"{name} cannot be opened", _AGAIN)


def _group_name(group: int) -> str:
    import grp  # only where there are groups

    try:
        return grp.getgrgid(group).gr_name
    except KeyError:
        return str(group)


def user_of(device: Path, processes: Path = Path("/proc")) -> str:
    """Return the name of another program that has `device` open; "" where none is known.

    Programs of other users do not show what they have open.
    """
    for process in processes.glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            files = [link.readlink() for link in (process / "fd").iterdir()]
            if device in files:
                return (process / "comm").read_text("utf-8", errors="replace").strip()
        except OSError:  # ended meanwhile, or of another user
            continue
    return ""


def _windows_allows() -> bool:
    if sys.platform != "win32":
        return True
    import winreg

    for key in (_CONSENT, rf"{_CONSENT}\NonPackaged"):
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(root, key) as opened:
                    if winreg.QueryValueEx(opened, "Value")[0] == "Deny":
                        return False
            except OSError:  # nobody ever decided
                continue
    return True
