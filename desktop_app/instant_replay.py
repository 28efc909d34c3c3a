"""The last seconds of what is shown, kept until the user wants them saved; and GIFs of them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.background import Background
from desktop_app.new_files import free_path, make_folder
from desktop_app.playback import Playback, State
from desktop_app.recording import Recording
from desktop_app.run_time import RunTime
from vtoonify_rt.errors import AppError, SinkError

if TYPE_CHECKING:
    from vtoonify_rt.sinks.replay import Replay


class InstantReplay(QObject):
    """Keeps while it is switched on and something plays; all methods are called in the GUI thread.

    Signals:
        changed: Whether there is something to save is another now.
        saved: This file is complete.
        failed: An error.
    """

    changed = Signal()
    saved = Signal(object)  # Path
    failed = Signal(object)  # AppError

    def __init__(
        self,
        run_time: RunTime,
        playback: Playback,
        recording: Recording,
        background: Background,
    ) -> None:
        super().__init__(recording)
        self._run_time = run_time
        self._playback = playback
        self._recording = recording
        self._background = background
        self._sound = recording.sound
        self._replay: Replay | None = None
        self._opening = False
        self._last: Path | None = None  # the last film that was saved
        playback.state_changed.connect(self.follow)
        playback.sink_failed.connect(self._drop)
        recording.saved.connect(self._remember)

    @property
    def keeps(self) -> bool:
        """Whether the last seconds can be saved."""
        return self._replay is not None

    @property
    def has_film(self) -> bool:
        """Whether there is something to make a GIF of."""
        return self.keeps or self._last is not None

    @Slot()
    def follow(self) -> None:
        """Keep, or stop, as is chosen and as something plays."""
        wanted = self._recording.choices.replay and self._playback.state is State.RUNNING
        if wanted and self._replay is None and not self._opening:
            self._open()
        elif not self._recording.choices.replay or self._playback.state in (
            State.OPENING,
            State.ENDED,
            State.FAILED,
        ):
            self.stop()

    def restart(self) -> None:
        """Begin anew, with what is chosen now."""
        self.stop()
        self.follow()

    def stop(self) -> None:
        """Keep nothing any more."""
        replay, self._replay = self._replay, None
        self._sound.want("replay", False)
        if replay is not None:
            self._playback.remove_sink(replay)
            self._sound.remove(replay.hear)
            self._background.start(replay.close, lambda _: None, lambda error: None)
            self.changed.emit()

    def save(self, style: str) -> None:
        """Save the last seconds; `saved` follows."""
        replay = self._replay
        if replay is None:
            return
        wanted = self._recording.new_path(self._recording.folder, style, ".mp4")

        def save() -> Path:
            make_folder(wanted.parent)
            path = free_path(wanted)
            replay.save(path)
            return path

        self._background.start(save, self._tell, self.failed.emit)

    def save_gif(self, style: str) -> None:
        """Save a GIF of the last seconds that are kept, or else were recorded."""
        replay, last = self._replay, self._last
        if replay is None and last is None:
            return
        wanted = self._recording.new_path(self._recording.folder, style, ".gif")

        def save() -> Path:
            make_folder(wanted.parent)
            path = free_path(wanted)
            film = replay.copy() if replay is not None else last
            assert film is not None
            self._run_time.write_gif(film, path)
            return path

        self._background.start(save, self.saved.emit, self.failed.emit)

    def _open(self) -> None:
        self._opening = True
        fps, choices = self._recording.fps, self._recording.choices
        self._background.start(
            lambda: self._run_time.open_replay(fps, choices), self._begin, self._refuse
        )

    def _begin(self, replay: "Replay") -> None:
        self._opening = False
        if not self._recording.choices.replay or not self._playback.add_sink(replay):
            self._background.start(replay.close, lambda _: None, lambda error: None)
            return
        self._replay = replay
        self._sound.add(replay.hear)
        self._sound.want("replay", True)
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self._opening = False
        self.failed.emit(error)

    def _tell(self, path: Path) -> None:
        self._remember(path)
        self.saved.emit(path)

    @Slot(object)
    def _remember(self, path: Path) -> None:
        if path.suffix == ".mp4":
            self._last = path
            self.changed.emit()

    @Slot(object, object)
    def _drop(self, sink: object, error: SinkError) -> None:
        if sink is self._replay:
            self.stop()
            self.failed.emit(error)
