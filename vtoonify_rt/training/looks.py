"""The looks of the starter model, as slow reference filters.

Each look is a pure function of a picture: (H, W, 3) RGB float32 in 0..1.  A
colour look returns a picture of the same kind.  A tone look returns one channel,
(H, W) in 0..1, that a palette colours afterwards.  The small network learns to
imitate these functions; at run time they are not used.

Everything here depends on the neighbourhood of a pixel only, never on who or
what is in the picture, because that is what a small network can learn from few
photographs.  Lengths are in pixels of a crop of about 384, where the irises are
some 70 pixels apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vtoonify_rt.training.edges import Flow, ink_lines, levelled_luminance
from vtoonify_rt.training.filters import (
    Array,
    from_lab,
    gaussian,
    kuwahara,
    luminance,
    sharpen,
    smooth_areas,
    smoothstep,
    soft_quantise,
    to_lab,
)

INK = np.array([0.10, 0.07, 0.12], np.float32)
CANDLELIGHT = np.array([1.03, 1.0, 0.94], np.float32)  # what white turns to
UMBER = np.array([0.33, 0.22, 0.24], np.float32)


@dataclass(frozen=True, slots=True)
class Look:
    """One teacher: what it is called and how it draws."""

    id: str
    kind: Literal["colour", "tone"]
    draw: Callable[[Array], Array]
    mirrors: bool = True  # drawing a mirrored picture gives the mirrored drawing


def comic(picture: Array) -> Array:
    """Flat colours in steps of brightness under dark ink lines."""
    flow = Flow(picture, 2.5)
    flat = picture
    for _ in range(2):
        flat = flow.smooth(smooth_areas(flat, 9.0, 0.28), 4)
    lab = to_lab(flat)
    light = np.clip((lab[..., 0] / 100.0) ** 0.74 * 1.02 + 0.03, 0.0, 1.0)
    light = 0.80 * soft_quantise(light, 6, 5.0) + 0.20 * light
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    gain = 1.15 + 0.55 * np.exp(-((chroma / 22.0) ** 2)) - 0.25 * smoothstep(28.0, 60.0, chroma)
    coloured = np.dstack([100.0 * light, lab[..., 1] * gain, lab[..., 2] * gain])
    flat = flow.smooth(from_lab(np.asarray(coloured, np.float32)), 2)
    levelled = levelled_luminance(picture)
    lines = ink_lines(levelled, flow, sigma=1.0, weight=16.0, level=0.42, slope=6.0)[..., None]
    return np.asarray(lines * flat + (1.0 - lines) * INK, np.float32)


def poster(picture: Array) -> Array:
    """A screen print: five tones of local light and shade, and lines."""
    flow = Flow(picture, 2.5)
    light = luminance(flow.smooth(smooth_areas(picture, 10.0, 0.30), 4))
    around = gaussian(light, 60.0)
    tone = np.clip(0.53 + 1.05 * (light - around) + 0.62 * (around - 0.5), 0.0, 1.0)
    tone = 0.85 * soft_quantise(tone, 5, 4.5) + 0.15 * tone
    levelled = levelled_luminance(picture)
    lines = ink_lines(levelled, flow, sigma=1.15, weight=15.0, level=0.46, slope=6.0)
    return np.asarray(np.clip(tone * lines, 0.0, 1.0), np.float32)


def pencil(picture: Array) -> Array:
    """A graphite drawing: shaded by dodging, with fine lines."""
    flow = Flow(picture, 2.2)
    light = luminance(smooth_areas(picture, 3.0, 0.10))  # or the grain would be drawn too
    even = np.clip(0.72 * light / (0.42 + 0.70 * gaussian(light, 40.0)), 0.0, 1.0)
    dodge = (
        np.clip(even / (1.0 - gaussian(np.asarray(1.0 - even, np.float32), 5.5) + 1e-3), 0.0, 1.0)
        ** 2.2
    )
    dodge = flow.smooth(np.asarray(dodge, np.float32), 4)
    levelled = levelled_luminance(picture)
    lines = ink_lines(levelled, flow, sigma=0.9, weight=16.0, level=0.49, slope=5.5)
    broad = luminance(smooth_areas(picture, 8.0, 0.30))
    shade = 0.52 + 0.48 * smoothstep(0.05, 0.75, broad / (0.5 * gaussian(light, 60.0) + 0.30))
    return np.asarray(np.clip(dodge * (0.35 + 0.65 * lines) * shade, 0.0, 1.0), np.float32)


def oil(picture: Array) -> Array:
    """Broad strokes of warm paint; fine where the picture is, as around eyes."""
    flow = Flow(picture, 3.0)
    broad = flow.smooth(kuwahara(flow.smooth(kuwahara(picture, 5.0), 5), 3.5), 4)
    fine = flow.smooth(kuwahara(picture, 1.6), 2)
    light = luminance(picture)
    detail = np.abs(light - gaussian(light, 3.0)) / (0.25 + gaussian(light, 12.0))
    keep = smoothstep(0.03, 0.10, gaussian(np.asarray(detail, np.float32), 4.0))[..., None]
    paint = np.asarray(keep * fine + (1.0 - keep) * broad, np.float32)
    crisp = paint + np.clip(sharpen(paint, 1.0, 1.6) - paint, -0.08, 0.015)  # no pale halos
    return _grade(_relief(np.clip(crisp, 0.0, 1.0), flow))


def _relief(paint: Array, flow: Flow) -> Array:
    """Light the strokes from the upper left; outlines are kept from glowing."""
    light = luminance(paint)
    strokes = np.clip(light - gaussian(light, 2.0), -0.03, 0.03)
    height = gaussian(flow.smooth(np.asarray(strokes, np.float32), 6), 0.9)
    dy, dx = np.gradient(height)
    shine = np.asarray(1.0 + np.clip(6.0 * (dx + dy), -0.10, 0.06), np.float32)
    return np.asarray(paint * shine[..., None], np.float32)


def _grade(paint: Array) -> Array:
    """Enrich dull colours, deepen contrast a little and warm the light."""
    lab = to_lab(np.asarray(paint, np.float32))
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    gain = (1.10 + 0.38 * np.exp(-((chroma / 24.0) ** 2)))[..., None]
    light = lab[..., :1] / 100.0
    light = light + 0.20 * (light * light * (3.0 - 2.0 * light) - light)
    rich = from_lab(np.asarray(np.concatenate([100.0 * light, lab[..., 1:] * gain], 2), np.float32))
    return np.asarray(np.clip(rich * CANDLELIGHT, 0.0, 1.0), np.float32)


def watercolour(picture: Array) -> Array:
    """Light washes on paper: warm shadows, pigment pooled at the rims, soft outlines."""
    flow = Flow(picture, 2.5)
    lab = to_lab(flow.smooth(smooth_areas(picture, 10.0, 0.28), 5))
    light = np.clip(lab[..., 0] / 100.0, 0.0, 1.0)
    light = np.clip(0.6 * soft_quantise(light, 6, 4.5) + 0.4 * light, 0.0, 1.0)
    rim = gaussian(np.asarray(light, np.float32), 5.0) - light
    rim = np.where(rim > 0.0, rim, 0.4 * rim)
    washed = 0.34 + 0.68 * (1.0 - (1.0 - light) ** 1.25) - 0.8 * rim
    dark = np.exp(-((light / 0.35) ** 2))
    gain = 1.45 - 0.35 * dark
    a = lab[..., 1] * gain + 7.0 * dark
    b = lab[..., 2] * gain + 6.0 * dark + 2.0
    wash = np.dstack([100.0 * np.clip(washed, 0.0, 1.0), a, b])
    levelled = levelled_luminance(picture)
    lines = ink_lines(levelled, flow, sigma=1.0, weight=14.0, level=0.38, slope=4.0)[..., None]
    ink = 0.62 * (1.0 - lines)
    painted = from_lab(np.asarray(wash, np.float32))
    return np.asarray((1.0 - ink) * painted + ink * UMBER, np.float32)


LOOKS: tuple[Look, ...] = (
    Look("comic", "colour", comic),
    Look("poster", "tone", poster),
    Look("pencil", "tone", pencil),
    Look("oil", "colour", oil, mirrors=False),
    Look("watercolour", "colour", watercolour),
)
