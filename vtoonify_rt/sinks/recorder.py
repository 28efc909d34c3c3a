"""Finished frames to an MP4 file, on a thread of its own."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.output_file import cannot_write
from vtoonify_rt.sinks.disk_room import DiskRoom
from vtoonify_rt.sinks.encoders import BALANCED, FILES, Encoding
from vtoonify_rt.sinks.mp4 import Mp4Writer, SoundTrack
from vtoonify_rt.sinks.outputs import OutputFile
from vtoonify_rt.sinks.sound import Sound
from vtoonify_rt.sinks.timeline import Timeline
from vtoonify_rt.sinks.writer_thread import WriterThread

DEFAULT_FPS = 30.0


class Recorder:
    """Writes frames to an MP4 file, spaced as `Frame.time` says.

    Live (`drop=True`), `write` never blocks: a frame that finds the encoder busy is dropped and
    counted. The file grows under its final name and can be played after a crash or a full disk,
    up to the last seconds; a sleep of the machine is left out. For files (`drop=False`), every
    frame is kept, `write` waits for the encoder, and the file appears under its name when it is
    closed; `discard` leaves nothing.

    `fps_hint` is the frame rate of the source if it has one: its frames keep it exactly.
    `audio_from` is a video whose sound is copied; what is shown of it `audio_skip` seconds after
    its first picture belongs to the first frame. Live, `sound` goes beside the pictures instead,
    `timeline` places both, and before the disk that `room` watches is full the file is finished.
    A file that can no longer be written raises `SinkError` once, from `write` or `close`; frames
    after that are ignored. As a context manager the recorder closes itself, or after an exception
    discards what is not live.
    """

    def __init__(
        self,
        path: Path,
        *,
        fps_hint: float | None = None,
        audio_from: Path | None = None,
        audio_skip: float = 0.0,
        drop: bool,
        encoding: Encoding | None = None,
        timeline: Timeline | None = None,
        sound: SoundTrack | None = None,
        room: DiskRoom | None = None,
    ) -> None:
        self._path = path
        self._drop = drop
        fps = fps_hint or DEFAULT_FPS
        self._timeline = timeline or Timeline(fps, live=drop)
        if audio_from is not None:
            sound = Sound(audio_from, audio_skip)
        try:
            self._output = OutputFile(path, growing=drop)
            writer = Mp4Writer(
                self._output,
                fps=fps,
                live=drop,
                encoding=encoding or (BALANCED if drop else FILES),
                sound=sound,
            )
        except OSError as error:
            raise cannot_write(path, error) from error
        self._elapsed = 0.0
        check = room.check if room is not None else lambda: None
        self._thread = WriterThread(writer, self._output, str(path), drop=drop, check=check)

    @property
    def path(self) -> Path:
        """The file as the user named it."""
        return self._path

    @property
    def elapsed(self) -> float:
        """Seconds between the first and the last frame taken, as in the file."""
        return self._elapsed

    @property
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._output.size

    @property
    def dropped(self) -> int:
        """How many frames found the encoder busy."""
        return self._thread.dropped

    def write(self, frame: Frame) -> None:
        """Hand `frame` to the encoder; live, at once or not at all."""
        if self._thread.over:
            return
        seconds = self._timeline.place(frame.time)
        if seconds is not None and self._thread.put(frame.image, seconds):
            self._elapsed = seconds

    def close(self) -> None:
        """Encode what waits and finish the file; without a frame there is no file."""
        self._thread.close()

    def discard(self) -> None:
        """Stop at once and leave no file."""
        self._thread.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif not self._drop:
            self.discard()
        else:
            with suppress(SinkError):  # the error on its way out is the one to show
                self.close()
