"""The sound of a video, copied to the stylized one."""

import logging
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from vtoonify_rt.splices import Splices

_FITS_MP4 = frozenset({"aac", "ac3", "alac", "eac3", "mp3", "opus"})
_AAC_FRAME = 1024  # samples
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}  # by number of channels
_RATES = frozenset({16_000, 22_050, 24_000, 32_000, 44_100, 48_000})  # Hz; every player has these

logger = logging.getLogger(__name__)


class Sound:
    """The first sound track of `source`, in step with its pictures; nothing where it has none.

    Copied as it is where MP4 can hold it, else encoded as AAC. Time 0 is `skip` seconds after the
    first picture of `source`; what is over by then is left out. Damaged sound ends early, with a
    warning in the log.
    """

    def __init__(self, source: Path, skip: float = 0.0) -> None:
        self._source = source
        self._skip = skip
        self._skips = skip > 0
        self._input: InputContainer | None = None

    def start(self, container: OutputContainer) -> None:
        """Open the video and add its sound's track to `container`, before its first packet."""
        self._output = container
        self._input = av.open(f"file:{self._source}", "r", metadata_errors="ignore")
        self._start = _first_picture(self._input) + Fraction(self._skip)
        self._packets = iter(self._tracks(self._input))
        self._waiting: Packet[AudioStream] | None = None

    def copy_until(self, seconds: float) -> None:
        """Mux the sound up to `seconds` from the first picture."""
        while packet := self._waiting or next(self._packets, None):
            self._waiting = packet
            if _time(packet) > seconds:
                return
            self._waiting = None
            self._output.mux(packet)

    def finish(self, seconds: float) -> None:
        """Mux all that is left, however long the pictures are."""
        self.copy_until(math.inf)

    def close(self) -> None:
        """Release `source`; again does nothing."""
        if self._input is not None:
            self._input.close()

    def _tracks(self, source: InputContainer) -> "Iterator[Packet[AudioStream]]":
        track = next(iter(source.streams.audio), None)
        if track is None or track.codec_context is None:
            return iter(())
        if track.codec_context.codec.canonical_name in _FITS_MP4:
            return self._copied(track, self._output.add_stream_from_template(track))
        # Not the track's own layout: Matroska and WAV may leave it open, which the encoder refuses.
        layout = _LAYOUTS.get(track.codec_context.channels, "stereo")
        rate = track.codec_context.sample_rate
        rate = rate if rate in _RATES else 48_000
        return self._encoded(track, self._output.add_stream("aac", rate=rate, layout=layout))

    def _copied(self, track: AudioStream, copy: AudioStream) -> "Iterator[Packet[AudioStream]]":
        last: int | None = None
        for packet in self._demuxed(track):
            assert packet.pts is not None
            assert packet.time_base is not None
            packet.pts -= round(self._start / packet.time_base)
            packet.dts = packet.pts
            if self._skips and packet.pts + (packet.duration or 0) <= 0:
                continue
            if last is None or packet.pts > last:  # the muxer takes no step back
                last = packet.pts
                packet.stream = copy
                yield packet

    def _encoded(self, track: AudioStream, sound: AudioStream) -> "Iterator[Packet[AudioStream]]":
        # "async" fills gaps of 20 ms and more with silence: else what follows would come early.
        resampler = AudioResampler(
            "fltp", sound.codec_context.layout, sound.codec_context.sample_rate, _AAC_FRAME,
            options={"async": "1", "min_comp": "0.01", "min_hard_comp": "0.02"},
        )  # fmt: skip
        for samples in self._decoded(track):
            for even in resampler.resample(samples):
                yield from sound.encode(even)
        for even in resampler.resample(None):
            yield from sound.encode(even)
        yield from sound.encode(None)

    def _decoded(self, track: AudioStream) -> Iterator[AudioFrame]:
        for packet in self._demuxed(track):
            try:
                decoded = packet.decode()
            except av.error.FFmpegError as error:
                logger.warning("%s: skipped damaged sound (%s)", self._source.name, error)
                continue
            for samples in decoded:
                if samples.pts is not None and samples.time_base is not None:
                    samples.pts -= round(self._start / samples.time_base)
                    end = samples.pts * samples.time_base + Fraction(samples.samples, samples.rate)
                    if self._skips and end <= 0:
                        continue
                yield samples

    def _demuxed(self, track: AudioStream) -> "Iterator[Packet[AudioStream]]":
        """Yield the track's packets that have a time, each in its place; stop where the file breaks
        off."""
        splices = Splices()
        assert self._input is not None
        packets = self._input.demux(track)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError as error:
                logger.warning("the sound of %s ends early (%s)", self._source.name, error)
                return
            if packet is None:
                return
            if packet.pts is not None and packet.time_base is not None:
                _place(packet, splices)
                yield packet


def _first_picture(container: InputContainer) -> Fraction:
    """Return the time of the first picture in the container's clock, in seconds."""
    video = next(iter(container.streams.video), None)
    if video is None or video.start_time is None or video.time_base is None:
        return Fraction(0)
    return video.start_time * video.time_base


def _place(packet: "Packet[AudioStream]", splices: Splices) -> None:
    """Move the packet where it belongs, if the clock of the file has started anew before it."""
    assert packet.pts is not None
    assert packet.time_base is not None
    time, duration = float(packet.pts * packet.time_base), (packet.duration or 0) * packet.time_base
    packet.pts += round((splices.place(time, float(duration)) - time) / float(packet.time_base))


def _time(packet: "Packet[AudioStream]") -> float:
    assert packet.pts is not None
    assert packet.time_base is not None
    return float(packet.pts * packet.time_base)
