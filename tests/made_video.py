"""Small videos whose frames can be told apart."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer

from vtoonify_rt.frame import Image

_STEP = 8  # gray levels between frames: survives compression


def make_video(
    path: Path,
    *,
    frames: int = 10,
    width: int = 64,
    height: int = 48,
    fps: Fraction | int = 30,
    times: Sequence[Fraction] | None = None,
    rotation: int = 0,
    hflip: bool = False,
    sound: str | None = None,
    codec: str = "libx264",
    aspect: tuple[int, int] = (1, 1),
    draw: Callable[[int, int, int], Image] | None = None,
) -> Path:
    """Write frames 0, 1, 2 ...: gray, frame n lighter than n - 1, the top left corner white.

    `times`: presentation times in seconds instead of a constant rate. `sound`: a codec; the sound
    is a tone as long as the pictures. `aspect`: width of a pixel to its height. `draw`: other
    pictures, of an index, a width and a height.
    """
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(*aspect)
        if times is not None:
            stream.time_base = stream.codec_context.time_base = Fraction(1, 90_000)
        if rotation or hflip:
            stream.set_display_rotation(rotation, hflip=hflip)
        tone = container.add_stream(sound, rate=48_000, layout="mono") if sound else None
        for index in range(frames):
            image = (draw or numbered)(index, width, height)
            picture = av.VideoFrame.from_ndarray(image, format="rgb24")
            if times is not None:
                picture.pts = int(times[index] * 90_000)
                picture.time_base = Fraction(1, 90_000)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
        if tone is not None:
            _add_tone(container, tone, frames / fps)
    return path


def _add_tone(container: OutputContainer, tone: av.AudioStream, seconds: Fraction | float) -> None:
    count = round(seconds * 48_000)
    samples = (0.2 * 32767 * np.sin(np.arange(count) * 2 * np.pi * 440 / 48_000)).astype(np.int16)
    for start in range(0, count, 4800):
        part = av.AudioFrame.from_ndarray(samples[None, start : start + 4800], "s16", "mono")
        part.sample_rate, part.pts, part.time_base = 48_000, start, Fraction(1, 48_000)
        container.mux(tone.encode(part))
    container.mux(tone.encode(None))


def numbered(index: int, width: int = 64, height: int = 48) -> Image:
    """Return the picture that `number` knows as `index`, 0 to 25."""
    image = np.full((height, width, 3), 20 + _STEP * index, np.uint8)
    image[: height // 4, : width // 4] = 255
    return image


def number(image: Image) -> int:
    """Return the index of a picture made by `numbered`, by its middle."""
    height, width = image.shape[:2]
    middle = image[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    return round((float(middle.mean()) - 20) / _STEP)
