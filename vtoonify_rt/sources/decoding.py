"""Video files to upright RGB pictures and their times, by PyAV.

PyAV rather than cv2, because it gives exact presentation times (also of variable frame rates), the
colour matrix, and the display matrix of turned phone videos.
"""

import logging
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, cast

import av
import av.error
import cv2
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vtoonify_rt.errors import SourceError
from vtoonify_rt.frame import Image
from vtoonify_rt.splices import Splices

_DEFAULT_FPS = Fraction(25)  # where a file does not say
_NEARLY_SQUARE = Fraction(1, 100)  # what scaling to whole pixels leaves; not worth a stretch
_LARGE = 1920 * 1080  # pixels; from here on one core may not keep up

logger = logging.getLogger(__name__)


class Decoded(NamedTuple):
    """A decoded picture, not yet converted to RGB, so that skipping it costs little."""

    picture: VideoFrame
    time: float  # s from the first frame of the file; never falls
    duration: float  # s


class Orientation:
    """Turns decoded pictures upright and their pixels square, as the first picture asks."""

    def __init__(self, picture: VideoFrame, pixel_aspect: Fraction) -> None:
        if abs(pixel_aspect - 1) < _NEARLY_SQUARE:
            pixel_aspect = Fraction(1)
        self._stored = (max(1, round(picture.width * pixel_aspect)), picture.height)
        self._transposed, self._flip = _display_turn(picture)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures that `to_image` returns."""
        width, height = self._stored
        return (height, width) if self._transposed else (width, height)

    def to_image(self, picture: VideoFrame) -> Image:
        """Return `picture` as RGB; one of another size is stretched to the first one's."""
        width, height = self._stored
        image = cast(Image, picture.to_ndarray(format="rgb24", width=width, height=height))
        if self._transposed:
            image = cast(Image, cv2.transpose(image))
        if self._flip is not None:
            image = cast(Image, cv2.flip(image, self._flip))
        return image


class Decoder:
    """Decodes the first video stream of a file, from its first frame to its last, once.

    Damaged parts are skipped. Not thread-safe. Raises `SourceError` when the file is missing or
    holds no video.
    """

    def __init__(self, path: Path, *, all_cores: bool) -> None:
        self._path = path
        self._container = _open(path)
        self._stream = _video_stream(self._container, path)
        # In the live pipeline the cores belong to the generator, and one thread decodes 720p in
        # 2-3 ms; frame threads also cost latency and memory. The decoder reads it when it starts.
        self._stream.thread_type = "AUTO" if all_cores else "SLICE"
        large = self._stream.width * self._stream.height > _LARGE
        self._stream.codec_context.thread_count = 0 if all_cores else 2 if large else 1

    @property
    def fps(self) -> Fraction:
        """The average frame rate that the file declares."""
        return self._stream.average_rate or self._stream.guessed_rate or _DEFAULT_FPS

    @property
    def frame_count(self) -> int | None:
        """How many frames the file declares, or its duration suggests; None: unknown."""
        if self._stream.frames:
            return self._stream.frames
        if self._container.duration:
            return round(self._container.duration / av.time_base * self.fps)
        return None

    def orientation(self, picture: VideoFrame) -> Orientation:
        """Return how to show the pictures of this file, the first of which is `picture`."""
        return Orientation(picture, self._stream.sample_aspect_ratio or Fraction(1))

    def __iter__(self) -> Iterator[Decoded]:
        first: float | None = None
        end = 0.0  # of the frame before, by the file's own clock
        splices = Splices()
        for picture in self._pictures():
            time = end + (first or 0.0) if picture.pts is None else picture.time
            first = time if first is None else first
            time = self._unrounded(time - first)
            duration = float((picture.duration or 0) * (picture.time_base or 0) or 1 / self.fps)
            yield Decoded(picture, splices.place(time, duration), duration)
            end = time + duration

    def _unrounded(self, time: float) -> float:
        """Return the time that was meant, where the file's ticks are too coarse for its rate.

        Matroska rounds to milliseconds: 24 frames per second would come out as 23.98 or 24.02.
        """
        meant = round(time * self.fps) / self.fps
        rounding = min(0.51 * float(self._stream.time_base or 0), 0.001)
        return float(meant) if abs(time - meant) <= rounding else time

    def _pictures(self) -> Iterator[VideoFrame]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                yield from packet.decode()
            except av.error.EOFError:
                return
            except av.error.FFmpegError as error:
                logger.warning("%s: skipped a damaged part (%s)", self._path.name, error)

    def close(self) -> None:
        """Release the file."""
        self._container.close()


def _display_turn(picture: VideoFrame) -> tuple[bool, int | None]:
    """Return whether to transpose, and then cv2's flip code, by the display matrix.

    The matrix maps stored to shown positions, x' = a x + c y and y' = b x + d y, y downwards.
    """
    side_data = cast(Mapping[str, Buffer], picture.side_data)
    data = side_data.get("DISPLAYMATRIX")
    if data is None:
        return False, None
    a, b, _, c, d = (int(value) for value in np.frombuffer(bytes(data), np.int32)[:5])
    transposed = abs(b) + abs(c) > abs(a) + abs(d)
    right_to_left, upside_down = (c < 0, b < 0) if transposed else (a < 0, d < 0)
    flips = {(True, False): 1, (False, True): 0, (True, True): -1}
    return transposed, flips.get((right_to_left, upside_down))


def _open(path: Path) -> InputContainer:
    if not path.exists():
        raise SourceError(f"{path} does not exist", "Check the name")
    try:
        # "file:" so that a name with a colon is not taken for a network address
        return av.open(f"file:{path}", "r", metadata_errors="ignore")
    except av.error.PermissionError:
        raise SourceError(f"{path} may not be read", "Check its permissions") from None
    except (av.error.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error  # without FFmpeg's number and our name
        raise SourceError(
            f"{path} is not a video that can be read ({reason})",
            "Use an MP4, MOV, MKV or WebM file",
        ) from error


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic:
            return stream
    container.close()
    raise SourceError(f"{path} has no picture track", "Use a video file")
