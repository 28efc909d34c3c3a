"""The log: a file for whoever looks for a bug, and warnings in the terminal for the user.

A traceback goes to the file only; what a user sees is one sentence.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

_MAX_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_OURS = ("checkpoint", "vtoonify_rt", "desktop_app")


def log_path() -> Path:
    """Return where the log is written; the file need not exist."""
    return platformdirs.user_log_path("vtoonify-rt") / "vtoonify-rt.log"


@contextmanager
def log_to_file(path: Path | None = None) -> Iterator[Path | None]:
    """Log everything from INFO on to `path` (default: `log_path`) while the context lasts.

    Our own warnings are shown on stderr as well, as one sentence each. Gives the path of the log,
    or None where it cannot be written: then there is no log, and all else goes on.
    """
    wanted = path or log_path()
    handlers: list[logging.Handler] = [_Terminal()]
    logged: Path | None = None
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(_file(wanted))
        logged = wanted
    except OSError:
        pass  # a full or read-only home must not keep anyone from stylizing
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield logged
    finally:
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def _file(path: Path) -> logging.Handler:
    handler = _File(path, maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler


class _File(RotatingFileHandler):
    """A file that may come to be full: what it cannot take is lost, without a word on stderr."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing: there is no place left to tell it."""

    def close(self) -> None:
        """Close the file, whether or not the rest of it can be written."""
        with suppress(OSError):
            super().close()


class _Terminal(logging.Handler):
    """Shows our own warnings on stderr, each sentence once, without tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._shown: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Show `record` if it is for the user: errors are told by whoever catches them."""
        ours = record.name.split(".")[0] in _OURS
        text = record.getMessage()
        if ours and record.levelno == logging.WARNING and text not in self._shown:
            self._shown.add(text)
            # Looked up now, since a progress bar replaces it while it is shown.
            print(f"Warning: {text}", file=sys.stderr)
