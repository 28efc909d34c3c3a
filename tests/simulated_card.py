"""A sound card simulated: its clock is wrong, its times jitter, it loses samples."""

import itertools
from collections.abc import Iterator

import numpy as np

from vtoonify_rt.microphone import SoundBlock

RATE = 48_000.0
BLOCK = 480  # samples


def card_blocks(
    seconds: float,
    *,
    ppm: float = 0.0,
    jitter: float = 0.0,
    late: float = 0.0,
    losses: dict[float, float] | None = None,
    told: bool = False,
    wander: float = 0.0,
    seed: int = 0,
    block: int = BLOCK,
    rate: float = RATE,
    start: float = 100.0,
) -> Iterator[tuple[SoundBlock, float]]:
    """Yield blocks and the true time of each one's first sample; all samples of block n are n.

    `ppm`: the card is so much too fast; `wander`: by so much more or less in the course of ten
    minutes. `jitter`: times scatter by so many seconds either way; `late`: one block in fifty comes
    that late on top. `losses`: so many seconds are lost, `told` or not, at these times.
    """
    random = np.random.default_rng(seed)
    waiting = sorted((losses or {}).items())
    time = start
    for index in itertools.count():
        if time >= start + seconds:
            return
        gap = False
        while waiting and time - start >= waiting[0][0]:
            time += waiting.pop(0)[1]
            gap = told
        said = time + random.uniform(-jitter, jitter) + (late if random.random() < 0.02 else 0.0)
        yield SoundBlock(np.full(block, index, np.float32), said, rate, after_gap=gap), time
        error = 1e-6 * (ppm + wander * np.sin(2 * np.pi * (time - start) / 600))
        time += block / (rate * (1 + error))
