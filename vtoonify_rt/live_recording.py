"""The recording of a run without a window, with the sound of a microphone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np

from vtoonify_rt.errors import SinkError
from vtoonify_rt.microphone import Samples
from vtoonify_rt.microphone.clicks import EVERY_S, SEARCH_S, heard_at
from vtoonify_rt.microphone.listener import Listener
from vtoonify_rt.microphone.opening import TEST, open_microphone
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.take import Take, TakeRequest

_EDGE_S = 0.5  # at the ends of a recording: a click there may be cut


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequest:
    """What to record to where."""

    path: Path
    fps: float
    microphone: str | None = None  # its name, "default" or "test"; None: no sound


class LiveRecording:
    """Records from its making until it is left as a context; `recorder` takes the frames.

    `tell` gets a sentence when the microphone is lost, from any thread.
    """

    def __init__(self, request: RecordRequest, tell: Callable[[str], None]) -> None:
        name = request.microphone
        self._tell = tell
        self._is_test = name == TEST
        self._take = Take(TakeRequest(path=request.path, fps=request.fps, sound=name is not None))
        self._listener: Listener | None = None
        if name is not None:
            self._listener = Listener(
                lambda: open_microphone(name), on_lost=lambda lost: tell(str(lost))
            )
            self._listener.add(self._take.hear)

    @property
    def recorder(self) -> Recorder:
        """The sink."""
        return self._take.recorder

    @property
    def dropped(self) -> int:
        """How many frames found the encoder busy."""
        return self._take.dropped

    def skew_ms(self) -> float | None:
        """Return how far sound and pictures are apart at the most, once it is finished.

        With test clicks that is read from the file, else it is by the microphone's own times.
        None: there is no sound, or no click to be heard.
        """
        skew = measure_skew(self._take) if self._is_test else self._take.skew
        return None if skew is None else 1000 * skew

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        try:
            self._take.close()
        except SinkError as failed:
            if error is None:
                raise
            self._tell(str(failed))  # the error on its way out is told by another
        finally:
            if self._listener is not None:
                self._listener.close()


def measure_skew(take: Take) -> float | None:
    """Return how far the clicks in a finished take are from their places, in seconds.

    A click that is not there counts as 0.4 s. None: no click belongs there, or there is no file.
    """
    first, last = take.span
    moments = np.arange(np.ceil(first + _EDGE_S), last - _EDGE_S, EVERY_S)
    places = [place for moment in moments if (place := take.find(float(moment))) is not None]
    if not places or not take.path.exists():
        return None
    samples, rate, start = _read_sound(take.path)
    heard = [heard_at(samples, rate, place - start) for place in places]
    return max(
        SEARCH_S if at is None else abs(at + start - place)
        for at, place in zip(heard, places, strict=True)
    )


def _read_sound(path: Path) -> tuple[Samples, int, float]:
    """Return the sound of a file, its rate, and the time of its first sample in seconds."""
    with av.open(str(path), "r") as video:
        parts = list(video.decode(audio=0))
    samples = np.concatenate([part.to_ndarray()[0] for part in parts])
    return samples.astype(np.float32), parts[0].sample_rate, parts[0].time or 0.0
