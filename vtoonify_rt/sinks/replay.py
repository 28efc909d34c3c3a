"""The last seconds of what was shown, kept in memory until someone wants them saved."""

import io
import math
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.stream import Stream

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.output_file import whole_file
from vtoonify_rt.sinks.encoders import BALANCED, Encoding
from vtoonify_rt.sinks.fragment_ring import FragmentRing
from vtoonify_rt.sinks.live_sound import LiveSound
from vtoonify_rt.sinks.mp4 import FRAGMENT_S, Mp4Writer
from vtoonify_rt.sinks.timeline import Timeline
from vtoonify_rt.sinks.writer_thread import WriterThread

SECONDS = 30
_WAIT_S = 4.0  # for what was shown when someone asked: a fragment, and the sound that waits
_FAST_START = {"movflags": "faststart"}  # players on the web need not fetch the end first
_MARGIN = 2  # fragments kept beyond: the first and the last are not seen whole


class Replay:
    """A sink that keeps the last `seconds`, encoded, a key frame each second, with the sound.

    It goes on while they are saved. `sound`: what it is made to `hear` is kept, too, delayed by
    `picture_delay` seconds.
    """

    def __init__(
        self,
        *,
        fps: float,
        seconds: int = SECONDS,
        encoding: Encoding = BALANCED,
        sound: bool = False,
        picture_delay: float = 0.0,
    ) -> None:
        self.seconds = seconds
        self._timeline = Timeline(fps, live=True)
        self._sound = LiveSound(self._timeline, picture_delay=picture_delay) if sound else None
        self._ring = FragmentRing(math.ceil(seconds / FRAGMENT_S) + _MARGIN)
        writer = Mp4Writer(self._ring, fps=fps, live=True, encoding=encoding, sound=self._sound)
        self._thread = WriterThread(writer, self._ring, "the last seconds", drop=True)

    def hear(self, block: SoundBlock) -> None:
        """Take in a block of sound; any thread."""
        if self._sound is not None:
            self._sound.hear(block)

    def write(self, frame: Frame) -> None:
        """Take in `frame`, at once or not at all."""
        if self._thread.over:
            return
        seconds = self._timeline.place(frame.time)
        if seconds is not None:
            self._thread.put(frame.image, seconds)

    def close(self) -> None:
        """Stop; what is kept can still be saved."""
        self._thread.close()

    def save(self, path: Path) -> float:
        """Write what was shown up to now to the MP4 `path`; return its length in seconds.

        Takes a second or two, in any thread: the newest picture is waited for. Raises SinkError
        when there is nothing yet, or the file cannot be written.
        """
        kept = self.copy()
        with whole_file(path) as partial, av.open(io.BytesIO(kept), "r") as source:
            packets = [packet for packet in source.demux() if packet.pts is not None]
            start = _start(packets, self.seconds)
            with av.open(str(partial), "w", format="mp4", options=_FAST_START) as target:
                copies = {s: target.add_stream_from_template(s) for s in source.streams}
                return max(_copied(packet, start, copies, target) for packet in packets)

    def copy(self) -> bytes:
        """Return what is kept, as an MP4 whose times do not begin at 0; see `save`."""
        kept = self._ring.copy(wait_for=self._ring.whole + 1, seconds=_WAIT_S)
        if kept is None:
            raise SinkError("There is nothing to save yet", "Wait a few seconds")
        return kept


def _start(packets: "list[av.Packet[Stream]]", seconds: float) -> Fraction:
    """Return the time of the last key frame that has `seconds` after it, or of the first one."""
    pictures = [packet for packet in packets if packet.stream.type == "video"]
    keys = [_time(packet) for packet in pictures if packet.is_keyframe]
    latest = _time(pictures[-1]) - Fraction(seconds)
    return max((key for key in keys if key <= latest), default=keys[0])


def _copied(
    packet: "av.Packet[Stream]",
    start: Fraction,
    copies: "dict[Stream, Stream]",
    target: OutputContainer,
) -> float:
    """Copy `packet`, if it is not before `start`; return where it ends then."""
    assert packet.pts is not None
    assert packet.time_base is not None
    if _time(packet) < start:
        return 0.0
    packet.pts -= round(start / packet.time_base)
    packet.dts = packet.pts
    end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
    packet.stream = copies[packet.stream]
    target.mux(packet)
    return end


def _time(packet: "av.Packet[Stream]") -> Fraction:
    assert packet.pts is not None
    assert packet.time_base is not None
    return packet.pts * packet.time_base
