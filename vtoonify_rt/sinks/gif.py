"""The end of a video as a GIF, for where no video is taken.

FFmpeg's palette made for the whole and ordered dither: of what was tried on six seconds of a face
it is the smallest but one (5.1 MB; without dither 4.7, which shows bands; Pillow 5.8 and 6.6), and
nothing crawls over what stands still.
"""

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vtoonify_rt.errors import SinkError, SourceError
from vtoonify_rt.output_file import whole_file

SECONDS = 6.0
_WIDTH = 480
_TICK = Fraction(1, 100)  # s; a GIF counts in these
_LASTS = 8  # ticks a picture: 12.5 pictures a second


def write_gif(video: Path | bytes, path: Path, seconds: float = SECONDS) -> None:
    """Write the last `seconds` of `video`, a file or what is in one, to `path`, 480 pixels wide.

    Raises SourceError when the video cannot be read, SinkError when the file cannot be written.
    """
    source = f"file:{video}" if isinstance(video, Path) else io.BytesIO(video)
    with whole_file(path) as partial:
        try:
            with av.open(source, "r", metadata_errors="ignore") as opened:
                pictures = list(_last(opened, seconds))
        except av.error.FFmpegError as error:
            raise SourceError(f"The video cannot be read ({error})", "Choose another") from error
        if not pictures:
            raise SinkError("There is no picture to make a GIF of", "Wait a few seconds")
        with av.open(str(partial), "w", format="gif") as target:
            _mux(_with_palette(pictures), target)


def _last(video: InputContainer, seconds: float) -> Iterator[VideoFrame]:
    """Yield a picture for each of the GIF's, from `seconds` before the end on."""
    track = video.streams.video[0]
    times = [packet.pts for packet in video.demux(track) if packet.pts is not None]
    if not times or track.time_base is None:
        return
    start = max(max(times) * track.time_base - Fraction(seconds), times[0] * track.time_base)
    video.seek(int(start / track.time_base), stream=track)
    due = start
    for picture in video.decode(track):
        if picture.pts is not None and (time := picture.pts * track.time_base) >= due:
            yield _small(picture, round((time - start) / _TICK))
            due = max(due, time - _LASTS * _TICK / 2) + _LASTS * _TICK


def _small(picture: VideoFrame, tick: int) -> VideoFrame:
    width = min(_WIDTH, picture.width)
    height = round(picture.height * width / picture.width)
    small = picture.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    small.pts, small.time_base = tick, _TICK
    return small


def _with_palette(pictures: list[VideoFrame]) -> Iterator[VideoFrame]:
    """Yield `pictures` in 256 colours that are the best for all of them."""
    first = pictures[0]
    graph = Graph()
    buffer = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=_TICK
    )
    split, sink = graph.add("split"), graph.add("buffersink")
    palette = graph.add("palettegen", "stats_mode=diff")
    use = graph.add("paletteuse", "dither=bayer:bayer_scale=3:diff_mode=rectangle")
    buffer.link_to(split)
    split.link_to(palette, 0)
    split.link_to(use, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    for picture in pictures:
        graph.push(picture)
    graph.push(None)
    for picture in pictures:
        pulled = graph.pull()
        assert isinstance(pulled, VideoFrame)
        pulled.pts, pulled.time_base = picture.pts, _TICK
        yield pulled


def _mux(pictures: Iterator[VideoFrame], target: OutputContainer) -> None:
    track: VideoStream | None = None
    for picture in pictures:
        if track is None:
            track = target.add_stream("gif", rate=1 / _TICK)
            track.width, track.height, track.pix_fmt = picture.width, picture.height, "pal8"
            track.codec_context.time_base = _TICK
        target.mux(track.encode(picture))
    if track is not None:
        target.mux(track.encode(None))
