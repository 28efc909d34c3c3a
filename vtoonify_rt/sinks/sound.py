"""The sound of a video, copied to the stylized one."""

import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

_FITS_MP4 = frozenset({"aac", "ac3", "alac", "eac3", "mp3", "opus"})

logger = logging.getLogger(__name__)


class Sound:
    """The first sound track of `source`, in step with its pictures; nothing where it has none.

    Copied as it is where MP4 can hold it, else encoded as AAC. Time 0 is the first picture of
    `source`. Damaged sound ends early, with a warning in the log. Make it before the first packet
    is muxed into `output`.
    """

    def __init__(self, source: Path, output: OutputContainer) -> None:
        self._source = source
        self._output = output
        self._input = av.open(f"file:{source}", "r", metadata_errors="ignore")
        self._start = _first_picture(self._input)
        self._packets = iter(self._tracks())
        self._waiting: Packet[AudioStream] | None = None

    def copy_until(self, seconds: float) -> None:
        """Mux the sound up to `seconds` from the first picture."""
        while packet := self._waiting or next(self._packets, None):
            self._waiting = packet
            if _time(packet) > seconds:
                return
            self._waiting = None
            self._output.mux(packet)

    def close(self) -> None:
        """Release `source`; again does nothing."""
        self._input.close()

    def _tracks(self) -> "Iterator[Packet[AudioStream]]":
        track = next(iter(self._input.streams.audio), None)
        if track is None or track.codec_context is None:
            return iter(())
        if track.codec_context.codec.canonical_name in _FITS_MP4:
            return self._copied(track, self._output.add_stream_from_template(track))
        sound = self._output.add_stream("aac", rate=track.codec_context.sample_rate)
        sound.codec_context.layout = track.codec_context.layout
        return self._encoded(track, sound)

    def _copied(self, track: AudioStream, copy: AudioStream) -> "Iterator[Packet[AudioStream]]":
        for packet in self._demuxed(track):
            assert packet.pts is not None
            assert packet.time_base is not None
            shift = round(self._start / packet.time_base)
            packet.pts -= shift
            packet.dts = packet.pts
            packet.stream = copy
            yield packet

    def _encoded(self, track: AudioStream, sound: AudioStream) -> "Iterator[Packet[AudioStream]]":
        for packet in self._demuxed(track):
            for samples in packet.decode():
                if samples.pts is not None and samples.time_base is not None:
                    samples.pts -= round(self._start / samples.time_base)
                yield from sound.encode(samples)
        yield from sound.encode(None)

    def _demuxed(self, track: AudioStream) -> "Iterator[Packet[AudioStream]]":
        """Yield the track's packets that have a time; stop where it is damaged."""
        try:
            for packet in self._input.demux(track):
                if packet.pts is not None:
                    yield packet
        except (av.error.InvalidDataError, av.error.EOFError) as error:
            logger.warning("the sound of %s ends early (%s)", self._source.name, error)


def _first_picture(container: InputContainer) -> Fraction:
    """Return the time of the first picture in the container's clock, in seconds."""
    video = next(iter(container.streams.video), None)
    if video is None or video.start_time is None or video.time_base is None:
        return Fraction(0)
    return video.start_time * video.time_base


def _time(packet: "Packet[AudioStream]") -> float:
    assert packet.pts is not None
    assert packet.time_base is not None
    return float(packet.pts * packet.time_base)
