"""Errors that are shown to a user, in one sentence and a way on.

* AppError
  - UsageError     an argument that cannot be meant: bad value, output equals input
    - BackendUnusable  a backend that was asked for is unknown, or does not run the model here
  - SourceError    a file that cannot be read, a folder without pictures
    - CameraError  cannot be opened, or stopped delivering
      - CameraForbidden  the system, or the user by it, does not let us
  - MicrophoneError  sound that cannot be had: no microphone, no library, lost
  - FaceError      no face where one is needed; face model missing or damaged
  - ModelError     model folder missing, damaged or not ours; unknown style
    - BackendFailed  what runs the model raised, while it was loaded or run
  - OutOfMemoryError  a picture of this size does not fit: a smaller one may
  - FetchError     file that cannot be fetched: no network, refused, not what was promised
  - LicenceError   licence that has to be accepted first
  - SinkError      output that cannot be written: no permission, disk full

Anything else that is raised is a bug: it goes to the log with its traceback.
"""

from checkpoint.errors import AppError, FetchError, LicenceError, ModelError, UsageError

__all__ = [
    "AppError",
    "BackendFailed",
    "BackendUnusable",
    "CameraError",
    "CameraForbidden",
    "EndOfStream",
    "FaceError",
    "FetchError",
    "LicenceError",
    "MicrophoneError",
    "ModelError",
    "OutOfMemoryError",
    "SinkError",
    "SourceError",
    "UsageError",
]


class SourceError(AppError):
    """A file or folder that cannot be read as pictures."""


class CameraError(SourceError):
    """A camera that cannot be opened or stopped delivering."""


class CameraForbidden(CameraError):
    """A camera that the system does not let this program use, as far as it tells."""


class MicrophoneError(AppError):
    """A microphone that cannot be opened, or stopped delivering."""


class FaceError(AppError):
    """No face where one is needed, or the face model is missing or damaged."""


class SinkError(AppError):
    """An output that cannot be written."""


class BackendFailed(ModelError):
    """What runs a model raised, while the model was loaded or run."""


class BackendUnusable(UsageError):
    """A backend that was asked for is unknown, not installed, or does not run the model here."""


class OutOfMemoryError(AppError):
    """A picture of `height` and `width` network pixels does not fit into the memory of what runs
    the model; a smaller one may, in the same session."""

    def __init__(self, height: int, width: int, backend: str) -> None:
        super().__init__(
            f"A picture of {width} x {height} does not fit into memory ({backend})",
            "Choose a smaller size, or close other programs",
        )
        self.height = height
        self.width = width


class EndOfStream(Exception):  # the name is the field's: aiortc, PyAV
    """A source has no more frames; never shown to a user."""
