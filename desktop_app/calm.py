"""Whether things move on the screen: one answer for whatever turns, fades or slides.

The user says so, or else the desktop, which is asked once: `ask_desktop` may take a moment and is
called on a thread of its own. Until it has answered things move.
"""

import ctypes
import subprocess
import sys
from collections.abc import Callable, Sequence

_ANSWER_WAIT = 3.0  # seconds that a desktop's own program has
_CLIENT_AREA_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION

_chosen: bool | None = None
_desktop = False


def less_motion() -> bool:
    """Return whether what need not move stands still; ask each time, since it may change."""
    return _desktop if _chosen is None else _chosen


def choose_less_motion(chosen: bool | None) -> None:
    """Let the user decide; None: the desktop does."""
    global _chosen  # one for the process, as the desktop's is
    _chosen = chosen


def obey_desktop(wants_less: bool) -> None:
    """Take over what `ask_desktop` answered."""
    global _desktop
    _desktop = wants_less


def _run(command: Sequence[str]) -> str:
    return subprocess.run(
        command, capture_output=True, text=True, timeout=_ANSWER_WAIT, check=True
    ).stdout


def ask_desktop(platform: str = sys.platform, run: Callable[[Sequence[str]], str] = _run) -> bool:
    """Return whether the desktop is set to less motion; False where it does not say."""
    if platform == "win32":
        return not _windows_animates()
    if platform == "darwin":
        asked = {"defaults read com.apple.universalaccess reduceMotion": "1"}
    else:
        asked = {
            "gsettings get org.gnome.desktop.interface enable-animations": "false",
            "kreadconfig6 --group KDE --key AnimationDurationFactor": "0",
        }
    return any(_answer(command, run) == still for command, still in asked.items())


def _answer(command: str, run: Callable[[Sequence[str]], str]) -> str:
    try:
        return run(command.split()).strip()
    except (OSError, subprocess.SubprocessError):  # another desktop, or it was never set
        return ""


def _windows_animates() -> bool:
    if sys.platform != "win32":
        return True
    animates = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0)
    return bool(animates.value)
