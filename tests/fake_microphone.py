"""Microphones in memory."""

from collections.abc import Iterable
from queue import Queue

import numpy as np

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone import SoundBlock

LOST = MicrophoneError("The microphone gives no sound any more")


def sound(time: float, value: float = 0.5) -> SoundBlock:
    """Return 10 ms of sound."""
    return SoundBlock(np.full(480, value, np.float32), time, 48_000.0)


class FakeMicrophone:
    """Gives `blocks`, then is lost; `waits`: until it is closed."""

    name = "fake"

    def __init__(self, blocks: Iterable[SoundBlock], *, waits: bool = False) -> None:
        self._blocks: Queue[SoundBlock | None] = Queue()
        for block in blocks:
            self._blocks.put(block)
        if not waits:
            self._blocks.put(None)
        self.closed = 0

    def read(self) -> SoundBlock:
        block = self._blocks.get()
        if block is None:
            raise LOST
        return block

    def close(self) -> None:
        self.closed += 1
        self._blocks.put(None)
