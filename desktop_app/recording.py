"""Record what plays to a file, and take snapshots of it; nothing here blocks the window."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot

from desktop_app.background import Background
from desktop_app.new_files import free_path, make_folder
from desktop_app.playback import Playback, State
from desktop_app.recording_words import LEFT_S
from desktop_app.run_time import RunTime
from desktop_app.settings import RecordingSettings
from desktop_app.sound import Sound
from vtoonify_rt.errors import AppError, SinkError

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame
    from vtoonify_rt.take import Take

logger = logging.getLogger(__name__)

DEFAULT_FPS = 30.0
OVER = (State.OPENING, State.ENDED, State.FAILED)  # what is recorded has ended then
Location = QStandardPaths.StandardLocation


class RoomShort(AppError):
    """There is room for a recording of so many seconds only; the user is asked."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s of room")
        self.seconds = seconds


class Recording(QObject):
    """At most one recording of what plays, and any number of snapshots.

    Signals:
        changed: It starts, runs or has ended; see `active` and `elapsed`.
        room_short: It has not started: the disk has room for so long only.
        saved: This file is complete.
        failed: An error, and the file with what was written, or None if there is none.
    """

    changed = Signal()
    room_short = Signal(float)  # seconds
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
        self.choices = RecordingSettings()  # for the next one
        self._run_time = run_time
        self._playback = playback
        self._background = background
        self._now = now
        self.sound = Sound(run_time, background, self)
        self._path: Path | None = None  # while a recording is wanted
        self._take: Take | None = None  # once its file is open
        playback.sink_failed.connect(self._drop)
        playback.state_changed.connect(self._end_with_the_picture)

    @property
    def active(self) -> bool:
        """Whether a recording is running or about to."""
        return self._path is not None

    @property
    def take(self) -> "Take | None":
        """What runs, for its figures."""
        return self._take

    @property
    def elapsed(self) -> float:
        """Seconds recorded so far."""
        return self._take.elapsed if self._take is not None else 0.0

    @property
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._take.bytes_written if self._take is not None else 0

    @property
    def paused(self) -> bool:
        """Whether nothing is taken for now."""
        return self._take is not None and self._take.paused

    @property
    def folder(self) -> Path:
        """Where recordings go."""
        return Path(self.choices.folder or QStandardPaths.writableLocation(Location.MoviesLocation))

    def start(self, style: str, *, anyway: bool = False) -> None:
        """Start recording what plays, in the chosen folder or the user's own for videos; where
        there is room for minutes only, `anyway`, or else `room_short` tells so."""
        if self.active:
            return
        self._path = path = self.new_path(self.folder, style, ".mp4")
        fps, choices = self.fps, self.choices

        def open_take() -> "Take":
            make_folder(path.parent)
            if not anyway and (left := self._run_time.seconds_of_room(path.parent)) < LEFT_S:
                raise RoomShort(left)
            return self._run_time.open_take(free_path(path), fps, choices)

        self.sound.want("recording", True)
        begin, refuse = partial(self._begin, path), partial(self._refuse, path)
        self._background.start(open_take, begin, refuse)
        self.changed.emit()

    @property
    def fps(self) -> float:
        """The frame rate that what plays promises."""
        live = self._playback.live
        info = live.source_info if live is not None else None
        return (info.fps if info is not None else None) or DEFAULT_FPS

    def pause(self, paused: bool) -> None:
        """Take nothing for now, or go on."""
        if self._take is not None:
            if paused:
                self._take.pause()
            else:
                self._take.resume()
            self.changed.emit()

    def stop(self) -> None:
        """End the recording; `saved` follows when the file is complete."""
        take, path = self._take, self._path
        self._take = self._path = None
        if take is not None:
            self._finish(take, path)
        else:
            self.sound.want("recording", False)
        self.changed.emit()

    def snapshot(self, frame: "Frame", style: str) -> None:
        """Write the stylized picture of `frame` to the user's folder for pictures.

        The picture before it was stylized is kept in the model store: thumbnails are drawn on it.
        """
        pictures = Path(QStandardPaths.writableLocation(Location.PicturesLocation))
        wanted = self.new_path(pictures, style, ".png")

        def write() -> Path:
            make_folder(pictures)
            path = free_path(wanted)
            self._run_time.write_image(path, frame.image)
            return path

        self._background.start(write, self.saved.emit, lambda error: self.failed.emit(error, None))
        if (before := frame.before) is not None:
            self._background.start(
                lambda: self._run_time.keep_portrait(before), lambda _: None, _log_portrait
            )

    def _begin(self, path: Path, take: "Take") -> None:
        """Record with `take`, which was opened for `path`."""
        if path is not self._path:  # stopped while the file was being opened
            self._background.start(
                take.close, lambda _: None, lambda error: self._refuse(path, error)
            )
            return
        self._take, self._path = take, take.path
        self.sound.add(take.hear)
        playing = self._playback.add_sink(take.recorder)
        if playing and take.raw is not None:
            self._playback.add_raw_sink(take.raw)
        if not playing:
            self.stop()
        self.changed.emit()

    def _refuse(self, path: Path, error: AppError) -> None:
        """Tell why the file at `path` cannot be; another that was begun since goes on."""
        if path is self._path:
            self._take = self._path = None
            self.sound.want("recording", False)
            self.changed.emit()
        if isinstance(error, RoomShort):
            self.room_short.emit(error.seconds)
        else:
            self.failed.emit(error, None)

    def _let_go(self, take: "Take") -> None:
        """Give `take` no more pictures or sound."""
        self._playback.remove_sink(take.recorder)
        if take.raw is not None:
            self._playback.remove_raw_sink(take.raw)
        self.sound.remove(take.hear)
        self.sound.want("recording", False)

    def _finish(self, take: "Take", path: Path | None) -> None:
        self._let_go(take)

        def finish() -> None:
            take.close()
            if take.elapsed == 0 and not take.path.exists():
                raise SinkError("Nothing was recorded: no picture came", "Record again")

        self._background.start(
            finish,
            lambda _: self.saved.emit(path),
            lambda error: self.failed.emit(error, path if take.path.exists() else None),
        )

    @Slot()
    def _end_with_the_picture(self) -> None:
        """Finish the file when what it records has ended, or something else plays."""
        if self._take is not None and self._playback.state in OVER:
            self.stop()

    @Slot(object, object)
    def _drop(self, sink: object, error: SinkError) -> None:
        """The pipeline dropped a sink: if it is ours, what was written stays, and the rest of the
        recording ends with it."""
        take = self._take
        if take is None or sink not in (take.recorder, take.raw):
            return
        path = self._path
        self._take = self._path = None
        self._let_go(take)
        self._background.start(take.close, lambda _: None, _log_rest)
        self.changed.emit()
        self.failed.emit(error, path)

    def new_path(self, folder: Path, style: str, suffix: str) -> Path:
        """Return a name in `folder`, made of the time and the style; it may be taken."""
        return folder / f"VToonify {self._now():%Y-%m-%d %H-%M-%S} {Path(style).name}{suffix}"


def _log_portrait(error: AppError) -> None:
    logger.warning("thumbnails will not show this snapshot: %s", error)


def _log_rest(error: AppError) -> None:
    logger.warning("the rest of the recording: %s", error)
