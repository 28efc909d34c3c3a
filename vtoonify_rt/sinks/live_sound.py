"""Sound as it is captured, beside the pictures that were captured with it.

Both bear the time of their capture, so nothing has to be known of how long a picture takes through
the network: the sound waits here until its pictures are written. What waits is bounded.
"""

import math
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from threading import Lock

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from vtoonify_rt.microphone import Samples, SoundBlock
from vtoonify_rt.microphone.card_clock import CardClock
from vtoonify_rt.microphone.resampling import SoundLine
from vtoonify_rt.sinks.timeline import LONGEST_GAP, Piece, Timeline

RATE = 48_000  # Hz, in the file
_KEPT_S = LONGEST_GAP + 5.0  # of sound that waits for pictures: 12 MB
_PATIENCE_S = 1.5  # that pictures wait for sound, before there is silence in its place
_ENCODED = 1024  # samples in a packet of AAC, which begins with as many that say nothing
_FADE = 144  # samples: 3 ms at a cut, so that it does not click
_BIT_RATE = 128_000


class LiveSound:
    """What a microphone heard, for one recording.

    Any thread may `hear`; the one that writes the pictures calls the rest. `picture_delay` is how
    many seconds the camera's pictures are older than their time says, which the sound is delayed
    by. Where there was no sound, or it comes too late, there is silence.
    """

    def __init__(self, timeline: Timeline, *, picture_delay: float = 0.0) -> None:
        self._timeline = timeline
        self._delay = picture_delay
        self._inbox: deque[SoundBlock] = deque()
        self._lock = Lock()
        self._clock = CardClock()
        self._line = SoundLine(RATE)
        self._next = _ENCODED  # samples of the file that are done; the first ones are the encoder's
        self._track: AudioStream | None = None
        self._mux: Callable[..., None] = lambda packets: None

    @property
    def skew(self) -> float:
        """How far the sound lay from its pictures at the most, by the card's own account, in
        seconds."""
        return self._clock.skew

    def hear(self, block: SoundBlock) -> None:
        """Take in a block."""
        with self._lock:
            self._inbox.append(block)
            while self._inbox[-1].time - self._inbox[0].time > _KEPT_S:
                self._inbox.popleft()

    def start(self, container: OutputContainer) -> None:
        """Add the sound's track to `container`, before its first packet."""
        track = container.add_stream("aac", rate=RATE, layout="mono")
        track.bit_rate = _BIT_RATE
        track.time_base = track.codec_context.time_base = Fraction(1, RATE)
        self._track, self._mux = track, container.mux

    def copy_until(self, seconds: float) -> None:
        """Encode what is known of the sound up to `seconds` from the first picture."""
        self._take_in()
        self._write(seconds, until=seconds - _PATIENCE_S)

    def finish(self, seconds: float) -> None:
        """Encode all that is left up to `seconds`; nothing more will be heard."""
        self._take_in()
        for stretch in self._clock.finish():
            self._line.add(stretch)
        self._line.finish()
        self._write(seconds, until=math.inf)
        if self._track is not None:
            self._mux(self._track.encode(None))

    def close(self) -> None:
        """Do nothing: the microphone is another's."""

    def _take_in(self) -> None:
        with self._lock:
            blocks = list(self._inbox)
            self._inbox.clear()
        for block in blocks:
            for stretch in self._clock.place(block):
                self._line.add(stretch)

    def _write(self, seconds: float, *, until: float) -> None:
        """Encode whole packets up to `seconds`: before `until` with silence where sound lacks."""
        for piece in self._timeline.pieces(self._next / RATE, seconds):
            known = self._line.ready + self._delay - piece.offset
            end = min(piece.end, max(known, until))
            count = math.floor(end * RATE) - self._next
            if count > 0:
                self._encode(self._cut(self._render(piece.offset, count), piece, end))
                self._next += count
            if end < piece.end:
                return

    def _render(self, offset: float, count: int) -> Samples:
        return self._line.render(self._next / RATE + offset - self._delay, count)

    def _cut(self, samples: Samples, piece: Piece, end: float) -> Samples:
        """Fade `samples`, which end at `end`, where the piece begins or ends with a cut."""
        fade = min(_FADE, len(samples))
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        if piece.cut_before:
            samples[:fade] *= ramp
        if piece.cut_after and end == piece.end:
            samples[-fade:] *= ramp[::-1]
        return samples

    def _encode(self, samples: Samples) -> None:
        assert self._track is not None
        frame = AudioFrame.from_ndarray(np.clip(samples, -1, 1)[None], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._next, Fraction(1, RATE)
        self._mux(self._track.encode(frame))
