"""Pictures and sound in an MP4, by PyAV."""

import os
from fractions import Fraction
from typing import Protocol, cast

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vtoonify_rt.compose import letterbox
from vtoonify_rt.frame import Image
from vtoonify_rt.sinks.encoders import Encoding
from vtoonify_rt.sinks.outputs import Output

_TICKS = 90_000  # per second; whole for 24, 25, 30, 50, 60 and 29.97 frames per second
_LARGE = 1920 * 1080  # pixels; from here on one core may not keep up
# A key frame each second begins a new fragment, so that all but the last seconds can be read after
# a crash. Encoders add key frames where the scene changes.
FRAGMENT_S = 0.9  # at least
_FRAGMENTS = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof",
    "min_frag_duration": str(round(FRAGMENT_S * 1e6)),
    "flush_packets": "1",
}
_BT601, _SRGB, _BT709_PRIMARIES, _LIMITED = 6, 13, 1, 1  # FFmpeg's AVCOL_* numbers

os.environ.setdefault("SVT_LOG", "1")  # the AV1 encoder tells its settings on stderr, else


class SoundTrack(Protocol):
    """Sound that goes beside the pictures; the thread that writes them calls."""

    def start(self, container: OutputContainer) -> None:
        """Add the track, before the first packet."""
        ...

    def copy_until(self, seconds: float) -> None:
        """Mux the sound up to `seconds` from the first picture, or what is known of it."""
        ...

    def finish(self, seconds: float) -> None:
        """Mux the rest; the pictures end at `seconds`."""
        ...

    def close(self) -> None:
        """Release what it holds; again does nothing."""
        ...


class Mp4Writer:
    """Encodes pictures into an MP4.

    All pictures get the size of the first one: odd sizes repeat their last row or column, since
    4:2:0 colour needs even ones, and pictures of another size are fitted in between black bars.
    `live` writes fragments that survive a crash; otherwise it is readable once closed. Not
    thread-safe. Every method may raise `OSError`.
    """

    def __init__(
        self,
        output: Output,
        *,
        fps: float,
        live: bool,
        encoding: Encoding,
        sound: SoundTrack | None = None,
    ) -> None:
        self._live = live
        self._fps = Fraction(fps).limit_denominator(1001)
        self._time_base = Fraction(1, _ticks(self._fps))
        self._encoding = encoding
        self._output = output
        self._sound = sound
        self._container: OutputContainer = av.open(
            output, "w", format="mp4", options=_FRAGMENTS if live else {}
        )
        self._track: VideoStream | None = None
        self._last_pts = -1
        self._key_due = 0.0  # by time, not by count: a busy pipeline delivers few frames

    def write(self, image: Image, time: float) -> None:
        """Encode `image`, shown at `time` seconds from the start; the first one's time is 0."""
        if self._track is None:
            self._track = self._start(*image.shape[1::-1])
        pts = max(round(time / self._time_base), self._last_pts + 1)
        self._last_pts = pts
        picture = _to_picture(image, self._track.width, self._track.height)
        if self._encoding.pix_fmt != "yuv420p":
            picture = picture.reformat(format=self._encoding.pix_fmt)
        picture.pts, picture.time_base = pts, self._time_base
        if self._live and time >= self._key_due:
            picture.pict_type = PictureType.I
            self._key_due = time + 1
        self._container.mux(self._track.encode(picture))
        if self._sound:
            self._sound.copy_until(time)

    def close(self) -> None:
        """Finish the file; again does nothing. A file without pictures stays empty."""
        track, self._track = self._track, None
        try:
            if track is not None:
                self._container.mux(track.encode())
                if self._sound:
                    self._sound.finish(float(self._last_pts * self._time_base + 1 / self._fps))
                self._container.close()
        finally:
            if self._sound:
                self._sound.close()
            self._output.close()

    def _start(self, width: int, height: int) -> VideoStream:
        """Add the tracks; the header is written with the first packet."""
        encoding = self._encoding
        track = cast(
            VideoStream,
            self._container.add_stream(
                encoding.codec, rate=self._fps, options=dict(encoding.options)
            ),
        )
        track.width, track.height = width + width % 2, height + height % 2
        track.pix_fmt = encoding.pix_fmt
        track.time_base = self._time_base
        context = track.codec_context
        context.time_base = self._time_base
        context.colorspace, context.color_range = _BT601, _LIMITED  # as cv2 converts
        context.color_primaries, context.color_trc = _BT709_PRIMARIES, _SRGB
        if encoding.bits_per_pixel is not None:
            track.bit_rate = round(encoding.bits_per_pixel * width * height * self._fps)
        if encoding.threads:
            context.thread_count = max(encoding.threads, 1 if width * height < _LARGE else 2)
        if self._sound:
            self._sound.start(self._container)
        return track


def _to_picture(image: Image, width: int, height: int) -> VideoFrame:
    """Return `image` as 4:2:0, `width` and `height` even; cv2 takes 0.5 ms at 720p, PyAV 3 ms."""
    if image.shape[:2] != (height, width):
        image = _fit(image, width, height)
    planes = cast(NDArray[np.uint8], cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420))
    return VideoFrame.from_ndarray(planes, format="yuv420p")


def _fit(image: Image, width: int, height: int) -> Image:
    """Return `image` repeated by a row or column, or scaled between black bars, to the size."""
    rows, columns = height - image.shape[0], width - image.shape[1]
    if rows in (0, 1) and columns in (0, 1):
        return cast(
            Image, cv2.copyMakeBorder(image, 0, rows, 0, columns, borderType=cv2.BORDER_REPLICATE)
        )
    return letterbox(image, height, width)


def _ticks(fps: Fraction) -> int:
    """Return ticks per second, such that a frame at `fps` lasts a whole number of them."""
    if (_TICKS / fps).denominator == 1:
        return _TICKS
    return fps.numerator * max(1, round(_TICKS / fps.numerator))
