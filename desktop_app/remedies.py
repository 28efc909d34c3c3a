"""What can be done about an error, as buttons: first what helps most often."""

import sys
from typing import Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from vtoonify_rt.errors import AppError, CameraForbidden, ModelError, SourceError

Remedy = Literal["again", "settings", "sample", "choice", "styles", "diagnostics"]
_CAMERA_SETTINGS = {
    "win32": "ms-settings:privacy-webcam",
    "darwin": "x-apple.systempreferences:com.apple.preference.security?Privacy_Camera",
}


def camera_settings(platform: str = sys.platform) -> str:
    """Return the address of the system's page where programs are let use cameras; "" for none."""
    return _CAMERA_SETTINGS.get(platform, "")


def open_camera_settings() -> None:
    """Open that page."""
    QDesktopServices.openUrl(QUrl(camera_settings()))


def remedies(error: AppError, platform: str = sys.platform) -> tuple[Remedy, ...]:
    """Return what helps against an error that ended the picture, three things at most."""
    if isinstance(error, CameraForbidden) and camera_settings(platform):
        return "settings", "again", "choice"
    if isinstance(error, SourceError):
        return "again", "sample", "choice"
    if isinstance(error, ModelError):
        return "styles", "again", "diagnostics"
    return "again", "diagnostics", "choice"  # a bug, or a library that is missing


def passing_remedy(error: AppError) -> Remedy | None:
    """Return what helps against an error that the picture goes on after, if anything does."""
    if isinstance(error, ModelError):
        return "styles"
    if "vtoonify-rt doctor" in error.hint:
        return "diagnostics"
    return None
