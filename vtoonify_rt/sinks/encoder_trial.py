"""Which hardware encoder works here, by having each encode pictures with a known answer.

FFmpeg lists every encoder it was built with, and drivers crash or hang. So each is tried in a
process of its own, and must give back what it was given.

`vtoonify-rt try-encoder CODEC`, which is for this module alone, does it and ends with status 0.
"""

import faulthandler
import logging
import subprocess
from collections.abc import Callable
from concurrent.futures import Future
from fractions import Fraction
from functools import cache
from threading import Thread
from typing import cast

import av
import av.error
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from checkpoint.own_command import own_command, own_environment
from vtoonify_rt.errors import AppError
from vtoonify_rt.frame import Image
from vtoonify_rt.likeness import psnr
from vtoonify_rt.sinks.encoders import (
    HARDWARE,
    Encoding,
    Format,
    Quality,
    choose_encoding,
    encoding_of,
)

_WIDTH, _HEIGHT = 640, 360
_PICTURES = 5
_LEAST_PSNR = 28.0  # dB; the softest quality gives 35 and more
_SECONDS = 15.0

logger = logging.getLogger(__name__)


class EncoderUnusable(AppError):
    """An encoder that does not encode here; told to the process that asked, not to a user."""


@cache
def _trial() -> "Future[str | None]":
    """Start to try, once in this process."""
    future: Future[str | None] = Future()

    def run() -> None:
        try:
            future.set_result(find_hardware(_works_apart))
        except Exception:  # thread border; recordings do without
            logger.exception("the encoders cannot be tried")
            future.set_result(None)

    Thread(target=run, name="encoders", daemon=True).start()
    return future


def hardware_encoder() -> str | None:
    """Return the hardware encoder to use for H.264, as far as it is known; never waits.

    The first call starts to try, which takes seconds; until then it is None, as without hardware.
    """
    trial = _trial()
    return trial.result() if trial.done() else None


def usable_encoding(kind: Format, quality: Quality) -> Encoding:
    """Return how to encode live pictures here: by hardware once it is known to work."""
    return choose_encoding(kind, quality, hardware_encoder() if kind == "h264" else None)


def find_hardware(works: Callable[[str], bool]) -> str | None:
    """Return the first hardware encoder that `works`, among those that FFmpeg was built with."""
    for codec in HARDWARE:
        if codec in av.codecs_available and works(codec):
            logger.info("%s encodes recordings", codec)
            return codec
    return None


def try_encoder(codec: str) -> None:
    """Raise EncoderUnusable unless `codec` encodes pictures that can be recognized."""
    faulthandler.dump_traceback_later(_SECONDS, exit=True)  # whatever a driver hangs in
    try:
        picture = _picture()
        packets = _encode(codec, picture)
        decoder = av.CodecContext.create("h264", "r")
        assert isinstance(decoder, VideoCodecContext)
        shown = [p for packet in (*packets, None) for p in decoder.decode(packet)]
    except (av.error.FFmpegError, ValueError) as error:
        raise EncoderUnusable(f"{codec} does not encode here ({error})") from error
    finally:
        faulthandler.cancel_dump_traceback_later()
    if len(shown) != _PICTURES:
        raise EncoderUnusable(f"{codec} gives {len(shown)} pictures of {_PICTURES}")
    likeness = psnr(cast(Image, shown[-1].to_ndarray(format="rgb24")), picture)
    if likeness < _LEAST_PSNR:
        raise EncoderUnusable(f"{codec} gives another picture ({likeness:.0f} dB)")


def _encode(codec: str, picture: Image) -> "list[av.Packet[VideoStream]]":
    encoding = encoding_of(codec, "balanced")
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = _WIDTH, _HEIGHT, encoding.pix_fmt
    context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
    context.options = dict(encoding.options)
    packets: list[av.Packet[VideoStream]] = []
    for index in range(_PICTURES):
        frame = VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=encoding.pix_fmt)
        frame.pts, frame.time_base = index, Fraction(1, 30)
        if index == _PICTURES - 2:
            frame.pict_type = PictureType.I
        packets += context.encode(frame)
    return packets + context.encode(None)


def _picture() -> Image:
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    waves = [np.sin(columns / 90), np.cos(rows / 70), np.sin((rows + columns) / 110)]
    return (127 + 90 * np.stack(waves, axis=2)).astype(np.uint8)


def _works_apart(codec: str) -> bool:
    try:
        done = subprocess.run(
            own_command("try-encoder", codec),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=own_environment(),
            timeout=2 * _SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.info("%s hangs", codec)
        return False
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        logger.info("%s is not used: %s", codec, lines[-1] if lines else done.returncode)
    return done.returncode == 0
