"""Palettes of tone styles: a few colours become the table that colours one grey channel."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import check_palette
from vtoonify_rt.errors import UsageError


def palette_table(colours: Sequence[str]) -> NDArray[np.float32]:
    """Return (256, 3) RGB values 0..255: `colours` evenly spaced from dark to light tone, mixed
    linearly between.

    Raises UsageError unless there are two or more colours written "#rrggbb".
    """
    try:
        check_palette(tuple(colours))
    except ValueError as error:
        raise UsageError(
            f"The palette is not usable: {error}", "Write it #112233,#ffeedd"
        ) from error
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], np.float32)
    tones = np.linspace(0.0, len(stops) - 1, 256)
    channels = [np.interp(tones, np.arange(len(stops)), stops[:, i]) for i in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)
