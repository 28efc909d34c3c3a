"""Palettes: what turns the one channel of a tone look into colour."""

from collections.abc import Sequence

import numpy as np

from vtoonify_rt.training.filters import Array

PALETTES: dict[str, tuple[str, ...]] = {
    "sunset": ("#120f2e", "#3b1f6b", "#db4566", "#fc9961", "#ffe0a8", "#fff5db"),
    "ocean": ("#071a2f", "#0f3f63", "#1b7f8c", "#63bfa6", "#cfe8c6", "#fbf7e4"),
    "ember": ("#14121f", "#1f3b73", "#d7263d", "#f46036", "#f6d8a6", "#fff8ea"),
    "graphite": ("#212026", "#fbf6ec"),
    "sepia": ("#2b1a12", "#8a6242", "#f3e3c8"),
    "cyanotype": ("#0a2342", "#2c6ea8", "#a9cfe8", "#f2f8fb"),
}


def expand(colours: Sequence[str]) -> Array:
    """Return the 256 RGB entries, 0..255, of a palette of evenly spaced hex colours."""
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], np.float32)
    places = np.linspace(0.0, len(stops) - 1.0, 256)
    entries = [np.interp(places, np.arange(len(stops)), stops[:, i]) for i in range(3)]
    return np.asarray(np.stack(entries, axis=1), np.float32)


def colour(tone: Array, palette: Array) -> Array:
    """Colour a tone picture, (H, W) in 0..1; returns (H, W, 3) RGB in 0..1."""
    index = np.clip(np.rint(tone * 255.0), 0, 255).astype(np.intp)
    return np.asarray(palette[index] / 255.0, np.float32)
