"""The panic key, also while another program is active, where the system allows that.

Windows: RegisterHotKey, whose message Qt hands to a native event filter. X11: a grab of the key on
a connection of our own, in a thread. Wayland and macOS let no program do this without the desktop's
leave: there the key works in our windows.
"""

import logging
import os
import select
import sys
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QGuiApplication

PANIC_KEYS = "Ctrl+Shift+H"
FOR_GUI_THREAD = sys.platform == "win32"  # where Windows sends the key to who asked for it
_HOTKEY_ID, _MOD_CONTROL, _MOD_SHIFT, _MOD_NOREPEAT, _WM_HOTKEY = 1, 2, 4, 0x4000, 0x0312
_POLL_S = 0.2

logger = logging.getLogger(__name__)


class GlobalKey(Protocol):
    """A key that is heard everywhere; made by its constructor, which raises OSError."""

    def close(self) -> None:
        """Hear it no more."""
        ...


def listen_everywhere(pressed: Callable[[], None]) -> GlobalKey | None:
    """Call `pressed`, from any thread, whenever the panic key is pressed, in whatever program.

    None: this system does not allow it, or another program has the key.
    """
    try:
        if sys.platform == "win32":
            return WindowsKey(pressed)
        wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
        if QGuiApplication.platformName() == "xcb" and not wayland:
            return X11Key(pressed)
    except OSError as error:
        logger.info("the panic key works in our windows only: %s", error)
    return None


class X11Key:
    """Ctrl+Shift+H by a passive grab, whatever the lock keys."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        from Xlib import XK, X, error
        from Xlib.display import Display

        try:
            self._display: Any = Display()
        except error.DisplayError as refused:
            raise OSError(str(refused)) from refused
        self._pressed = pressed
        self._key_press = X.KeyPress
        code = self._display.keysym_to_keycode(XK.XK_h)
        taken = error.CatchError(error.BadAccess)
        root = self._display.screen().root
        for locks in (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask):
            modifiers = X.ControlMask | X.ShiftMask | locks
            mode = X.GrabModeAsync
            root.grab_key(code, modifiers, False, mode, mode, onerror=taken)
        self._display.sync()
        if taken.get_error() is not None:
            self._display.close()
            raise OSError(f"another program has {PANIC_KEYS}")
        self._stop = Event()
        self._thread = Thread(target=self._listen, name="panic key", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the key."""
        self._stop.set()
        self._thread.join()
        self._display.close()

    def _listen(self) -> None:
        while not self._stop.is_set():
            select.select([self._display.fileno()], [], [], _POLL_S)
            while self._display.pending_events():
                if self._display.next_event().type == self._key_press:
                    self._pressed()


class WindowsKey(QAbstractNativeEventFilter):
    """Ctrl+Shift+H by RegisterHotKey, for the thread that runs Qt."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        import ctypes

        super().__init__()
        self._pressed = pressed
        self._user32: Any = ctypes.windll.user32  # type: ignore[attr-defined]
        modifiers = _MOD_CONTROL | _MOD_SHIFT | _MOD_NOREPEAT
        if not self._user32.RegisterHotKey(None, _HOTKEY_ID, modifiers, ord("H")):
            raise OSError(f"another program has {PANIC_KEYS}")
        _application().installNativeEventFilter(self)

    def close(self) -> None:
        """Let go of the key."""
        _application().removeNativeEventFilter(self)
        self._user32.UnregisterHotKey(None, _HOTKEY_ID)

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Take our key out of the messages that Windows sends."""
        from ctypes import wintypes

        if kind == b"windows_generic_MSG":
            received = wintypes.MSG.from_address(int(message))
            if received.message == _WM_HOTKEY and received.wParam == _HOTKEY_ID:
                self._pressed()
                return True, 0
        return False, 0


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None  # a window exists
    return app
