"""One recording as the user means it: the stylized film, its sound, and the raw one beside it."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.sinks.disk_room import DiskRoom
from vtoonify_rt.sinks.encoders import BALANCED, Encoding, choose_encoding
from vtoonify_rt.sinks.live_sound import LiveSound
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.sinks.timeline import Timeline

_RATE_S = 5.0  # before its rate is known, a recording is taken to grow as recordings do:
_USUAL_RATE = 700_000.0  # bytes a second


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRequest:
    """What to record, and how."""

    path: Path
    fps: float
    encoding: Encoding = BALANCED
    raw: bool = False  # the pictures as captured, too, in a file beside
    sound: bool = False
    picture_delay: float = 0.0  # seconds that the camera's pictures are older than they say


class Take:
    """Records until it is closed; `recorder` takes the frames to be recorded.

    `raw`, if there is one, takes the same frames from the pipeline itself, and records the camera's
    picture in them; both have the same times and sound. Any thread may `hear`, `pause` and look.
    Raises SinkError when a file cannot be written, or the disk has no room.
    """

    def __init__(
        self,
        request: TakeRequest,
        *,
        room: DiskRoom | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._room = room or DiskRoom(request.path.parent)
        self._room.check_start(_USUAL_RATE)
        self._timeline = Timeline(request.fps, live=True)
        self._sounds: list[LiveSound] = []
        with ExitStack() as opened:
            self.recorder = self._record(request, request.path, request.encoding)
            opened.callback(self.recorder.discard)
            self.raw: RawSink | None = None
            if request.raw:
                best = choose_encoding("h264", "best")
                self.raw = RawSink(self._record(request, raw_path(request.path), best))
            opened.pop_all()

    @property
    def path(self) -> Path:
        """The stylized file."""
        return self.recorder.path

    @property
    def elapsed(self) -> float:
        """Seconds recorded so far."""
        return self._timeline.elapsed

    @property
    def paused(self) -> bool:
        """Whether what is captured now is left out."""
        return self._timeline.paused

    @property
    def bytes_written(self) -> int:
        """Size of the files so far."""
        return sum(recorder.bytes_written for recorder in self._recorders())

    @property
    def dropped(self) -> int:
        """How many frames found an encoder busy."""
        return sum(recorder.dropped for recorder in self._recorders())

    @property
    def seconds_left(self) -> float:
        """For how long there is room, at the rate so far."""
        grown, elapsed = self.bytes_written, self.elapsed
        return self._room.seconds_left(grown / elapsed if elapsed > _RATE_S else _USUAL_RATE)

    @property
    def skew(self) -> float | None:
        """How far sound and pictures were apart at the most, in seconds, as far as the times that
        the sound came with tell; None: there is no sound."""
        return max((sound.skew for sound in self._sounds), default=None)

    @property
    def span(self) -> tuple[float, float]:
        """When the first and the last frame were captured; (0, 0) before there is one."""
        return self._timeline.span

    def find(self, captured: float) -> float | None:
        """Return where in the files that moment is, in seconds; None: nowhere."""
        return self._timeline.find(captured)

    def hear(self, block: SoundBlock) -> None:
        """Take in a block of sound."""
        for sound in self._sounds:
            sound.hear(block)

    def pause(self) -> None:
        """Leave out what is captured from now on."""
        self._timeline.pause(self._clock())

    def resume(self) -> None:
        """Take in again what is captured from now on."""
        self._timeline.resume(self._clock())

    def close(self) -> None:
        """Finish the files. Raises the first SinkError once both are as whole as they can be."""
        errors = []
        for recorder in self._recorders():
            try:
                recorder.close()
            except SinkError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _recorders(self) -> list[Recorder]:
        return [self.recorder] if self.raw is None else [self.recorder, self.raw.recorder]

    def _record(self, request: TakeRequest, path: Path, encoding: Encoding) -> Recorder:
        sound = None
        if request.sound:
            sound = LiveSound(self._timeline, picture_delay=request.picture_delay)
            self._sounds.append(sound)
        return Recorder(
            path,
            fps_hint=request.fps,
            drop=True,
            encoding=encoding,
            timeline=self._timeline,
            sound=sound,
            room=self._room,
        )


def seconds_of_room(folder: Path) -> float:
    """Return for how long a recording in `folder` usually has room; SinkError if it has none."""
    return DiskRoom(folder).check_start(_USUAL_RATE)


class RawSink:
    """Records the camera's picture in each frame."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def write(self, frame: Frame) -> None:
        """Record the picture as it was captured."""
        image = frame.image if frame.before is None else frame.before
        self.recorder.write(replace(frame, image=image))

    def close(self) -> None:
        """Finish the file."""
        self.recorder.close()


def raw_path(path: Path) -> Path:
    """Return where the raw take beside the file `path` lies."""
    return path.with_stem(f"{path.stem} raw")
