"""Shared libraries that the pip packages expect from the operating system.

Wheels for Linux leave out what every desktop has; a server or a container often lacks it, and
then Qt, mediapipe or sounddevice fail with a linker's message. macOS and Windows need nothing.
Only the standard library is used: `make env` asks here before anything is installed.
"""

import ctypes
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """One shared library and the package that has it, in three families of distributions."""

    file: str  # as the dynamic linker knows it
    needed_for: str  # "window", "faces", "sound" or "everything"
    apt: str
    dnf: str
    pacman: str


_TABLE = """\
libEGL.so.1              everything  libegl1              libglvnd-egl         libglvnd
libGLESv2.so.2           faces       libgles2             libglvnd-gles        libglvnd
libGL.so.1               everything  libgl1               libglvnd-glx         libglvnd
libgthread-2.0.so.0      everything  libglib2.0-0         glib2                glib2
libdbus-1.so.3           window      libdbus-1-3          dbus-libs            dbus
libfontconfig.so.1       window      libfontconfig1       fontconfig           fontconfig
libfreetype.so.6         window      libfreetype6         freetype             freetype2
libX11.so.6              window      libx11-6             libX11               libx11
libX11-xcb.so.1          window      libx11-xcb1          libX11-xcb           libx11
libxkbcommon.so.0        window      libxkbcommon0        libxkbcommon         libxkbcommon
libxkbcommon-x11.so.0    window      libxkbcommon-x11-0   libxkbcommon-x11     libxkbcommon-x11
libxcb.so.1              everything  libxcb1              libxcb               libxcb
libxcb-cursor.so.0       window      libxcb-cursor0       xcb-util-cursor      xcb-util-cursor
libxcb-icccm.so.4        window      libxcb-icccm4        xcb-util-wm          xcb-util-wm
libxcb-image.so.0        window      libxcb-image0        xcb-util-image       xcb-util-image
libxcb-keysyms.so.1      window      libxcb-keysyms1      xcb-util-keysyms     xcb-util-keysyms
libxcb-randr.so.0        window      libxcb-randr0        libxcb               libxcb
libxcb-render.so.0       window      libxcb-render0       libxcb               libxcb
libxcb-render-util.so.0  window      libxcb-render-util0  xcb-util-renderutil  xcb-util-renderutil
libxcb-shape.so.0        window      libxcb-shape0        libxcb               libxcb
libxcb-shm.so.0          window      libxcb-shm0          libxcb               libxcb
libxcb-sync.so.1         window      libxcb-sync1         libxcb               libxcb
libxcb-util.so.1         window      libxcb-util1         xcb-util             xcb-util
libxcb-xfixes.so.0       window      libxcb-xfixes0       libxcb               libxcb
libxcb-xkb.so.1          window      libxcb-xkb1          libxcb               libxcb
libportaudio.so.2        sound       libportaudio2        portaudio            portaudio
"""

LIBRARIES = tuple(SystemLibrary(*row.split()) for row in _TABLE.splitlines())

_INSTALLERS = {  # program -> its command line, and the column of `SystemLibrary` it reads
    "apt-get": ("apt-get install -y --no-install-recommends", "apt"),
    "dnf": ("dnf install -y", "dnf"),
    "pacman": ("pacman -S --needed --noconfirm", "pacman"),
}


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def missing_libraries(loads: Callable[[str], bool] = _loads) -> list[SystemLibrary]:
    """Return what this system lacks, in the order of `LIBRARIES`; nothing outside Linux.

    It asks the dynamic linker, not the package manager, so it is right on every distribution.
    """
    if sys.platform != "linux":
        return []
    return [library for library in LIBRARIES if not loads(library.file)]


def install_command(
    missing: Iterable[SystemLibrary], which: Callable[[str], str | None] = shutil.which
) -> str | None:
    """Return the command line that installs `missing`, to be run as root.

    None: nothing is missing, or the system has no package manager that we know.
    """
    libraries = list(missing)
    for program, (command, column) in _INSTALLERS.items():
        if libraries and which(program):
            packages = sorted({getattr(library, column) for library in libraries})
            return f"{command} {' '.join(packages)}"
    return None
