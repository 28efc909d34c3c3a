"""Record what plays to a file, and take snapshots of it; nothing here blocks the window."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot

from desktop_app.background import Background
from desktop_app.playback import Playback, State
from desktop_app.run_time import RunTime
from vtoonify_rt.errors import AppError, SinkError

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame
    from vtoonify_rt.sinks.recorder import Recorder

logger = logging.getLogger(__name__)

DEFAULT_FPS = 30.0
OVER = (State.OPENING, State.ENDED, State.FAILED)  # what is recorded has ended then
Location = QStandardPaths.StandardLocation


class Recording(QObject):
    """At most one recording of what plays, and any number of snapshots.

    Signals:
        changed: It starts, runs or has ended; see `active` and `elapsed`.
        saved: This file is complete.
        failed: An error, and the file with what was written, or None if there is none.
    """

    changed = Signal()
    saved = Signal(object)  # Path
    failed = Signal(object, object)  # AppError, Path | None

    def __init__(
        self,
        run_time: RunTime,
        playback: Playback,
        background: Background,
        now: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run_time = run_time
        self._playback = playback
        self._background = background
        self._now = now
        self._path: Path | None = None  # while a recording is wanted
        self._recorder: Recorder | None = None  # once its file is open
        playback.sink_failed.connect(self._drop)
        playback.state_changed.connect(self._end_with_the_picture)

    @property
    def active(self) -> bool:
        """Whether a recording is running or about to."""
        return self._path is not None

    @property
    def elapsed(self) -> float:
        """Seconds recorded so far."""
        return self._recorder.elapsed if self._recorder is not None else 0.0

    @property
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._recorder.bytes_written if self._recorder is not None else 0

    def start(self, style: str) -> None:
        """Start recording what plays, in the user's folder for videos."""
        if self.active:
            return
        self._path = path = self._new_path(Location.MoviesLocation, style, ".mp4")
        live = self._playback.live
        info = live.source_info if live is not None else None
        fps = (info.fps if info is not None else None) or DEFAULT_FPS

        def open_recorder() -> "Recorder":
            make_folder(path.parent)
            return self._run_time.open_recorder(path, fps)

        self._background.start(open_recorder, self._begin, lambda error: self._refuse(path, error))
        self.changed.emit()

    def stop(self) -> None:
        """End the recording; `saved` follows when the file is complete."""
        recorder, path = self._recorder, self._path
        self._recorder = self._path = None
        if recorder is not None:
            self._finish(recorder, path)
        self.changed.emit()

    def snapshot(self, frame: "Frame", style: str) -> None:
        """Write the stylized picture of `frame` to the user's folder for pictures.

        The picture before it was stylized is kept in the model store: thumbnails are drawn on it.
        """
        path = self._new_path(Location.PicturesLocation, style, ".png")

        def write() -> Path:
            make_folder(path.parent)
            self._run_time.write_image(path, frame.image)
            return path

        self._background.start(write, self.saved.emit, lambda error: self.failed.emit(error, None))
        if (before := frame.before) is not None:
            self._background.start(
                lambda: self._run_time.keep_portrait(before), lambda _: None, _log_portrait
            )

    def _begin(self, recorder: "Recorder") -> None:
        if recorder.path != self._path:  # stopped while the file was being opened
            path = recorder.path
            self._background.start(
                recorder.close, lambda _: None, lambda error: self._refuse(path, error)
            )
            return
        self._recorder = recorder
        if not self._playback.add_sink(recorder):
            self.stop()
        self.changed.emit()

    def _refuse(self, path: Path, error: AppError) -> None:
        """Tell why the file at `path` cannot be; another that was begun since goes on."""
        if path == self._path:
            self._recorder = self._path = None
            self.changed.emit()
        self.failed.emit(error, None)

    def _finish(self, recorder: "Recorder", path: Path | None) -> None:
        self._playback.remove_sink(recorder)

        def finish() -> None:
            recorder.close()
            if recorder.elapsed == 0 and not recorder.path.exists():
                raise SinkError("Nothing was recorded: no picture came", "Record again")

        self._background.start(
            finish,
            lambda _: self.saved.emit(path),
            lambda error: self.failed.emit(error, path if recorder.path.exists() else None),
        )

    @Slot()
    def _end_with_the_picture(self) -> None:
        """Finish the file when what it records has ended, or something else plays."""
        if self._recorder is not None and self._playback.state in OVER:
            self.stop()

    @Slot(object, object)
    def _drop(self, sink: object, error: SinkError) -> None:
        """The pipeline dropped a sink: if it is ours, what was written stays."""
        if sink is self._recorder:
            path = self._path
            self._recorder = self._path = None
            self.changed.emit()
            self.failed.emit(error, path)

    def _new_path(self, location: Location, style: str, suffix: str) -> Path:
        folder = Path(QStandardPaths.writableLocation(location))
        stem = f"VToonify {self._now():%Y-%m-%d %H-%M-%S} {Path(style).name}"
        path = folder / f"{stem}{suffix}"
        number = 2
        while path.exists():
            path = folder / f"{stem} ({number}){suffix}"
            number += 1
        return path


def _log_portrait(error: AppError) -> None:
    logger.warning("thumbnails will not show this snapshot: %s", error)


def make_folder(folder: Path) -> None:
    """Create `folder`; SinkError in one sentence if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(
            f"The folder {folder} cannot be made ({error.strerror})", "Make it, or free its disk"
        ) from error


def elapsed_text(seconds: float) -> str:
    """Return a duration as m:ss, or h:mm:ss from an hour on."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    clock = f"{minutes}:{whole % 60:02d}"
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else clock


def size_text(size: int) -> str:
    """Return a size in megabytes, or in gigabytes from a thousand on."""
    megabytes = size / 1e6
    return f"{megabytes / 1000:.2f} GB" if megabytes >= 1000 else f"{megabytes:.1f} MB"
