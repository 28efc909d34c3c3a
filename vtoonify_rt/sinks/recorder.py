"""Finished frames to an MP4 file, on a thread of its own."""

import logging
from contextlib import suppress
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread
from types import TracebackType
from typing import Self

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.output_file import cannot_write, partial_path
from vtoonify_rt.sinks.mp4 import Mp4Writer, keep_whole_fragments

_WAITING = 8  # frames between pipeline and encoder: 22 MB at 720p
_DEFAULT_FPS = 30.0
_LONGEST_PAUSE = 60.0  # s between live frames; after a longer one the machine has slept

logger = logging.getLogger(__name__)


class Recorder:
    """Writes frames to an MP4 file, spaced as `Frame.time` says.

    Live (`drop=True`), `write` never blocks: a frame that finds the encoder busy is dropped and
    counted. The file grows under its final name and can be played after a crash or a full disk,
    up to the last second; a sleep of the machine is left out. For files (`drop=False`), every frame
    is kept, `write` waits for the encoder, and the file appears under its name when it is closed;
    `discard` leaves nothing.

    `fps_hint` is the frame rate of the source if it has one: its frames keep it exactly.
    `audio_from` is a video whose sound is copied; what is shown of it `audio_skip` seconds after
    its first picture belongs to the first frame.
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
    ) -> None:
        self._path = path
        self._drop = drop
        self._fps = fps_hint or _DEFAULT_FPS
        self._target = path if drop else partial_path(path)
        try:
            self._writer = Mp4Writer(
                self._target,
                fps=self._fps,
                live=drop,
                audio_from=audio_from,
                audio_skip=audio_skip,
            )
        except OSError as error:
            raise cannot_write(path, error) from error
        self._queue: Queue[tuple[Image, float] | None] = Queue(_WAITING)
        self._discarded = Event()
        self._error: SinkError | None = None  # set once, by the writer thread
        self._reported = False
        self._ended = False  # the writer thread met the end of the queue
        self._start: float | None = None  # capture time that is the file's time 0
        self._last = 0.0  # capture time of the last frame
        self._elapsed = 0.0
        self._dropped = 0
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """The file as the user named it."""
        return self._path

    @property
    def elapsed(self) -> float:
        """Seconds of capture time between the first and the last frame taken."""
        return self._elapsed

    @property
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._writer.size

    @property
    def dropped(self) -> int:
        """How many frames found the encoder busy."""
        return self._dropped

    def write(self, frame: Frame) -> None:
        """Hand `frame` to the encoder; live, at once or not at all."""
        self._report()
        if self._error or not self._thread.is_alive():
            return
        seconds = self._place(frame.time)
        try:
            self._queue.put((frame.image, seconds), block=not self._drop)
        except Full:
            self._dropped += 1
            return
        self._elapsed = seconds

    def close(self) -> None:
        """Encode what waits and finish the file; without a frame there is no file."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._report()

    def discard(self) -> None:
        """Stop at once and leave no file."""
        self._discarded.set()
        with suppress(SinkError):  # what cannot be written need not be thrown away
            self.close()

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

    def _place(self, time: float) -> float:
        """Return where a frame captured at `time` belongs in the file, in seconds."""
        if self._start is None:
            self._start = time
        elif self._drop and time - self._last > _LONGEST_PAUSE:
            self._start += time - self._last - 1 / self._fps
        self._last = time
        return time - self._start

    def _report(self) -> None:
        if self._error and not self._reported:
            self._reported = True
            raise self._error

    def _run(self) -> None:
        """Encode until `close`, then close the file; the body of the writer thread."""
        try:
            self._encode_all()
            self._writer.close()
            self._settle()
        except OSError as error:
            self._fail(cannot_write(self._path, error))
        except Exception as error:  # thread border: nothing above us would see it
            logger.exception("the recorder crashed")
            self._fail(SinkError(f"Recording {self._path} crashed", f"See the log ({error})"))

    def _encode_all(self) -> None:
        while placed := self._take():
            if not self._discarded.is_set():
                self._writer.write(*placed)

    def _take(self) -> tuple[Image, float] | None:
        """Wait for the next picture and its place in the file; None, for good, after `close`."""
        if not self._ended:
            placed = self._queue.get()
            self._ended = placed is None
            return placed
        return None

    def _settle(self) -> None:
        """Give the finished file its name, or delete it when it is empty or unwanted."""
        if self._discarded.is_set() or self._writer.size == 0:
            self._target.unlink(missing_ok=True)
        elif self._target != self._path:
            self._target.replace(self._path)

    def _fail(self, error: SinkError) -> None:
        """Keep what can be played of a live recording, and let blocked callers go on."""
        with suppress(Exception):  # finishing fails for the same reason as writing
            self._writer.close()
        with suppress(OSError):
            if self._drop:
                keep_whole_fragments(self._target)
            else:
                self._target.unlink(missing_ok=True)
        self._error = error
        while self._take():
            pass
