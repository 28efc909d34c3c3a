"""The process around the window: Qt, the log, what catches a crash, and a clean end."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop_app.main_window import MainWindow
from desktop_app.run_time import RunTime
from desktop_app.settings import Settings
from desktop_app.settings_file import SettingsFile
from desktop_app.theme import apply_theme
from desktop_app.translation import set_language, system_language
from desktop_app.widgets import timer
from vtoonify_rt import __version__
from vtoonify_rt.log_file import log_to_file
from vtoonify_rt.stop_signals import stop_on_signals

logger = logging.getLogger(__name__)

SIGNAL_POLL_MS = 250
END_WAIT = 15.0  # seconds that a recording has to be finished, and drivers to let go

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run_app(source: str | None = None, style: str | None = None) -> int:
    """Open the window, play until it is closed, and return the exit status.

    `source` and `style` replace what was chosen last.
    """
    with log_to_file(), crashes_logged(), stop_on_signals() as stop:
        logger.info("VToonify RT %s", __version__)
        app = make_application()
        file = SettingsFile()
        settings, trouble = file.read()
        set_language(settings.language or system_language())
        window = MainWindow(RunTime(), asked(settings, source, style), file.write)
        _close_when(stop, window)
        window.show()
        if trouble is not None:
            window.stage.tell_error(trouble)
        window.start()
        status = app.exec()
        stopped = window.shut_down(END_WAIT)
        file.write(window.settings)  # after what else writes them
        if not stopped:
            # A thread that hangs in a driver would make Qt abort; nothing of ours is left to do.
            logger.error("not everything has ended; leaving anyway")
            logging.shutdown()
            os._exit(status)
        return status


def make_application() -> QApplication:
    """Return the one QApplication, dressed; imports of cv2 must come after it or restore
    Qt's environment, as `run_time.import_cv2` does."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("vtoonify-rt")
    app.setApplicationDisplayName("VToonify RT")
    app.setDesktopFileName("vtoonify-rt")
    apply_theme(app)
    return app


def asked(settings: Settings, source: str | None, style: str | None) -> Settings:
    """Return the settings with what the command line asks for."""
    if source is not None:
        settings = replace(settings, source=source)
    if style is not None:
        settings = replace(settings, stylize=replace(settings.stylize, style=style))
    return settings


@contextmanager
def crashes_logged() -> Iterator[None]:
    """Send what nobody caught, and what Qt says, to the log while the context lasts."""
    qt_before = qInstallMessageHandler(_log_qt)
    hook_before, thread_hook_before = sys.excepthook, threading.excepthook
    sys.excepthook = _log_crash
    threading.excepthook = _log_thread_crash
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = hook_before, thread_hook_before
        qInstallMessageHandler(qt_before)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS[kind], "%s", message)
    if kind == QtMsgType.QtFatalMsg:  # Qt aborts when we return
        print(f"Error: the window cannot open: {_fatal_reason(message)}.", file=sys.stderr)
        print("Run `vtoonify-rt doctor` to see what is missing.", file=sys.stderr, flush=True)
        logging.shutdown()
        os._exit(1)


def _fatal_reason(message: str) -> str:
    if "platform plugin" not in message:
        return " ".join(message.split()).rstrip(".")
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return f"Qt cannot use the display {display}" if display else "there is no display"


def _log_crash(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logger.critical("not caught", exc_info=(kind, error, traceback))


def _log_thread_crash(crash: threading.ExceptHookArgs) -> None:
    where = crash.thread.name if crash.thread is not None else "a thread"
    error = crash.exc_value
    logger.critical("not caught in %s", where, exc_info=error if error is not None else True)


def _close_when(stop: Event, window: MainWindow) -> None:
    """Close the window soon after `stop` is set, by Ctrl+C or when the system ends us."""

    def look() -> None:
        if stop.is_set():
            window.close()

    # The timer also lets Python see signals, which it does between two of its own instructions.
    looking = timer(window, SIGNAL_POLL_MS)
    looking.timeout.connect(look)
    looking.start()
