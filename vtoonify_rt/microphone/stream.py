"""A real microphone, by PortAudio."""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from queue import Empty, Full, Queue
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone import Samples, SoundBlock
from vtoonify_rt.microphone.devices import MicrophoneDevice, devices_kept, load_portaudio

_WAITING = 200  # blocks between PortAudio and the reader: seconds
_SILENT_S = 2.0  # without a block: the device is gone, whatever the driver says
_MOST_LATENCY_S = 1.0  # a time of capture that lies further back is not believed
_CHANNELS = 2  # mixed at the most: interfaces with many inputs have the voice on the first ones

logger = logging.getLogger(__name__)


class _Captured(NamedTuple):
    samples: Samples
    captured: float  # PortAudio's times: of the first sample, 0 or wrong with some drivers,
    called: float  # and of the call that brought it
    overflow: bool


class StreamMicrophone:
    """One device, read by PortAudio's own thread into a queue.

    PortAudio says on a clock of its own when each block was captured; `read` finds what that
    clock shows beside ours, each time, so the two need not run alike. Raises MicrophoneError when
    the device cannot be opened.
    """

    def __init__(
        self,
        device: MicrophoneDevice,
        *,
        sounddevice: Any = None,
        clock: Callable[[], float] = time.monotonic,
        patience: float = _SILENT_S,
    ) -> None:
        module = load_portaudio() if sounddevice is None else sounddevice
        self._library_error: type[Exception] = module.PortAudioError
        self.name = device.name
        self._rate = device.rate
        self._clock = clock
        self._patience = patience
        self._blocks: Queue[_Captured | None] = Queue(_WAITING)
        self._lost = False  # blocks found the queue full
        self._library = Lock()  # asking a stream that is being closed may crash
        self._holds = ExitStack()
        try:
            self._holds.enter_context(devices_kept())
            self._stream = module.InputStream(
                device=device.index,
                samplerate=device.rate,
                channels=min(device.channels, _CHANNELS),
                dtype="float32",
                callback=self._take,
                finished_callback=self._end,
            )
            self._holds.callback(self._stream.close)
            self._stream.start()
        except (module.PortAudioError, ValueError) as error:
            self._holds.close()
            raise MicrophoneError(
                f"{device.name} cannot be opened ({error})",
                "Allow this program to use the microphone, or close others that use it",
            ) from error

    def read(self) -> SoundBlock:
        """Return the next block; raises MicrophoneError when none comes any more."""
        try:
            block = self._blocks.get(timeout=self._patience)
        except Empty:
            block = None
        if block is None:
            raise self._gone()
        try:
            with self._library:
                time_of_capture = self._time(block)
        except self._library_error as error:  # it was closed meanwhile
            raise self._gone() from error
        gap, self._lost = block.overflow or self._lost, False
        return SoundBlock(block.samples, time_of_capture, self._rate, after_gap=gap)

    def _gone(self) -> MicrophoneError:
        return MicrophoneError(
            f"{self.name} gives no sound any more", "Plug it in again, or choose another"
        )

    def close(self) -> None:
        """Release the device; again does nothing."""
        with self._library:
            self._holds.close()
        self._end()

    def _take(self, data: Any, count: int, times: Any, status: Any) -> None:
        """Keep a block; called by PortAudio's thread, which must not wait or ask the library."""
        samples = np.array(data, np.float32).mean(axis=1, dtype=np.float32)
        block = _Captured(
            samples, times.inputBufferAdcTime, times.currentTime, bool(status.input_overflow)
        )
        try:
            self._blocks.put_nowait(block)
        except Full:  # nobody reads
            self._lost = True

    def _end(self) -> None:
        """Wake the reader: nothing will come any more."""
        try:
            self._blocks.put_nowait(None)
        except Full:
            logger.debug("the reader has enough to read before it learns of the end")

    def _time(self, block: _Captured) -> float:
        before = self._clock()
        shown = self._stream.time
        now = (before + self._clock()) / 2
        captured = block.captured
        if not 0 < captured <= block.called or block.called - captured > _MOST_LATENCY_S:
            captured = block.called - len(block.samples) / self._rate
        return float(now - (shown - captured))
