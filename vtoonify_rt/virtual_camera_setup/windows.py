"""Virtual cameras on Windows: those of OBS and Unity Capture, which register as video devices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vtoonify_rt.virtual_camera_setup import SetupFinding

OBS, UNITY = "OBS Virtual Camera", "Unity Video Capture"
# Where DirectShow lists the video devices that are programs: CLSID_VideoInputDeviceCategory.
_CAMERAS = r"SOFTWARE\Classes\CLSID\{860BB310-5D01-11d0-BD3B-00A0C911CE86}\Instance"
_OBS_FOLDER = r"SOFTWARE\OBS Studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsFacts:
    """What is registered."""

    cameras: Sequence[str]  # names of the video devices that are programs
    obs: bool  # OBS Studio is installed


def examine_windows() -> Iterator[SetupFinding]:
    """Look at this computer."""
    return judge_windows(read_windows_facts())


def judge_windows(facts: WindowsFacts) -> Iterator[SetupFinding]:
    """Say what is missing; one of the two cameras is enough."""
    there = [name for name in facts.cameras if name.startswith((OBS, UNITY))]
    for name in there:
        yield SetupFinding(f"{name} is registered", status="ok")
    if there:
        return
    if facts.obs:
        yield SetupFinding(
            "OBS is installed, but its virtual camera is not registered",
            "Install OBS again, or start its virtual camera there once",
            command="winget install --force OBSProject.OBSStudio",
        )
    else:
        yield SetupFinding(
            "There is no virtual camera: neither OBS Studio nor Unity Capture is installed",
            "Install OBS Studio; it brings one, and need not run",
            command="winget install OBSProject.OBSStudio",
        )


def read_windows_facts() -> WindowsFacts:
    """Read the facts from the registry."""
    import winreg  # Windows only

    return WindowsFacts(cameras=tuple(_camera_names(winreg)), obs=_has_obs(winreg))


def _camera_names(winreg: Any) -> Iterator[str]:
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _CAMERAS) as cameras:
            for index in range(winreg.QueryInfoKey(cameras)[0]):
                with winreg.OpenKey(cameras, winreg.EnumKey(cameras, index)) as camera:
                    yield str(winreg.QueryValueEx(camera, "FriendlyName")[0])
    except OSError:  # the key is not there: nothing is registered
        return


def _has_obs(winreg: Any) -> bool:
    try:
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _OBS_FOLDER).Close()
    except OSError:
        return False
    return True
