"""H.264 in MP4, by PyAV and libx264."""

import math
import os
import struct
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vtoonify_rt.compose import letterbox
from vtoonify_rt.frame import Image
from vtoonify_rt.sinks.sound import Sound

_TICKS = 90_000  # per second; whole for 24, 25, 30, 50, 60 and 29.97 frames per second
_LARGE = 1920 * 1080  # pixels; from here on one core may not keep up
# Live, CPU time is scarce: ultrafast takes 4-7 ms a 720p frame (5-13 Mbit/s), veryfast 8-14 ms for
# half the size. Every frame leaves the encoder at once, and a key frame each second begins a new
# fragment, so that all but the last second can be read after a crash. Files may look ahead, and
# are to be done as fast as the live picture: superfast takes 8 ms and looks as good as veryfast,
# which takes 13 ms for a little more than half the size (3 instead of 1.6 Mbit/s).
_LIVE = {"preset": "ultrafast", "tune": "zerolatency", "crf": "20", "forced-idr": "1"}
_FILE = {"preset": "superfast", "crf": "18"}
_FRAGMENTS = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}
_BT601, _SRGB, _BT709_PRIMARIES, _LIMITED = 6, 13, 1, 1  # FFmpeg's AVCOL_* numbers


class CountedFile:
    """A file to write whose size is known while it grows; raises `OSError` as it happens."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self.size = max(self.size, self._file.tell())
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset`."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; again does nothing."""
        self._file.close()


class Mp4Writer:
    """Encodes pictures into an MP4 file.

    All pictures get the size of the first one: odd sizes repeat their last row or column, since
    4:2:0 colour needs even ones, and pictures of another size are fitted in between black bars.
    `live` writes fragments that survive a crash; otherwise the file is readable once closed. Not
    thread-safe. Every method may raise `OSError`.
    """

    def __init__(
        self,
        path: Path,
        *,
        fps: float,
        live: bool,
        audio_from: Path | None,
        audio_skip: float = 0.0,
    ) -> None:
        self._live = live
        self._fps = Fraction(fps).limit_denominator(1001)
        self._time_base = Fraction(1, _ticks(self._fps))
        self._audio_from = audio_from
        self._audio_skip = audio_skip
        self._file = CountedFile(path)
        self._container: OutputContainer = av.open(
            self._file, "w", format="mp4", options=_FRAGMENTS if live else {}
        )
        self._track: VideoStream | None = None
        self._sound: Sound | None = None
        self._last_pts = -1
        self._key_due = 0.0  # by time, not by count: a busy pipeline delivers few frames

    @property
    def size(self) -> int:
        """Bytes in the file so far."""
        return self._file.size

    def write(self, image: Image, time: float) -> None:
        """Encode `image`, shown at `time` seconds from the start; the first one's time is 0."""
        if self._track is None:
            self._track = self._start(*image.shape[1::-1])
        pts = max(round(time / self._time_base), self._last_pts + 1)
        self._last_pts = pts
        picture = _to_picture(image, self._track.width, self._track.height)
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
                    self._sound.copy_until(math.inf)
                self._container.close()
        finally:
            if self._sound:
                self._sound.close()
            self._file.close()

    def _start(self, width: int, height: int) -> VideoStream:
        """Add the tracks; the header is written with the first packet."""
        track = self._container.add_stream(
            "libx264", rate=self._fps, options=_LIVE if self._live else _FILE
        )
        track.width, track.height = width + width % 2, height + height % 2
        track.pix_fmt = "yuv420p"
        track.time_base = self._time_base
        context = track.codec_context
        context.time_base = self._time_base
        context.colorspace, context.color_range = _BT601, _LIMITED  # as cv2 converts
        context.color_primaries, context.color_trc = _BT709_PRIMARIES, _SRGB
        if self._live:
            # More threads cost more CPU time in all, which the generator needs.
            context.thread_count = 1 if width * height < _LARGE else 2
        if self._audio_from:
            self._sound = Sound(self._audio_from, self._container, self._audio_skip)
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


def keep_whole_fragments(path: Path) -> None:
    """Cut a fragmented MP4 that broke off after its last whole fragment; not all players can."""
    size = path.stat().st_size
    end = whole = 0
    with path.open("r+b") as file:
        while end + 8 <= size:
            file.seek(end)
            length, kind = struct.unpack(">I4s", file.read(8))
            end += length
            if length < 8 or end > size:
                break
            if kind != b"moof":  # of no use without the mdat that follows it
                whole = end
        file.truncate(whole)
