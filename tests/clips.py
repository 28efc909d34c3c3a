"""Short videos made on the spot."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from vtoonify_rt.frame import Image

RATE = 48_000  # of the sound


def write_clip(
    path: Path, picture: Image, *, frames: int = 12, fps: int = 25, sound: bool = False
) -> Path:
    """Write a video in which `picture` moves right by a pixel a frame, and hums if it has sound."""
    height, width = picture.shape[:2]
    with av.open(path, "w") as container:
        video = container.add_stream("libx264", rate=fps, options={"crf": "12"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="mono") if sound else None
        for index in range(frames):
            moved = np.ascontiguousarray(np.roll(picture, index, axis=1))
            container.mux(video.encode(av.VideoFrame.from_ndarray(moved, format="rgb24")))
        container.mux(video.encode())
        if audio is not None:
            container.mux(audio.encode(_hum(frames / fps)))
            container.mux(audio.encode())
    return path


def _hum(seconds: float) -> av.AudioFrame:
    times = np.arange(round(seconds * RATE)) / RATE
    wave = (8000 * np.sin(2 * np.pi * 220 * times)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    return frame


def read_clip(path: Path) -> list[Image]:
    """Return the pictures of a video."""
    with av.open(path) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def describe_clip(path: Path) -> tuple[int, Fraction, float, list[str]]:
    """Return the number of frames, frames per second, seconds, and the codecs of the sound."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        count = sum(1 for _ in container.decode(video=0))
        seconds = float(stream.duration * stream.time_base)
        codecs = [track.codec_context.name for track in container.streams.audio]
        return count, stream.average_rate, seconds, codecs
