"""Where sound comes from.

Sound is mono: one row of ``float32`` samples between -1 and 1. A block's ``time`` is the moment its
first sample was captured, on the clock that frames have their times from. So sound and pictures
meet without asking when either of them arrived.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]  # (count,), -1 to 1


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """Samples that were captured one after another."""

    samples: Samples
    time: float  # seconds, monotonic clock: capture of the first sample; may jitter
    rate: float  # samples per second, as the sound card counts them; its clock may be wrong
    after_gap: bool = False  # samples were lost before it


class Microphone(Protocol):
    """An open microphone, which one thread reads.

    `read` waits for the next block. It raises MicrophoneError when the device is gone: then it
    has to be closed and opened anew. `close` may be called from another thread, and ends a read.
    """

    name: str  # for the user

    def read(self) -> SoundBlock:
        """Return the next block."""
        ...

    def close(self) -> None:
        """Release the device; again does nothing."""
        ...
